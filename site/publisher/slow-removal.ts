/**
 * Removes folders of very many files in a thread, with pauses: a disk that removes 400,000 files keeps everybody else waiting, and as
 * many promises would fill the publisher's own thread for minutes.
 */
import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { isMissing } from './page-file.ts';

/** Milliseconds of work between two pauses. */
const spell = 5;
/** A pause lasts so many times as long as the work before it, which takes longer on a disk that has other things to do. */
const patience = 9;

/**
 * Removes a file or a folder with all that is in it; nothing when it is not there. A process that ends does not wait for it.
 * @throws the file system's error
 */
export function removeSlowly(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: { remove: path, pace } });
    thread.unref();
    thread.once('error', reject);
    thread.once('exit', () => resolve());
  });
}

/** Has all removals wait, or go on: whoever makes very many files needs the disk, unless it is full. */
export function holdRemovals(hold: boolean): void {
  if (hold) Atomics.compareExchange(pace, 0, paces.easy, paces.waiting);
  else Atomics.store(pace, 0, paces.easy);
  Atomics.notify(pace, 0);
}

/** Has all removals go on without pauses, until they are told to go on as usual: room is needed. */
export function hurryRemovals(): void {
  Atomics.store(pace, 0, paces.hurried);
  Atomics.notify(pace, 0);
}

const paces = { easy: 0, waiting: 1, hurried: 2 };
const pace = new Int32Array(new SharedArrayBuffer(4));

const told = z.object({ remove: z.string(), pace: z.instanceof(Int32Array) }).safeParse(workerData);
if (!isMainThread && told.success) {
  const { pace } = told.data;
  let begun = performance.now();
  const rest = (): void => {
    const worked = performance.now() - begun;
    if (worked < spell) return;
    Atomics.wait(pace, 0, paces.easy, worked * patience);
    Atomics.wait(pace, 0, paces.waiting);
    begun = performance.now();
  };
  const remove = (path: string, isFolder: boolean): void => {
    rest();
    try {
      if (!isFolder) return unlinkSync(path);
      for (const entry of readdirSync(path, { withFileTypes: true })) remove(join(path, entry.name), entry.isDirectory());
      rmdirSync(path);
    } catch (error) {
      // Somebody else was faster.
      if (!isMissing(error)) throw error;
    }
  };
  const found = lstatSync(told.data.remove, { throwIfNoEntry: false });
  if (found) remove(told.data.remove, found.isDirectory());
}
