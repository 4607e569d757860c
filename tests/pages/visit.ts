/** What one page is to readers: visited at a desk, read to its end; then on a narrow screen in the largest type. */
import { gzipSync } from 'node:zlib';

import axe from 'axe-core';
import type { Browser, Page, Response } from 'playwright-core';

import type { NamedPage } from '../../scripts/page-checks/kinds.ts';
import { moves, readToTheEnd } from '../../scripts/page-checks/reading.ts';
import { seenWords, type SeenWords } from './words.ts';

export interface Visit {
  page: NamedPage;
  /** What axe says in the light and in the dark, a line each. */
  axe: string[];
  words: SeenWords;
  loaded: LoadedFile[];
  /** What moved, on the wide and on the narrow screen. */
  moved: string[];
  /** What is wider than the narrow screen. */
  overflow: string[];
  /** What the browser complained of. */
  complaints: string[];
}

export interface LoadedFile {
  url: string;
  kind: string;
  /** Packed as servers send it; fonts are packed already. */
  bytes: number;
}

export async function visit(browser: Browser, origin: string, page: NamedPage): Promise<Visit> {
  const complaints: string[] = [];
  const answers: Response[] = [];
  const wide = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  wide.on('response', (response) => answers.push(response));
  wide.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  wide.on('pageerror', (error) => complaints.push(error.message));
  await wide.goto(origin + page.path);
  await readToTheEnd(wide);
  const moved = await moves(wide);
  const words = await seenWords(wide);
  const found = await axeSays(wide);
  await wide.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await axeSays(wide, 'color-contrast')));
  const loaded = await Promise.all(answers.filter((answer) => !/media|image/.test(answer.request().resourceType())).map(weigh));
  await wide.close();

  const narrow = await browser.newPage({ viewport: { width: 320, height: 640 } });
  await narrow.addInitScript(() => localStorage.setItem('size', '4'));
  await narrow.goto(origin + page.path);
  await readToTheEnd(narrow);
  moved.push(...(await moves(narrow)));
  const overflow = await overflowOf(narrow);
  await narrow.close();
  return { page, axe: found, words, loaded, moved, overflow, complaints };
}

/** What reaches beyond the screen, or is cut off at its edge; what scrolls by itself or ends in dots is as it should be. */
export function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth;
    const scrolls = (element: Element): boolean => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      return overflowX === 'auto' || textOverflow === 'ellipsis';
    };
    const reaching = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      if (width <= 1 || (right <= innerWidth + 1 && left >= -1)) return false;
      for (let around: Element | null = element; around; around = around.parentElement) if (scrolls(around)) return false;
      return element.childElementCount === 0 && getComputedStyle(element).visibility === 'visible';
    });
    const named = reaching.map((element) => `${element.tagName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`);
    return wide ? [`the page is ${document.documentElement.scrollWidth} pixels wide`, ...named] : named;
  });
}

/** Violations of axe's rules, each with the first element that it names. */
export async function axeSays(page: Page, ...rules: string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { axe: running } = window as unknown as { axe: typeof axe };
    const { violations } = await running.run(document, only.length > 0 ? { runOnly: only } : {});
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
  }, rules);
}

async function weigh(answer: Response): Promise<LoadedFile> {
  const kind = answer.request().resourceType();
  const body = await answer.body().catch(() => Buffer.alloc(0));
  return { url: answer.url(), kind, bytes: kind === 'font' ? body.length : gzipSync(body).length };
}
