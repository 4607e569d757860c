/** Puts what SQLite wrote into its log (WAL) into the store itself, in a thread: who publishes then never waits for the disk. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import Database from 'better-sqlite3';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import type { Say } from './log.ts';
import { codeOf, passes } from './patience.ts';

/** Pages of the log that are worth it, 16 MB: each time the disk writes all that it has not yet written, the site's pages too. */
const worthwhile = 4000;
/** When SQLite does it itself: when left alone; and beside the thread, so that a log which never rests does not fill the disk (600 MB). */
const itself = { alone: 1000, beside: 150_000 };
/** Milliseconds. */
const between = 500;

/**
 * Takes this work from a store that is open in this process, until `end`.
 * @param file the store's
 */
export function keepLog(store: Store, file: string, say: Say): { end: () => Promise<void> } {
  store.pragma(`wal_autocheckpoint = ${itself.beside}`);
  const thread = new Worker(new URL(import.meta.url), { workerData: { logOf: file } });
  const gone = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  void gone.then(() => {
    if (store.open) store.pragma(`wal_autocheckpoint = ${itself.alone}`);
  });
  thread.on('error', (error: Error) => {
    say(`[publish] the thread for the store's log ended (${error.message}); its work is done between the pages`, 'warn');
  });
  return {
    end: async () => {
      thread.postMessage('end');
      await gone;
    },
  };
}

/** How many pages the log has, and how many of them are in the store already. */
export function logState(store: Store): { log: number; checkpointed: number } {
  const [state] = store.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  return state ?? { log: 0, checkpointed: 0 };
}

const told = z.object({ logOf: z.string() }).safeParse(workerData);
if (!isMainThread && told.success) {
  const store = new Database(told.data.logOf, { fileMustExist: true });
  let last = 0;
  // Without a word of the main thread, which may be busy itself. At rest all of it is put away.
  const look = setInterval(() => {
    try {
      const { log, checkpointed } = logState(store);
      if (log - checkpointed >= worthwhile || (log > checkpointed && log === last)) store.pragma('wal_checkpoint(PASSIVE)');
      last = log;
    } catch (error) {
      if (!passes(codeOf(error))) throw error;
    }
  }, between);
  parentPort?.once('message', () => {
    clearInterval(look);
    store.close();
  });
}
