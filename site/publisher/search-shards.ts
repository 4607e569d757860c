/**
 * Which bundle of the search holds what. Stories lie in frozen shards by their date; what changed since its shard was built
 * lies in the hot one, and the manifest names what frozen shards must no longer answer (docs/decisions: search shards).
 */
import { locales, type Locale } from '@broadsheet/shared';

import type { Store, StoredArticle } from '../src/content/reading.ts';
import type { Replaced } from './documents.ts';
import { readMeta, writeMeta } from './store.ts';

/** A shard as the store knows it. */
export interface Shard {
  locale: Locale;
  /** `hot`, `pages`, or a year and a number, as `2026-1`. */
  shard: string;
  /** The first of its years; empty for `hot` and `pages`. */
  year: string;
  /** Milliseconds since 1970; the story's own or the next shard's bound ends it. */
  starts: number;
  /** The folder's name under `www/search/<locale>/`; empty until one is built. */
  folder: string;
  /** The newest change that it knows; see `searchSeq`. */
  seq: number;
  /** Files whose pictures were being made when it was built, as JSON. */
  awaited: string;
}

/** What a shard shall hold. */
export interface ShardContent {
  locale: Locale;
  shard: string;
  year: string;
  starts: number;
  documents: { type: 'article' | 'page'; id: string }[];
}

export const hot = 'hot';
export const pages = 'pages';
/** So many changed stories are in the hot shard at most; from `full` on they are moved into their years. */
export const hotLimits = { most: 500, full: 300 };

/** Notes a change that search must show. Called when the derived rows say what the document says now. */
export function markSearch(store: Store, change: Replaced): void {
  if (change.type === 'article') {
    const { locale, before, after } = change;
    if (locale && searched(before) !== searched(after)) markStory(store, locale, change.id);
  } else if (change.type === 'page') {
    if (change.locale) keepShard(store, { locale: change.locale, shard: pages, year: '', starts: 0 });
  } else if (change.type === 'category') nextSeq(store);
  else if (change.type === 'author') {
    // Stories are found by the names of their authors too.
    nextSeq(store);
    for (const locale of locales)
      if (change.before?.name[locale] !== change.after?.name[locale]) markHolders(store, locale, `%"${change.id}"%`);
  }
}

/** Has every shard built anew: after a first sync, a change of code or of the time zone. */
export function markAllSearch(store: Store): void {
  store.prepare('update search_shards set stale = ?').run(nextSeq(store));
  for (const locale of locales) {
    if (store.prepare(`select 1 from documents where type = 'page' and locale = ? limit 1`).get(locale))
      keepShard(store, { locale, shard: pages, year: '', starts: 0 });
  }
}

/** Asks for the first frozen shards of a language, as `frozenContent` (search-cutting.ts) cut them. */
export function askForFirst(store: Store, contents: readonly ShardContent[]): void {
  store.transaction(() => {
    for (const content of contents) keepShard(store, content);
  })();
}

/** The search moves with every change; a shard that was built at the same number knows everything. */
export function searchSeq(store: Store): number {
  return Number(readMeta(store, 'search-seq') ?? 0);
}

export function shardsOf(store: Store, locale: Locale): Shard[] {
  return store.prepare<[string], Shard>('select * from search_shards where locale = ? order by starts desc, shard desc').all(locale);
}

/** What the hot shard shall hold now: the stories that changed last. */
export function hotContent(store: Store, locale: Locale): ShardContent {
  const documents = store
    .prepare<[string, number], { id: string }>(
      `select c.id from search_changed c join articles a on a.id = c.id and a.locale = c.locale where c.locale = ? order by c.seq desc limit ?`,
    )
    .all(locale, hotLimits.most)
    .map(({ id }) => ({ type: 'article' as const, id }));
  return { locale, shard: hot, year: '', starts: 0, documents };
}

export function pagesContent(store: Store, locale: Locale): ShardContent {
  const documents = store
    .prepare<[string], { id: string }>(`select id from documents where type = 'page' and locale = ? order by id`)
    .all(locale)
    .map(({ id }) => ({ type: 'page' as const, id }));
  return { locale, shard: pages, year: '', starts: 0, documents };
}

/**
 * The frozen shard to build next, newest first: one that is to be built anew, or the one with most changed stories when there are
 * too many of those. Its name is null when the stories of a language are to be cut into shards first.
 */
export function nextFrozen(store: Store): { locale: Locale; shard: string | null } | null {
  const uncut = locales.find((locale) => isUncut(store, locale));
  if (uncut) return { locale: uncut, shard: null };
  const stale = store
    .prepare<[], Shard>(`select * from search_shards where stale > 0 and year <> '' order by folder <> '', starts desc, locale limit 1`)
    .get();
  if (stale) return stale;
  for (const locale of locales) {
    const { n } = store.prepare<[string], { n: number }>('select count(*) as n from search_changed where locale = ?').get(locale) ?? {
      n: 0,
    };
    if (n < hotLimits.full) continue;
    const shard = mostChanged(store, locale);
    if (shard !== null || (!hasFrozen(store, locale) && hasStories(store, locale))) return { locale, shard };
  }
  return null;
}

/** True when every shard answers what stands; changes that wait in the hot shard are at home there. */
export function searchReady(store: Store): boolean {
  return shardsWaiting(store) === 0;
}

/** How many shards are to be built anew. */
export function shardsWaiting(store: Store): number {
  const stale = store
    .prepare<[string], { n: number }>(`select count(*) as n from search_shards where stale > 0 and shard <> ? or ${isPictured}`)
    .get(hot)?.n;
  return (stale ?? 0) + locales.filter((locale) => isUncut(store, locale) || !hotReady(store, locale)).length;
}

/** True when a shard was built before its pictures, and these are made now. */
export function anyPictured(store: Store): boolean {
  return store.prepare(`select 1 from search_shards where ${isPictured}`).get() !== undefined;
}

/** Has these shards built once more. */
export function markPictured(store: Store): void {
  store.prepare(`update search_shards set stale = max(stale, ?, 1), awaited = '[]' where ${isPictured}`).run(searchSeq(store));
}

// A picture that will never be made is not waited for.
const isPictured = `awaited <> '[]' and not exists (
  select 1 from json_each(awaited) a join images i on i.file_id = a.value and i.waits = 1)`;

/** True when the hot shard holds the newest change, and need not be built anew for another reason. */
export function hotReady(store: Store, locale: Locale): boolean {
  const newest = store
    .prepare<[string], { seq: number | null }>('select max(seq) as seq from search_changed where locale = ?')
    .get(locale)?.seq;
  const built = store
    .prepare<[string, string], Shard & { stale: number }>('select * from search_shards where locale = ? and shard = ?')
    .get(locale, hot);
  if (!built) return newest === null || newest === undefined;
  return built.stale === 0 && built.seq >= (newest ?? 0);
}

// After a first sync. A newspaper that begins has its stories in the hot shard.
function isUncut(store: Store, locale: Locale): boolean {
  if (hasFrozen(store, locale)) return false;
  return (
    store
      .prepare(
        `select 1 from entries e where e.locale = ? and e.scope = 'all'
         and not exists (select 1 from search_changed where locale = e.locale and id = e.id) limit 1`,
      )
      .get(locale) !== undefined
  );
}

function hasFrozen(store: Store, locale: Locale): boolean {
  return store.prepare('select 1 from search_shards where locale = ? and year <> ? limit 1').get(locale, '') !== undefined;
}

function hasStories(store: Store, locale: Locale): boolean {
  return store.prepare(`select 1 from entries where locale = ? and scope = 'all' limit 1`).get(locale) !== undefined;
}

function markStory(store: Store, locale: Locale, id: string): void {
  store
    .prepare('insert into search_changed (locale, id, seq) values (?, ?, ?) on conflict do update set seq = excluded.seq')
    .run(locale, id, nextSeq(store));
}

function markHolders(store: Store, locale: Locale, author: string): void {
  store
    .prepare(
      `update search_shards set stale = ? where locale = ? and shard in (select distinct shard from search_held where locale = ? and authors like ?)`,
    )
    .run(searchSeq(store), locale, locale, author);
}

function nextSeq(store: Store): number {
  const seq = searchSeq(store) + 1;
  writeMeta(store, 'search-seq', String(seq));
  return seq;
}

function keepShard(store: Store, { locale, shard, year, starts }: Pick<Shard, 'locale' | 'shard' | 'year' | 'starts'>): void {
  store
    .prepare(
      `insert into search_shards (locale, shard, year, starts, folder, seq, stale, awaited) values (?, ?, ?, ?, '', 0, ?, '[]')
       on conflict do update set stale = excluded.stale`,
    )
    .run(locale, shard, year, starts, nextSeq(store));
}

// What search says of a story, and what it is found by.
function searched(article: StoredArticle | null): string {
  if (!article) return '';
  const { title, summary, bodyKey, slug, publicationDate, categoryId, authorIds, cover } = article;
  return JSON.stringify([title, summary, bodyKey, slug, publicationDate, categoryId, authorIds, cover?.fileId]);
}

// The shard in whose time, or in whose bundle, most changed stories are.
function mostChanged(store: Store, locale: Locale): string | null {
  const frozen = shardsOf(store, locale).filter(({ year }) => year !== '');
  const counts = new Map<string, number>();
  const changed = store
    .prepare<[string], { date: number | null; holders: string | null }>(
      `select a.date, (select group_concat(shard) from search_held h
         where h.locale = c.locale and h.type = 'article' and h.id = c.id and h.shard <> 'hot') as holders
       from search_changed c left join articles a on a.id = c.id and a.locale = c.locale where c.locale = ?`,
    )
    .all(locale);
  for (const { date, holders } of changed) {
    const home = date === null ? undefined : (frozen.find(({ starts }) => starts <= date) ?? frozen.at(-1))?.shard;
    for (const shard of new Set([home, ...(holders?.split(',') ?? [])])) if (shard) counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
