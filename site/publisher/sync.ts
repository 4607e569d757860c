/** Brings what the cms published into the content store, together with the pages to render and the new cursor. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Change, Cursor } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import { derive, putDocument, type Replaced } from './documents.ts';
import { FeedUnavailableError, readFeed, type FeedPart, type FeedRequest } from './feed.ts';
import { expectPicture } from './image-rows.ts';
import { enqueueTouched, type Asked } from './queue.ts';
import type { Say } from './log.ts';
import { markSearch } from './search-shards.ts';
import { readMeta, writeMeta } from './store.ts';
import { touch, type Touched } from './touched.ts';

/**
 * How far the store is: `filling` from an empty start, `deriving` the rows that queries read (also after a change of
 * time zone), then `following` change by change.
 */
export type SyncState = 'filling' | 'deriving' | 'following';

export function syncState(store: Store): SyncState {
  const state = readMeta(store, 'state');
  return state === 'deriving' || state === 'following' ? state : 'filling';
}

export function storedCursor(store: Store): Cursor {
  return Number(readMeta(store, 'cursor') ?? '0') as Cursor;
}

/** How many language versions of articles the store holds. */
export function countStories(store: Store): number {
  return store.prepare<[], { n: number }>(`select count(*) as n from documents where type = 'article'`).get()?.n ?? 0;
}

/** What one part of the feed changed, for the log. */
export interface Applied {
  changes: Change[];
  touched: Touched;
  asked: Asked;
}

/** Writes one part of a first sync: documents only, the rest is derived in one go when all are there. */
export function fill(store: Store, part: FeedPart): void {
  store.transaction(() => {
    for (const change of part.changes) expectPicture(store, putDocument(store, change), change.at, false);
    writePlace(store, part);
    if (part.end) writeMeta(store, 'state', 'deriving');
  })();
}

/** Applies one part of the feed in one transaction: documents, derived rows, pages to render, cursor. */
export function apply(store: Store, part: FeedPart): Applied {
  return store.transaction((): Applied => {
    const zoneBefore = readSettings(store).timeZone;
    const touched: Touched = { tags: new Set(), paths: new Set() };
    const replaced = part.changes.map((change) => {
      const one = putDocument(store, change);
      expectPicture(store, one, change.at, true);
      return one;
    });
    const timeZone = readSettings(store).timeZone;
    for (const change of replaced) applyOne(store, change, timeZone, touched);
    if (timeZone !== zoneBefore) writeMeta(store, 'state', 'deriving');
    const asked = enqueueTouched(store, touched);
    writePlace(store, part);
    return { changes: part.changes, touched, asked };
  })();
}

/**
 * Follows the feed for ever: a first sync when the store is empty, then every change as it comes.
 * @param settle called with each part to apply; resolves when it is in the store
 * @throws AnotherLogError when the cms has another database, and the signal's reason when aborted
 */
export async function follow(
  store: Store,
  cms: Pick<FeedRequest, 'cmsUrl' | 'token' | 'signal'>,
  settle: (part: FeedPart) => Promise<void>,
  say: Say,
): Promise<never> {
  let complaint = '';
  for (let pause = 250; ;) {
    try {
      await pull(store, cms, 25, settle, say);
      if (complaint) say(`The cms at ${cms.cmsUrl} answers again.`);
      complaint = '';
      pause = 250;
    } catch (error) {
      cms.signal.throwIfAborted();
      if (!(error instanceof FeedUnavailableError)) throw error;
      if (error.message !== complaint) say((complaint = error.message), 'warn');
      await sleep(pause, undefined, { signal: cms.signal });
      pause = Math.min(pause * 2, 1000);
    }
  }
}

/**
 * Reads the feed once, up to its end.
 * @param wait seconds that the cms may hold the request when there is nothing new
 * @throws FeedUnavailableError, AnotherLogError
 */
export async function pull(
  store: Store,
  cms: Pick<FeedRequest, 'cmsUrl' | 'token' | 'signal'>,
  wait: number,
  settle: (part: FeedPart) => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const filling = syncState(store) === 'filling';
  const request = { ...cms, after: storedCursor(store), log: readMeta(store, 'log'), life: readMeta(store, 'life') };
  for await (const part of readFeed(filling ? request : { ...request, limit: 500, wait }, say)) await settle(part);
}

function applyOne(store: Store, change: Replaced, timeZone: string, touched: Touched): void {
  derive(store, change, timeZone);
  touch(store, change, timeZone, touched);
  markSearch(store, change);
}

function writePlace(store: Store, part: FeedPart): void {
  writeMeta(store, 'cursor', String(part.cursor));
  writeMeta(store, 'log', part.log);
  writeMeta(store, 'life', part.life);
}
