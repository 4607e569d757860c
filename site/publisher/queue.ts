/** What is to be rendered, and what stands: both kept in the store, in the transaction of the change that asks for them. */
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

/** Above this, the pages that merely bear a change let every later change go before them. */
const manyPages = 200;

/** Asks for every page that a change touches; returns how many. */
export function enqueueTouched(store: Store, touched: Touched): number {
  const seq = nextSeq(store);
  const byTag = new Set<SitePath>();
  for (const tag of touched.tags) for (const path of pagesWith(store, tag)) byTag.add(path);
  const rank = byTag.size > manyPages ? 1 : 0;
  for (const path of touched.paths) enqueue(store, path, 0, seq);
  for (const path of byTag) if (!touched.paths.has(path)) enqueue(store, path, rank, seq);
  return new Set([...byTag, ...touched.paths]).size;
}

/** Asks for many pages that no reader waits for: a first render, a change of code. */
export function enqueueAll(store: Store, paths: Iterable<SitePath>): void {
  const seq = nextSeq(store);
  store.transaction(() => {
    for (const path of paths) enqueue(store, path, 1, seq);
  })();
}

/** The next page: what shows a change itself before what merely bears it, the newest news first. */
export function nextQueued(store: Store): Queued | undefined {
  return store.prepare<[], Queued>('select path, seq from queue order by rank, date desc, path limit 1').get();
}

export function queueLength(store: Store): number {
  return store.prepare<[], { n: number }>('select count(*) as n from queue').get()?.n ?? 0;
}

/** Notes that a page stands as rendered, with what it depended on; it leaves the queue unless it was asked for again. */
export function recordPage(store: Store, { path, seq }: Queued, hash: string, tags: Set<Tag>): void {
  store.transaction(() => {
    store.prepare('insert into pages (path, hash) values (?, ?) on conflict (path) do update set hash = excluded.hash').run(path, hash);
    recordTags(store, path, tags);
    leaveQueue(store, path, seq);
  })();
}

/** Notes that nothing stands at a path any more. */
export function recordRemoval(store: Store, { path, seq }: Queued): void {
  store.transaction(() => {
    const page = store.prepare<[string], { id: number }>('select id from pages where path = ?').get(path);
    if (page) store.prepare('delete from page_tags where page_id = ?').run(page.id);
    store.prepare('delete from pages where path = ?').run(path);
    leaveQueue(store, path, seq);
  })();
}

/** Notes that a page could not be rendered and why; what it read is kept, so that a change of that tries again. */
export function recordFailure(store: Store, { path, seq }: Queued, reason: string, tags: Set<Tag>): void {
  store.transaction(() => {
    store.prepare(`insert into pages (path, hash) values (?, '') on conflict do nothing`).run(path);
    recordTags(store, path, tags);
    leaveQueue(store, path, seq);
    store.prepare('insert into failures (path, reason) values (?, ?) on conflict do update set reason = excluded.reason').run(path, reason);
  })();
}

function recordTags(store: Store, path: SitePath, tags: Set<Tag>): void {
  const page = store.prepare<[string], { id: number }>('select id from pages where path = ?').get(path);
  if (!page) return;
  const had = new Map(
    store
      .prepare<[number], { id: number; name: Tag }>(
        'select t.id, t.name from page_tags p join tags t on t.id = p.tag_id where p.page_id = ?',
      )
      .all(page.id)
      .map(({ id, name }) => [name, id]),
  );
  const link = store.prepare('insert or ignore into page_tags (tag_id, page_id) values (?, ?)');
  for (const tag of tags) if (!had.has(tag)) link.run(tagId(store, tag), page.id);
  const unlink = store.prepare('delete from page_tags where tag_id = ? and page_id = ?');
  for (const [tag, id] of had) if (!tags.has(tag)) unlink.run(id, page.id);
}

function tagId(store: Store, tag: Tag): number {
  const found = store.prepare<[string], { id: number }>('select id from tags where name = ?').get(tag);
  return found ? found.id : Number(store.prepare('insert into tags (name) values (?)').run(tag).lastInsertRowid);
}

function pagesWith(store: Store, tag: Tag): SitePath[] {
  return store
    .prepare<[string], { path: SitePath }>(
      'select p.path from tags t join page_tags l on l.tag_id = t.id join pages p on p.id = l.page_id where t.name = ?',
    )
    .all(tag)
    .map(({ path }) => path);
}

function enqueue(store: Store, path: SitePath, asked: number, seq: number): void {
  // The map of all old addresses is for web servers, not for readers, and long in an old archive.
  const rank = path === redirectMapPath ? 1 : asked;
  store
    .prepare(
      `insert into queue (path, rank, date, seq) values (?, ?, coalesce((select max(date) from articles where path = ?), ${endOfTime}), ?)
       on conflict (path) do update set rank = min(rank, excluded.rank), date = excluded.date, seq = excluded.seq`,
    )
    .run(path, rank, path, seq);
}

function leaveQueue(store: Store, path: SitePath, seq: number): void {
  store.prepare('delete from queue where path = ? and seq = ?').run(path, seq);
  store.prepare('delete from failures where path = ?').run(path);
}

function nextSeq(store: Store): number {
  const seq = Number(readMeta(store, 'seq') ?? '0') + 1;
  writeMeta(store, 'seq', String(seq));
  return seq;
}

const redirectMapPath = pathOf({ kind: 'redirect-map' });

// Lists and feeds go before any article of the same rank.
const endOfTime = 8_640_000_000_000_000;
