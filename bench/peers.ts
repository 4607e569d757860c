/** The other site builders: their folders, their input, their commands. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { siteFolder } from '../scripts/repository.ts';
import type { Picture } from './pictures.ts';
import type { PageFacts, SiteFacts } from './page-facts.ts';

export interface Peer {
  name: string;
  /** Where it leaves the finished site. */
  out: string;
  command: { program: string; args: readonly string[]; cwd: string; env: NodeJS.ProcessEnv };
  /** Writes its input. */
  write: (input: PeerInput) => Promise<void>;
}

export interface PeerInput {
  facts: SiteFacts;
  pictures: Record<string, Picture>;
  /** File id by the address at which texts name a picture. */
  uploads: Record<string, string>;
}

const templates = fileURLToPath(new URL('peers/', import.meta.url));
const languages = { en: 'English', ru: 'Русский', hy: 'Հայերեն' };
const eleventyVersion = '3.1.8';

/** Those that this machine has or can get, and why the others are missing. */
export function findPeers(folder: string): { peers: Peer[]; missing: string[] } {
  const peers: Peer[] = [];
  const missing: string[] = [];
  for (const find of [findHugo, findEleventy, findAstro]) {
    try {
      peers.push(find(folder));
    } catch (error) {
      missing.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  return { peers, missing };
}

function findHugo(folder: string): Peer {
  let version: string;
  try {
    version = /v[\d.]+/.exec(execFileSync('hugo', ['version'], { encoding: 'utf8' }))?.[0] ?? '';
  } catch {
    throw new Error('Hugo is not installed; on Debian: apt-get install hugo');
  }
  const cwd = join(folder, 'hugo');
  return {
    name: `Hugo ${version}`,
    out: join(cwd, 'public'),
    command: { program: 'hugo', args: ['--quiet'], cwd, env: process.env },
    write: (input) => writeHugo(cwd, input),
  };
}

function findEleventy(folder: string): Peer {
  const cwd = join(folder, 'eleventy');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n');
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', `@11ty/eleventy@${eleventyVersion}`];
  execFileSync('npm', install, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  return {
    name: `Eleventy ${eleventyVersion}`,
    out: join(cwd, 'out'),
    command: {
      program: process.execPath,
      args: ['--max-old-space-size=8192', join(cwd, 'node_modules/@11ty/eleventy/cmd.cjs'), '--quiet'],
      cwd,
      env: process.env,
    },
    write: (input) => writeScripted(cwd, 'eleventy', input),
  };
}

function findAstro(folder: string): Peer {
  const cwd = join(folder, 'astro');
  const { version } = JSON.parse(readFileSync(join(siteFolder, 'node_modules/astro/package.json'), 'utf8')) as { version: string };
  return {
    name: `astro build ${version}`,
    out: join(cwd, 'out'),
    command: {
      program: process.execPath,
      args: ['--max-old-space-size=8192', join(siteFolder, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'],
      cwd,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    },
    write: async (input) => {
      await writeScripted(cwd, 'astro', input);
      rmSync(join(cwd, 'node_modules'), { force: true });
      symlinkSync(join(siteFolder, 'node_modules'), join(cwd, 'node_modules'));
    },
  };
}

/** For those whose templates are JavaScript: one file with what all pages share, one with a page a line. */
async function writeScripted(cwd: string, name: string, { facts, pictures, uploads }: PeerInput): Promise<void> {
  cpSync(join(templates, name), cwd, { recursive: true });
  writeFileSync(join(cwd, 'site.json'), JSON.stringify({ ...facts.shared(), pictures, uploads, languages }));
  const lines = createWriteStream(join(cwd, 'pages.ndjson'));
  for (const page of facts.pages()) {
    if (!lines.write(`${JSON.stringify(page)}\n`)) await once(lines, 'drain');
  }
  lines.end();
  await finished(lines);
}

/** Hugo reads a file a page; what all pages share is its data. */
async function writeHugo(cwd: string, { facts, pictures, uploads }: PeerInput): Promise<void> {
  rmSync(cwd, { recursive: true, force: true });
  cpSync(join(templates, 'hugo'), cwd, { recursive: true });
  const { cards, ...site } = facts.shared();
  mkdirSync(join(cwd, 'data'), { recursive: true });
  writeFileSync(join(cwd, 'data/cards.json'), JSON.stringify(cards));
  writeFileSync(join(cwd, 'data/pictures.json'), JSON.stringify(pictures));
  writeFileSync(join(cwd, 'data/site.json'), JSON.stringify({ ...site, uploads, languages }));
  let number = 0;
  for (const page of facts.pages()) writeHugoPage(cwd, page, ++number);
  return Promise.resolve();
}

const hugoLayouts: Partial<Record<PageFacts['kind'], string>> = { list: 'listing', sitemap: 'map', 'sitemap-index': 'map-index' };

function writeHugoPage(cwd: string, { body, ...page }: PageFacts, number: number): void {
  const folder = join(cwd, 'content', page.kind === 'article' ? `p/${page.locale}` : `o/${Math.floor(number / 1000)}`);
  mkdirSync(folder, { recursive: true });
  const name = page.kind === 'article' ? String(page['id']) : String(number);
  const matter = { url: page.path, layout: hugoLayouts[page.kind] ?? page.kind, title: page['title'] ?? '', f: page };
  writeFileSync(join(folder, `${name}.md`), `${JSON.stringify(matter, null, 1)}\n${typeof body === 'string' ? body : ''}`);
}
