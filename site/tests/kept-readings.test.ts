import { expect, it } from 'vitest';

import { KeptReadings } from '../publisher/kept-readings.ts';
import { nextSeq } from '../publisher/queue.ts';
import { openStore } from '../publisher/store.ts';
import { Reading } from '../src/content/reading.ts';
import { tags, type Tag } from '../src/content/tags.ts';

const river = tags.article('river', 'en');
const mine = tags.article('mine', 'en');
const untouched = tags.setting('name');

/** A store and what a renderer keeps of it; `read` gives what was read under two tags, a new object for each time that it was read. */
function newsroom() {
  const store = openStore(':memory:');
  const kept = new KeptReadings(store);
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
