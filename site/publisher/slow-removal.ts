/**
 * Removes folders of very many files in a thread, with pauses: a disk that removes 400,000 files keeps everybody else waiting, and as
 * many promises would fill the publisher's own thread for minutes.
 */
import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

import { z } from 'zod';

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
    const thread = new Worker(new URL(import.meta.url), { workerData: { remove: path, held } });
    thread.unref();
    thread.once('error', reject);
    thread.once('exit', () => resolve());
  });
}

/** Has all removals wait, or go on: whoever makes very many files needs the disk. */
export function holdRemovals(hold: boolean): void {
  Atomics.store(held, 0, Number(hold));
  Atomics.notify(held, 0);
}

/** 1 while removals wait. */
const held = new Int32Array(new SharedArrayBuffer(4));

const told = z.object({ remove: z.string(), held: z.instanceof(Int32Array) }).safeParse(workerData);
if (!isMainThread && told.success) {
  const { held } = told.data;
  const still = new Int32Array(new SharedArrayBuffer(4));
  let begun = performance.now();
  const rest = (): void => {
    const worked = performance.now() - begun;
    if (worked < spell) return;
    Atomics.wait(still, 0, 0, worked * patience);
    Atomics.wait(held, 0, 1);
    begun = performance.now();
  };
  const remove = (path: string, isFolder: boolean): void => {
    rest();
    if (!isFolder) return unlinkSync(path);
    for (const entry of readdirSync(path, { withFileTypes: true })) remove(join(path, entry.name), entry.isDirectory());
    rmdirSync(path);
  };
  const found = lstatSync(told.data.remove, { throwIfNoEntry: false });
  if (found) remove(told.data.remove, found.isDirectory());
}
