/** Where the bundles of the search stand: what a reader may still ask for stays, whatever is put in and cleared meanwhile. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Output } from '../publisher/output.ts';
import { SearchFolder } from '../publisher/search-folder.ts';

let root: string;
let work: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'search-folder-'));
  work = join(root, 'work');
  mkdirSync(work);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const opened = (grace: number): SearchFolder =>
  new SearchFolder(new Output(join(root, 'www'), join(root, 'scratch'), false), 'en', grace, work);

/** A bundle with these files, as it is built; its name comes from their names. */
function bundle(...files: string[]): string {
  const folder = mkdtempSync(join(work, 'built-'));
  for (const file of files) writeFileSync(join(folder, file), file);
  return folder;
}

const standing = (folder: SearchFolder): string[] => readdirSync(folder.path).sort();

it('keeps what was taken in until a manifest has named it, and then as long as one does', async () => {
  const folder = opened(0);
  const first = folder.takeIn('2026-1', bundle('a'));
  const program = folder.takeInProgram('1.6.0', bundle('pagefind.js'));
  folder.clear(new Set());
  expect(standing(folder)).toEqual([first, program]);
  folder.clear(new Set([first, program]));
  const second = folder.takeIn('2026-1', bundle('b'));
  folder.clear(new Set([second, program]));
  expect(standing(folder)).toEqual([second, program].sort());
  await vi.waitUntil(() => !readdirSync(work).some((name) => name.endsWith('.away')), { timeout: 10_000 });
});

it('never takes a file from a bundle that is put where another was just removed', async () => {
  const folder = opened(0);
  const files = Array.from({ length: 500 }, (_, n) => `fragment-${n}`);
  const name = folder.takeIn('2026-1', bundle(...files));
  folder.clear(new Set([name]));
  folder.clear(new Set());
  expect(folder.takeIn('2026-1', bundle(...files))).toBe(name);
  await vi.waitUntil(() => !readdirSync(work).some((one) => one.endsWith('.away')), { timeout: 10_000 });
  expect(readdirSync(join(folder.path, name))).toHaveLength(files.length);
});

it('gives a bundle its whole time again when it comes back', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const folder = opened(60_000);
  const name = folder.takeIn('2026-1', bundle('a'));
  folder.clear(new Set([name]));
  folder.clear(new Set());
  vi.setSystemTime(Date.now() + 50_000);
  folder.clear(new Set([name]));
  folder.clear(new Set());
  vi.setSystemTime(Date.now() + 50_000);
  folder.clear(new Set());
  expect(existsSync(join(folder.path, name))).toBe(true);
  vi.setSystemTime(Date.now() + 20_000);
  folder.clear(new Set());
  expect(existsSync(join(folder.path, name))).toBe(false);
  vi.useRealTimers();
});
