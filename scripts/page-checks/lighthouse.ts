/** Lighthouse as it measures a telephone on a slow network: the median of several runs. */
import { mkdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';

import { defaultLocale, isLocale } from '@broadsheet/shared';
import { z } from 'zod';

import type { RunningSite } from '../check-pages.ts';
import { requireChromium } from '../chromium.ts';
import { OperatorError } from '../operator-error.ts';
import { clonePrivate } from '../repository.ts';
import { runProgram } from '../run-program.ts';
import { checkersFile } from './tools.ts';

const runs = 5;
const wanted = 99;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const kinds = ['front', 'section', 'article'];

const rated = z.object({ score: z.number() });

const report = z.object({
  categories: z.object({ performance: rated, accessibility: rated, 'best-practices': rated, seo: rated }),
  audits: z.record(z.string(), z.object({ title: z.string(), score: z.number().nullable(), scoreDisplayMode: z.string() })),
});

type Report = z.infer<typeof report>;

export async function run({ origin, kinds: pages, args: [locale = defaultLocale] }: RunningSite): Promise<boolean> {
  if (!isLocale(locale)) throw new OperatorError(`There is no language "${locale}".`);
  const cli = await checkersFile('lighthouse', 'cli/index.js');
  const folder = clonePrivate('page-checks/lighthouse');
  mkdirSync(folder, { recursive: true });
  let good = true;
  for (const kind of kinds) {
    const page = pages.find((one) => one.locale === locale && one.name === kind);
    if (!page) throw new OperatorError(`The site has no ${kind} in this language (${locale}).`);
    const reports: Report[] = [];
    for (let at = 0; at < runs; at++) reports.push(await measure(cli, origin + page.path, join(folder, `${locale}-${kind}-${at}.json`)));
    const scores = categories.map((name) => median(reports.map((one) => Math.round(one.categories[name].score * 100))));
    console.log(`${page.path}: ${categories.map((name, at) => `${name} ${scores[at]}`).join(', ')} (load ${loadavg()[0]?.toFixed(1)})`);
    for (const title of new Set(reports.flatMap(lost))) console.log(`  not full: ${title}`);
    good &&= scores.every((score) => score >= wanted);
  }
  console.log(`All reports: ${folder}`);
  return good;
}

async function measure(cli: string, url: string, file: string): Promise<Report> {
  const flags = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync';
  const args = [
    cli,
    url,
    '--quiet',
    '--no-enable-error-reporting',
    `--only-categories=${categories.join()}`,
    '--output=json',
    `--output-path=${file}`,
    `--chrome-flags=${flags}`,
  ];
  const lines: string[] = [];
  const env = { ...process.env, CHROME_PATH: await requireChromium() };
  const code = await runProgram(process.execPath, args, { cwd: '/', env, onLine: (line) => lines.push(line) });
  if (code !== 0) throw new OperatorError(`Lighthouse failed on ${url}:\n${lines.slice(-20).join('\n')}`);
  return report.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function lost({ audits }: Report): string[] {
  return Object.entries(audits)
    .filter(([, { score, scoreDisplayMode }]) => scoreDisplayMode === 'binary' && score !== null && score < 1)
    .map(([id, { title }]) => `${title} (${id})`);
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
