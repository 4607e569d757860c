/** What each bundle of the search holds, and which of it must not be answered any more. */
import type { Locale } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { hot, searchSeq, type Shard, type ShardContent } from './search-shards.ts';

/** One story or page in a bundle. */
export interface HeldRecord {
  type: 'article' | 'page';
  id: string;
  /** What Pagefind calls it. */
  fragment: string;
  authors: string[];
  /** Milliseconds since 1970; 0 for a page. */
  date: number;
}

/** A bundle that was built and stands in its place. */
export interface BuiltShard {
  content: ShardContent;
  /** Empty when there was nothing to hold. */
  folder: string;
  records: HeldRecord[];
  /** Files whose pictures were being made. */
  awaited: string[];
}

/** What must not be answered: a story that is withdrawn, or that a newer bundle holds too. */
export interface Removed {
  shard: string;
  fragment: string;
  /** True when no bundle holds it any more. */
  withdrawn: boolean;
}

/**
 * Puts bundles in the place of those that they come from, in one transaction.
 * @param seq `searchSeq` when their content was listed
 */
export function takeOver(store: Store, locale: Locale, from: string, built: BuiltShard[], seq: number): void {
  store.transaction(() => {
    const { stale = 0 } =
      store
        .prepare<[string, string], { stale: number }>('select stale from search_shards where locale = ? and shard = ?')
        .get(locale, from) ?? {};
    store.prepare('delete from search_shards where locale = ? and shard = ?').run(locale, from);
    store.prepare('delete from search_held where locale = ? and shard = ?').run(locale, from);
    const keep = store.prepare(
      'insert into search_shards (locale, shard, year, starts, folder, seq, stale, awaited) values (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const hold = store.prepare('insert into search_held (locale, shard, type, id, fragment, authors, date) values (?, ?, ?, ?, ?, ?, ?)');
    for (const { content, folder, records, awaited } of built) {
      const { shard, year, starts } = content;
      // What was asked for while it was built is still to be done.
      keep.run(locale, shard, year, starts, folder, seq, stale > seq ? stale : 0, JSON.stringify(awaited));
      for (const { type, id, fragment, authors, date } of records)
        hold.run(locale, shard, type, id, fragment, JSON.stringify(authors), date);
    }
    settleChanged(store, locale, seq);
  })();
}

/**
 * Everything that the bundles of a language hold and must not answer.
 * SQLite is told where to begin: left to itself, it looks through all stories of the language.
 */
export function removedRecords(store: Store, locale: Locale): Removed[] {
  const rows = store
    .prepare<[Locale, Locale, Locale, Locale], Removed & { type: string; id: string; live: number }>(
      `with doubtful (type, id) as (select distinct * from (
         select 'article', id from search_changed where locale = ?
         union all select type, id from search_held where locale = ? and shard in ('hot', 'pages')))
       select h.shard, h.fragment, h.type, h.id,
         exists (select 1 from documents where type = h.type and id = h.id and locale = h.locale) as live
       from doubtful d cross join search_held h indexed by search_held_document on h.locale = ? and h.type = d.type and h.id = d.id
       cross join search_shards s on s.locale = ? and s.shard = h.shard
       order by h.type, h.id, s.seq desc, h.shard = 'hot' desc, h.shard`,
    )
    .all(locale, locale, locale, locale);
  return rows.flatMap(({ shard, fragment, type, id, live }, index) => {
    const before = rows[index - 1];
    const answered = live === 1 && !(before?.type === type && before.id === id);
    return answered ? [] : [{ shard, fragment, withdrawn: live === 0 }];
  });
}

/** What the bundles of a language answer. */
export function answeredRecords(store: Store, locale: Locale): (Omit<HeldRecord, 'authors'> & { shard: string; folder: string })[] {
  const removed = new Set(removedRecords(store, locale).map(({ shard, fragment }) => `${shard} ${fragment}`));
  return store
    .prepare<[Locale], Omit<HeldRecord, 'authors'> & { shard: string; folder: string }>(
      `select h.type, h.id, h.fragment, h.date, h.shard, s.folder from search_held h
       join search_shards s on s.locale = h.locale and s.shard = h.shard where h.locale = ?`,
    )
    .all(locale)
    .filter(({ shard, fragment }) => !removed.has(`${shard} ${fragment}`));
}

/** Has bundles built again whose files are gone. */
export function markLost(store: Store, lost: (shard: Shard) => boolean): void {
  for (const shard of store.prepare<[], Shard>(`select * from search_shards where folder <> ''`).all()) {
    if (!lost(shard)) continue;
    if (shard.shard === hot) forget(store, shard);
    else
      store
        .prepare(`update search_shards set folder = '', seq = 0, stale = max(stale, ?, 1) where locale = ? and shard = ?`)
        .run(searchSeq(store), shard.locale, shard.shard);
    store.prepare('delete from search_held where locale = ? and shard = ?').run(shard.locale, shard.shard);
  }
}

function forget(store: Store, { locale, shard }: Shard): void {
  store.prepare('delete from search_shards where locale = ? and shard = ?').run(locale, shard);
}

// A change is settled when the one frozen shard that holds its story knows it, or when none holds a story that is withdrawn.
function settleChanged(store: Store, locale: Locale, seq: number): void {
  store
    .prepare(
      `delete from search_changed where locale = ? and seq <= ? and id in (
         select c.id from search_changed c
         left join search_held h on h.locale = c.locale and h.type = 'article' and h.id = c.id and h.shard <> 'hot'
         left join search_shards s on s.locale = h.locale and s.shard = h.shard
         where c.locale = ?
         group by c.id
         having case when exists (select 1 from articles a where a.id = c.id and a.locale = c.locale)
           then count(h.shard) = 1 and max(s.seq) >= max(c.seq) else count(h.shard) = 0 end)`,
    )
    .run(locale, seq, locale);
}
