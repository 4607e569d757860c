/** How the stories of a language are cut into frozen shards of the search. */
import type { Locale } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { shardsOf, type ShardContent } from './search-shards.ts';

/**
 * More than so many stories, or so many bytes of their texts, are split: one build then stays below 4 GB. A year with fewer
 * than `few` is put together with the next, as each shard costs readers some requests.
 */
export const shardLimits = { stories: 5000, bytes: 40_000_000, few: 2500 };

/**
 * Cuts a frozen shard's stories, or all stories of a language, into shards of whole years, as far as that makes a bearable size: mostly
 * one, itself; none when its stories are gone. A large archive is read in steps, between which others may change it.
 * @param shard null for all stories
 * @param pause called between two steps; rejects when the list is to be given up
 */
export async function frozenContent(
  store: Store,
  locale: Locale,
  shard: string | null,
  pause: () => Promise<void>,
): Promise<ShardContent[]> {
  const frozen = shardsOf(store, locale).filter(({ year }) => year !== '');
  const at = frozen.findIndex((one) => one.shard === shard);
  // Every moment belongs to one shard: the oldest begins with time itself.
  const from = at < 0 || at === frozen.length - 1 ? Number.MIN_SAFE_INTEGER : (frozen[at]?.starts ?? 0);
  const to = at <= 0 ? Number.MAX_SAFE_INTEGER : (frozen[at - 1]?.starts ?? 0);
  const taken = new Set(frozen.map((one) => one.shard));
  const parts: (ShardContent & { bytes: number; last: number; lastYear: string })[] = [];
  for await (const { id, date, year, bytes } of storiesBetween(store, locale, from, to, pause)) {
    let part = parts.at(-1);
    const full = part && (part.documents.length >= shardLimits.stories || part.bytes + bytes > shardLimits.bytes) && date > part.last;
    const endsWithYear = part && part.lastYear !== year && part.documents.length >= shardLimits.few;
    if (!part || endsWithYear || full) {
      const name = parts.length === 0 && shard?.startsWith(`${year}-`) ? shard : freeName(year, taken);
      taken.add(name);
      part = { locale, shard: name, year, starts: parts.length === 0 ? from : date, documents: [], bytes: 0, last: date, lastYear: year };
      parts.push(part);
    }
    part.documents.push({ type: 'article', id });
    part.bytes += bytes;
    part.last = date;
    part.lastYear = year;
  }
  return parts;
}

async function* storiesBetween(
  store: Store,
  locale: Locale,
  from: number,
  to: number,
  pause: () => Promise<void>,
): AsyncGenerator<StoryToFreeze> {
  const some = store.prepare<[string, number, number, string], StoryToFreeze>(
    `select e.id, e.date, substr(e.month, 1, 4) as year, octet_length(d.markdown) as bytes
     from entries e cross join documents d on d.type = 'article' and d.id = e.id and d.locale = e.locale
     where e.locale = ? and e.scope = 'all' and e.date < ? and (e.date, e.id) > (?, ?) order by e.date, e.id limit 50`,
  );
  let last: Pick<StoryToFreeze, 'id' | 'date'> | undefined = { id: '', date: from };
  while (last) {
    const rows = some.all(locale, to, last.date, last.id);
    yield* rows;
    last = rows.at(-1);
    await pause();
  }
}

function freeName(year: string, taken: Set<string>): string {
  for (let number = 1; ; number++) if (!taken.has(`${year}-${number}`)) return `${year}-${number}`;
}

interface StoryToFreeze {
  id: string;
  date: number;
  year: string;
  bytes: number;
}
