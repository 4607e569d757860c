import { cpSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { pathOf } from '@broadsheet/shared';
import { expect, it } from 'vitest';

import { KeptReadings } from '../publisher/kept-readings.ts';
import { nextSeq } from '../publisher/queue.ts';
import { loadRenderer } from '../publisher/renderer.ts';
import { openStore } from '../publisher/store.ts';
import type * as Entry from '../renderer/entry.ts';
import { Kept } from '../src/content/kept.ts';
import { Reading } from '../src/content/reading.ts';
import { Recent } from '../src/content/recent.ts';
import { tags, type Tag } from '../src/content/tags.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

const river = tags.article('river', 'en');
const mine = tags.article('mine', 'en');
const untouched = tags.setting('name');

/** A store and what a renderer keeps of it; `read` gives what was read under two tags, a new object for each time that it was read. */
function newsroom() {
  const store = openStore(':memory:');
  const kept = new KeptReadings(store, () => new Kept());
  const touch = (...touched: Tag[]): void => kept.note({ tags: new Set(touched), paths: new Set() }, nextSeq(store));
  const read = (tag: Tag, way: 'once' | 'lasting' = 'lasting'): { noted: Tag[]; value: object } => {
    const reading = new Reading(store, 'https://example.org', kept.now());
    const value = reading[way](tag, () => {
      reading.note(tag, untouched);
      return {};
    });
    return { noted: [...reading.tags], value };
  };
  return { store, kept, touch, read };
}

it('keeps until it is touched what lasts, and until anything changes what does not', () => {
  const { touch, read, kept, store } = newsroom();
  const before = [read(river), read(mine), read(mine, 'once')];
  expect(read(mine, 'once').value).toBe(before[2]?.value);
  touch(river);
  expect(read(river).value).not.toBe(before[0]?.value);
  // Whoever is given what was kept depends on the same.
  expect(read(mine)).toEqual({ noted: [mine, untouched], value: {} });
  expect(read(mine).value).toBe(before[1]?.value);
  expect(read(mine, 'once').value).not.toBe(before[2]?.value);
  const after = read(river).value;
  touch(mine);
  expect(read(river).value).toBe(after);
  kept.note({ tags: new Set(), paths: new Set(), quiet: new Set([river]) }, nextSeq(store));
  expect(read(river).value).not.toBe(after);
});

it('keeps nothing over a change that nobody told of, or that was taken back', () => {
  const { store, touch, read } = newsroom();
  let before = read(mine).value;
  nextSeq(store);
  expect(read(mine).value).not.toBe(before);
  before = read(mine).value;
  nextSeq(store);
  touch(river);
  expect(read(mine).value).not.toBe(before);
  let unreal: object | null = null;
  const taken = store.transaction(() => {
    touch(river);
    unreal = read(mine).value;
    throw new Error('the disk is full');
  });
  expect(taken).toThrow('full');
  touch(river);
  expect(read(mine).value).not.toBe(unreal);
});

it('forgets what was not asked for lately, by weight, and what is put in again weighs once', () => {
  const recent = new Recent<string>(100);
  for (let n = 0; n < 10; n++) recent.set(`light ${n}`, 'light', 5);
  for (let n = 0; n < 100; n++) recent.set('again', 'again', 5);
  expect(recent.get('light 0')).toBe('light');
  recent.set('heavy 1', 'heavy', 90);
  recent.set('heavy 2', 'heavy', 90);
  expect(recent.get('light 0')).toBe('light');
  recent.set('heavy 3', 'heavy', 90);
  recent.set('heavy 4', 'heavy', 90);
  expect([recent.get('light 0'), recent.get('light 1'), recent.get('heavy 4')]).toEqual(['light', undefined, 'heavy']);
});

it('is nothing that the compiled site of an older release has to know of, nor takes the site what an older publisher keeps', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'older-site-'));
  const front = pathOf({ kind: 'front', locale: 'en' });
  try {
    cpSync(dist, folder, { recursive: true });
    symlinkSync(join(dist, '..', 'node_modules'), join(folder, 'node_modules'));
    renameSync(join(folder, 'server', 'entry.mjs'), join(folder, 'server', 'ours.mjs'));
    writeFileSync(
      join(folder, 'server', 'entry.mjs'),
      `import * as ours from './ours.mjs';
       export const { takeConverted, articleRecord, pageRecord, Reading } = ours;
       export const render = (store, siteUrl, path, kept) => kept ? kept.get('older') : ours.render(store, siteUrl, path, kept);`,
    );
    const { store } = newsroom();
    const older = await loadRenderer(folder, store, 'https://example.org');
    expect((await older.render(front)).error).toBeNull();
    const ours = (await import(pathToFileURL(join(folder, 'server', 'ours.mjs')).href)) as typeof Entry;
    expect((await ours.render(store, 'https://example.org', front, new Map())).error).toBeNull();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
