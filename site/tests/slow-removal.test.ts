import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { holdRemovals, hurryRemovals, removeSlowly } from '../publisher/slow-removal.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slow-removal-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('removes a folder with all that is in it, and nothing that a link in it leads to', async () => {
  const kept = join(folder, 'kept');
  const away = join(folder, 'away');
  mkdirSync(kept);
  writeFileSync(join(kept, 'page'), 'stays');
  for (let n = 0; n < 300; n++) {
    mkdirSync(join(away, `2026/11/story-${n}`), { recursive: true });
    writeFileSync(join(away, `2026/11/story-${n}/index.html`), 'goes');
  }
  symlinkSync(kept, join(away, '2026/media'));
  await removeSlowly(away);
  expect(existsSync(away)).toBe(false);
  expect(readdirSync(kept)).toEqual(['page']);
});

it('waits while it is told to', { timeout: 30_000 }, async () => {
  const away = join(folder, 'away');
  for (let n = 0; n < 2000; n++) mkdirSync(join(away, `story-${n}`), { recursive: true });
  holdRemovals(true);
  const removal = removeSlowly(away);
  const left: number[] = [];
  // All of it would take half a second.
  await vi.waitUntil(() => left.push(readdirSync(away).length) > 3 && new Set(left.slice(-4)).size === 1, {
    interval: 500,
    timeout: 20_000,
  });
  expect(left.at(-1)).toBeGreaterThan(0);
  holdRemovals(false);
  await removal;
  expect(existsSync(away)).toBe(false);
});

it('does not wait when room is needed', async () => {
  const away = join(folder, 'away');
  for (let n = 0; n < 2000; n++) mkdirSync(join(away, `story-${n}`), { recursive: true });
  hurryRemovals();
  holdRemovals(true);
  await removeSlowly(away);
  holdRemovals(false);
  expect(existsSync(away)).toBe(false);
});

it('removes a file, and is content when there is nothing', async () => {
  const file = join(folder, 'authors.json');
  writeFileSync(file, '{}');
  await removeSlowly(file);
  expect(existsSync(file)).toBe(false);
  await removeSlowly(file);
});

it('says what cannot be removed', async () => {
  await expect(removeSlowly('/proc/self/status')).rejects.toThrow(/EPERM|EACCES|EROFS/);
});
