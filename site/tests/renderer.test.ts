import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { deriveAll } from '../publisher/documents.ts';
import { keyOf, loadRenderer } from '../publisher/renderer.ts';
import { openReader, openStore } from '../publisher/store.ts';
import { fill } from '../publisher/sync.ts';
import { readSettings } from '../src/content/settings.ts';
import { Newsroom } from './newsroom.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const siteUrl = 'https://news.example.org';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-renderer-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the key of a compiled site', () => {
  it('is the same for the same sources, wherever and by whichever program they are compiled', { timeout: 300_000 }, () => {
    const one = compile('one', { _: '/usr/bin/one' });
    const other = compile('the other', { _: '/usr/bin/other', DEV: 'yes', SITE: siteUrl });
    expect(keyOf(other, siteUrl)).toBe(keyOf(one, siteUrl));
  });

  it('is another one when a page, a style or the address of the site is', () => {
    const dist = join(folder, 'dist');
    cpSync(join(repository, 'site/dist'), dist, { recursive: true });
    const key = keyOf(dist, siteUrl);
    expect(keyOf(dist, 'https://other.example.org')).not.toBe(key);
    const entry = join(dist, 'server', 'entry.mjs');
    const said = readFileSync(entry, 'utf8');
    writeFileSync(entry, `${said}\n// Another page.\n`);
    expect(keyOf(dist, siteUrl)).not.toBe(key);
    writeFileSync(entry, said);
    expect(keyOf(dist, siteUrl)).toBe(key);
    writeFileSync(join(dist, 'client', 'another.css'), 'p { color: red }');
    expect(keyOf(dist, siteUrl)).not.toBe(key);
  });
});

describe('what search knows of a story', () => {
  it('is of one moment, also when another process withdraws it meanwhile', async () => {
    const newsroom = new Newsroom(47);
    newsroom.publish('Rain over the river', 'rain-over-the-river');
    const file = join(folder, 'store.db');
    const writer = openStore(file);
    fill(writer, newsroom.everything());
    await deriveAll(writer, readSettings(writer).timeZone, () => Promise.resolve());
    const reader = openReader(file);
    const prepare = reader.prepare.bind(reader);
    let withdrawn = 0;
    // What the writer does falls between the reading of the story and that of its text.
    reader.prepare = (sql: string) => {
      if (sql.includes('markdown') && withdrawn === 0)
        withdrawn = writer.prepare(`delete from documents where json ->> 'slug' = 'rain-over-the-river'`).run().changes;
      return prepare(sql);
    };
    const { searchRecord } = await loadRenderer(join(repository, 'site/dist'), reader, siteUrl);
    const id = prepare<[], { id: string }>(`select id from articles where json ->> 'slug' = 'rain-over-the-river'`).get()?.id ?? '';
    expect(searchRecord('article', id, 'en')?.record.meta.title).toBe('Rain over the river');
    expect(withdrawn).toBe(1);
    reader.close();
    writer.close();
  });
});

/** Compiles a copy of the site's sources as the commands do. Returns its `dist`. */
function compile(name: string, variables: NodeJS.ProcessEnv): string {
  const copy = join(folder, name);
  const isMade = (path: string): boolean => ['node_modules', 'dist', '.cache', '.data', '.git', '.astro'].includes(basename(path));
  for (const part of ['site', 'scripts', 'shared', 'package.json', 'pnpm-lock.yaml', 'tsconfig.base.json', 'tsconfig.json'])
    cpSync(join(repository, part), join(copy, part), { recursive: true, filter: (path) => !isMade(path) });
  for (const part of ['.', 'site', 'shared']) symlinkSync(join(repository, part, 'node_modules'), join(copy, part, 'node_modules'));
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/build.ts'), 'site'], {
    env: { ...process.env, ...variables },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return join(copy, 'site/dist');
}
