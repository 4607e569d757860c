/** Which shard of the search holds a story, and which shards must be built again. */
import { locales, type Locale } from '@broadsheet/shared';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import { placeOf, type Replaced } from './documents.ts';
import { readMeta } from './store.ts';

/** One language's stories of one year, or its pages. */
export interface Shard {
  locale: Locale;
  /** The year, as `2026`, or `pages`. */
  shard: string;
}

const pagesShard = 'pages';

/** Marks the shards whose records a change touches: the story's own year, or every year that bears a name. */
export function markSearch(store: Store, change: Replaced, timeZone: string): void {
  if (change.type === 'article') {
    for (const article of [change.before, change.after])
      if (article) mark(store, article.locale, placeOf(article, timeZone).month.slice(0, 4));
  } else if (change.type === 'page') {
    if (change.locale) mark(store, change.locale, pagesShard);
  } else if (change.type === 'category' || change.type === 'author') {
    for (const locale of locales) {
      if (change.before?.name[locale] === change.after?.name[locale]) continue;
      for (const year of yearsOf(store, locale, `${change.type}:${change.id}`)) mark(store, locale, year);
    }
  }
}

/** Marks every shard that has or had a story: after a first sync, a change of code or of the time zone. */
export function markAllSearch(store: Store): void {
  for (const locale of locales) {
    for (const shard of searchShards(store, locale)) mark(store, locale, shard);
    for (const { shard } of builtShards(store, locale)) mark(store, locale, shard);
  }
}

export function nextDirty(store: Store): (Shard & { seq: number }) | undefined {
  return store
    .prepare<[], Shard & { seq: number }>('select locale, shard, seq from search_dirty order by shard desc, locale limit 1')
    .get();
}

export function markClean(store: Store, { locale, shard, seq }: Shard & { seq: number }): void {
  store.prepare('delete from search_dirty where locale = ? and shard = ? and seq = ?').run(locale, shard, seq);
}

/** What a shard holds: its stories, newest first, or its pages. */
export function shardDocuments(store: Store, { locale, shard }: Shard): { type: 'article' | 'page'; id: string }[] {
  if (shard === pagesShard) {
    const pages = store
      .prepare<[string], { id: string }>(`select id from documents where type = 'page' and locale = ? order by id`)
      .all(locale);
    return pages.map(({ id }) => ({ type: 'page', id }));
  }
  return store
    .prepare<[string, string, string], { id: string }>(
      `select id from entries where locale = ? and scope = 'all' and month between ? and ? order by date desc, id desc`,
    )
    .all(locale, `${shard}-01`, `${shard}-12`)
    .map(({ id }) => ({ type: 'article', id }));
}

/** The shards that stand, as the folder of each is named. */
export function builtShards(store: Store, locale: Locale): { shard: string; folder: string }[] {
  const kept = readMeta(store, `search:${locale}`);
  return kept === null ? [] : builtSchema.parse(JSON.parse(kept));
}

/** The shards that a language has something for. */
export function searchShards(store: Store, locale: Locale): string[] {
  const pages = store.prepare(`select 1 from documents where type = 'page' and locale = ? limit 1`).get(locale);
  return [...yearsOf(store, locale, 'all'), ...(pages ? [pagesShard] : [])];
}

const builtSchema = z.array(z.object({ shard: z.string(), folder: z.string() }));

function mark(store: Store, locale: Locale, shard: string): void {
  store
    .prepare('insert into search_dirty (locale, shard, seq) values (?, ?, 1) on conflict (locale, shard) do update set seq = seq + 1')
    .run(locale, shard);
}

function yearsOf(store: Store, locale: Locale, scope: string): string[] {
  return store
    .prepare<[string, string], { year: string }>('select distinct substr(month, 1, 4) as year from entries where locale = ? and scope = ?')
    .all(locale, scope)
    .map(({ year }) => year);
}
