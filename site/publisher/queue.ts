/** What is to be rendered in each release: kept in the store, in the transaction of the change that asks for it. */
import { parsePath, pathOf, type SitePath } from '@broadsheet/shared';

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
  /** True when the other pages that bear it are so many that they are asked for in parts (asking.ts). */
  inParts: boolean;
}

/** 0: shows the change itself; 1: one of many that bear it, or a month archive that does; 2: waits for the next release, which has it. */
export type Rank = 0 | 1 | 2;

/** Above this, the pages that merely bear a change let every later change go before them. */
const manyPages = 200;

/** Above this, each counted once for each of its tags, they are not even looked for at once: what is published next would wait. */
export const askingLimits = { atOnce: 5000 };

/** Asks for every page that a change touches, in every release that is kept. Those that it touches quietly are not among its pages. */
export function enqueueTouched(store: Store, touched: Touched): Asked {
  const seq = nextSeq(store);
  const pages = new Map<number, Set<SitePath>>();
  const releases = store.prepare<[], { id: number }>(`select id from releases where state <> 'dropped' order by state = 'live' desc`).all();
  const inParts = releases[0] !== undefined && bearAtLeast(store, releases[0].id, touched.tags, askingLimits.atOnce + 1);
  // A name that stands on very many pages is the title of many month archives too, and on a cold disk one takes a second.
  const isLater = (path: SitePath): boolean => inParts && parsePath(path)?.kind === 'month';
  const later = [...touched.paths].filter(isLater);
  const now = [...touched.paths].filter((path) => !isLater(path));
  for (const { id: release } of releases) {
    if (inParts) writeMeta(store, askingKey(release, seq), JSON.stringify({ rank: 1, tags: [...touched.tags], but: [...touched.paths] }));
    const others = inParts ? [] : pagesWith(store, release, touched.tags).filter((path) => !touched.paths.has(path));
    enqueue(store, release, now, touched.paths.size > manyPages ? 1 : 0, seq);
    if (later.length > 0) enqueue(store, release, later, 1, seq);
    enqueue(store, release, others, others.length > manyPages ? 1 : 0, seq);
    const first = [...(touched.first ?? [])];
    if (first.length <= manyPages) enqueue(store, release, first, 0, seq, beforeLists);
    if (touched.quiet) enqueue(store, release, pagesWith(store, release, touched.quiet), 1, seq);
    pages.set(release, new Set([...touched.paths, ...others]));
  }
  return { seq, pages, inParts };
}

/** Leaves the pages that a change asked for as one of many to the next release, which will have them. */
export function leaveToNextRelease(store: Store, release: number, seq: number): void {
  store.prepare('update queue set rank = 2 where release = ? and rank = 1 and seq = ?').run(release, seq);
  store.prepare(`update meta set value = json_set(value, '$.rank', 2) where key = ?`).run(askingKey(release, seq));
}

/** Asks again for what was left to a next release. */
export function takeBackFromNextRelease(store: Store, release: number): void {
  store.prepare('update queue set rank = 1 where release = ? and rank = 2').run(release);
  store.prepare(`update meta set value = json_set(value, '$.rank', 1) where key glob ?`).run(askingKey(release, '*'));
}

/** Under which the store remembers what is still to be asked for: all pages of a release, or those that bear the change `seq`. */
export function askingKey(release: number, seq?: number | '*'): string {
  return seq === undefined ? `asking:${release}` : `asking:${release}:${seq}`;
}

/** The next pages: what shows a change itself before what merely bears it, the newest news first. */
export function nextQueued(store: Store, release: number, rank: Rank, limit = 1): Queued[] {
  return store
    .prepare<[number, number, number], Queued>(
      'select path, seq from queue where release = ? and rank <= ? order by rank, date desc, path limit ?',
    )
    .all(release, rank, limit);
}

/** Those of some pages that are still to be rendered in this release, in their order. */
export function stillQueued(store: Store, release: number, paths: readonly SitePath[]): Queued[] {
  const find = store.prepare<[number, string], Queued>('select path, seq from queue where release = ? and path = ? and rank < 2');
  return paths.flatMap((path) => find.get(release, path) ?? []);
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
    union all select 1 from releases where state = 'next'
    union all select 1 from meta where key glob 'asking:*' limit 1`;
  return store.prepare(working).get() === undefined;
}

export function leaveQueue(store: Store, release: number, { path, seq }: Queued): void {
  store.prepare('delete from queue where release = ? and path = ? and seq = ?').run(release, path, seq);
  store.prepare('delete from failures where release = ? and path = ?').run(release, path);
}

/**
 * Asks for some pages. What waits already keeps the better rank and the later `seq`.
 * @param date their place in the queue, the latest first; without it that of what they show
 */
export function enqueue(
  store: Store,
  release: number,
  paths: Iterable<SitePath>,
  rank: Rank,
  seq: number,
  date: number | null = null,
): void {
  store.prepare(enqueueSql).run({ release, rank, seq, date, paths: JSON.stringify([...paths]) });
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

// What was touched, and the shared tags of a release that stand for something that was.
const notedTags = `with touched(name) as (select value from json_each(?)),
  noted(id) as (select t.id from (select name from touched
    union select g.tag from touched cross join tag_groups g on g.release = ? and g.member = touched.name) n cross join tags t on t.name = n.name)`;

/** The pages of a release that depend on any of these tags. */
function pagesWith(store: Store, release: number, tags: ReadonlySet<Tag>): SitePath[] {
  if (tags.size === 0) return [];
  return store
    .prepare<[string, number, number], { path: SitePath }>(
      `${notedTags}, bearing(id) as (select distinct l.page_id from noted cross join page_tags l on l.tag_id = noted.id)
       select p.path from bearing cross join pages p on p.id = bearing.id where p.release = ?`,
    )
    .all(JSON.stringify([...tags]), release, release)
    .map(({ path }) => path);
}

/** True when so many pages, of this release and all others, depend on any of these tags; a page counts once for each of them. */
export function bearAtLeast(store: Store, release: number, tags: ReadonlySet<Tag>, many: number): boolean {
  const sql = `${notedTags} select count(*) as n from (select 1 from noted cross join page_tags l on l.tag_id = noted.id limit ?)`;
  return store.prepare<[string, number, number], { n: number }>(sql).get(JSON.stringify([...tags]), release, many)?.n === many;
}

const samples = 400;

/**
 * How large a part of all pages depends on any of these tags, from 0 to 1: of some pages from all over the store, as counting all of a
 * large archive would hold up a publish for a quarter of a second.
 */
export function shareWith(store: Store, release: number, tags: ReadonlySet<Tag>): number {
  const noted = new Set(
    store
      .prepare<[string, number], { id: number }>(`${notedTags} select id from noted`)
      .all(JSON.stringify([...tags]), release)
      .map(({ id }) => String(id)),
  );
  const first = store.prepare<[], number | null>('select min(id) from pages').pluck().get() ?? 0;
  const last = store.prepare<[], number | null>('select max(id) from pages').pluck().get() ?? -1;
  const next = store.prepare<[number, number], { tags: string }>('select tags from pages where id >= ? and id < ? order by id limit 1');
  const step = Math.max(1, (last - first + 1) / samples);
  let looked = 0;
  let found = 0;
  for (let from = first; from <= last; from += step) {
    const page = next.get(Math.ceil(from), Math.ceil(from + step));
    // A release that was removed leaves a gap.
    if (!page) continue;
    looked++;
    if (page.tags.split(',').some((id) => noted.has(id))) found++;
  }
  return looked === 0 ? 0 : found / looked;
}

/** The pages of a release that depend on any of these tags, without looking for all of them at once; null after each look. */
export function* pagesInPartsWith(store: Store, release: number, tags: readonly Tag[]): Generator<SitePath | null, void> {
  const noted = store
    .prepare<[string, number], { id: number }>(`${notedTags} select id from noted order by id`)
    .all(JSON.stringify(tags), release);
  // Other releases have the same tags, so the limit comes before it is known whose the pages are. Few: each may be a read of a cold disk.
  const some = store.prepare<[number, number], { id: number; path: SitePath; release: number }>(
    `select p.id, p.path, p.release from (select page_id from page_tags where tag_id = ? and page_id > ? order by page_id limit 100) l
     cross join pages p on p.id = l.page_id`,
  );
  const seen = new Set<number>();
  for (const { id } of noted)
    for (let rows = some.all(id, 0); rows.length > 0; rows = some.all(id, rows.at(-1)?.id ?? 0)) {
      for (const row of rows) {
        if (row.release === release && !seen.has(row.id)) yield row.path;
        seen.add(row.id);
      }
      yield null;
    }
}

const redirectMapPath = pathOf({ kind: 'redirect-map' });

// Lists and feeds go before any article of the same rank, but for the story that they are made anew for.
const endOfTime = 8_640_000_000_000_000;
const beforeLists = endOfTime + 1;

// Thousands of pages in one statement. A month's archive and sitemap stand among the stories of its time: made together, they are read
// together, and those of long ago do not hold up what is new.
// The map of all old addresses is for web servers, not for readers, and long in an old archive.
const enqueueSql = `
insert into queue (release, path, rank, date, seq)
select @release, value, case when value = '${redirectMapPath}' then max(@rank, 1) else @rank end,
       coalesce(@date, (select max(date) from articles where path = value),
                case when value glob '*/[0-9][0-9][0-9][0-9]/[0-9][0-9]/'
                     then 1000 * unixepoch(replace(substr(value, -8, 7), '/', '-') || '-01', '+1 month')
                     when value glob '/sitemaps/*-[0-9][0-9][0-9][0-9]-[0-9][0-9].xml'
                     then 1000 * unixepoch(substr(value, -11, 7) || '-01', '+1 month') end,
                ${endOfTime}),
       @seq
from json_each(@paths) where true
on conflict (release, path) do update set rank = min(rank, excluded.rank), date = excluded.date, seq = max(seq, excluded.seq)`;
