/** What is to be rendered in each release: kept in the store, in the transaction of the change that asks for it. */
import { pathOf, type SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import { readMeta, writeMeta } from './store.ts';
import type { Touched } from './touched.ts';

/** A page to be rendered. `seq` tells whether it was asked for again meanwhile. */
export interface Queued {
  path: SitePath;
  seq: number;
}

/** What a change asked for. */
export interface Asked {
  /** Of this change; grows with every change. */
  seq: number;
  /** The pages, by release. */
  pages: Map<number, Set<SitePath>>;
}

/** 0: shows the change itself; 1: one of many that bear it; 2: waits for the next release, which has it. */
export type Rank = 0 | 1 | 2;

/** Above this, the pages that merely bear a change let every later change go before them. */
const manyPages = 200;

/** Asks for every page that a change touches, in every release that is kept. */
export function enqueueTouched(store: Store, touched: Touched): Asked {
  const seq = nextSeq(store);
  const pages = new Map<number, Set<SitePath>>();
  for (const { id: release } of store.prepare<[], { id: number }>(`select id from releases where state <> 'dropped'`).all()) {
    const byTag = new Set<SitePath>();
    for (const tag of touched.tags) for (const path of pagesWith(store, release, tag)) byTag.add(path);
    const rank = byTag.size > manyPages ? 1 : 0;
    for (const path of touched.paths) enqueue(store, release, path, 0, seq);
    for (const path of byTag) if (!touched.paths.has(path)) enqueue(store, release, path, rank, seq);
    pages.set(release, new Set([...byTag, ...touched.paths]));
  }
  return { seq, pages };
}

/** Asks for pages that no reader waits for: a first render, a change of code. Not in one transaction of its own. */
export function enqueueAll(store: Store, release: number, paths: Iterable<SitePath>, seq = nextSeq(store)): void {
  for (const path of paths) enqueue(store, release, path, 1, seq);
}

/** Leaves the pages that a change asked for as one of many to the next release, which will have them. */
export function leaveToNextRelease(store: Store, release: number, seq: number): void {
  store.prepare('update queue set rank = 2 where release = ? and rank = 1 and seq = ?').run(release, seq);
}

/** Asks again for what was left to a next release. */
export function takeBackFromNextRelease(store: Store, release: number): void {
  store.prepare('update queue set rank = 1 where release = ? and rank = 2').run(release);
}

/** The next pages: what shows a change itself before what merely bears it, the newest news first. */
export function nextQueued(store: Store, release: number, rank: Rank, limit = 1): Queued[] {
  return store
    .prepare<[number, number, number], Queued>(
      'select path, seq from queue where release = ? and rank <= ? order by rank, date desc, path limit ?',
    )
    .all(release, rank, limit);
}

/** How many pages wait, up to `limit`. */
export function queueLength(store: Store, release: number, limit = Number.MAX_SAFE_INTEGER): number {
  return (
    store
      .prepare<[number, number], { n: number }>('select count(*) as n from (select 1 from queue where release = ? and rank < 2 limit ?)')
      .get(release, limit)?.n ?? 0
  );
}

/** True when the live release has everything that was asked for, and no other is being made. */
export function allDone(store: Store): boolean {
  const working = `select 1 from queue q join releases r on r.id = q.release where r.state = 'live' and q.rank < 2
    union all select 1 from releases where state = 'next' limit 1`;
  return store.prepare(working).get() === undefined;
}

export function leaveQueue(store: Store, release: number, { path, seq }: Queued): void {
  store.prepare('delete from queue where release = ? and path = ? and seq = ?').run(release, path, seq);
  store.prepare('delete from failures where release = ? and path = ?').run(release, path);
}

export function enqueue(store: Store, release: number, path: SitePath, asked: Rank, seq: number): void {
  // The map of all old addresses is for web servers, not for readers, and long in an old archive.
  const rank = path === redirectMapPath && asked === 0 ? 1 : asked;
  store
    .prepare(
      `insert into queue (release, path, rank, date, seq) values (?, ?, ?, coalesce((select max(date) from articles where path = ?), ${endOfTime}), ?)
       on conflict (release, path) do update set rank = min(rank, excluded.rank), date = excluded.date, seq = excluded.seq`,
    )
    .run(release, path, rank, path, seq);
}

export function nextSeq(store: Store): number {
  const seq = storedSeq(store) + 1;
  writeMeta(store, 'seq', String(seq));
  return seq;
}

/** The seq of the newest change in the store, as this connection sees it. */
export function storedSeq(store: Store): number {
  return Number(readMeta(store, 'seq') ?? '0');
}

function pagesWith(store: Store, release: number, tag: Tag): SitePath[] {
  return store
    .prepare<[number, string, string, number], { path: SitePath }>(
      `select p.path from tags t join page_tags l on l.tag_id = t.id join pages p on p.id = l.page_id
       where t.name in (select tag from tag_groups where release = ? and member = ? union select ?) and p.release = ?`,
    )
    .all(release, tag, tag, release)
    .map(({ path }) => path);
}

const redirectMapPath = pathOf({ kind: 'redirect-map' });

// Lists and feeds go before any article of the same rank.
const endOfTime = 8_640_000_000_000_000;
