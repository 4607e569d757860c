import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { lockChangeLog, recordChanges } from '../publishing/change-log';
import type { Knex, Transaction } from '../publishing/database';

/** Articles in one transaction: it holds the lock that a publishing editor waits for, and SQLite all that the cms does. */
const batch = 100;
/** Milliseconds between two: the site reads changes in their order, and a story published meanwhile must not wait for numbers. */
const pause = 200;

/**
 * Brings the numbers that the site prints up to those that were counted: an article whose number moved is a change like
 * any other. Several instances may do it at once; each number moves once.
 * @param sinceHour `2026-11-24T13`: looks at articles read in this hour or later; null looks at all
 * @param signal ends it early; what is left is told the next time that everything is looked at
 * @returns how many articles' numbers moved
 */
export async function tellSite(strapi: Core.Strapi, sinceHour: string | null, signal?: AbortSignal): Promise<number> {
  let moved = 0;
  for (let after = ''; ;) {
    const ids = await candidates(strapi, sinceHour, after);
    const last = ids.at(-1);
    if (last === undefined) return moved;
    after = last;
    if (signal?.aborted) return moved;
    const found = await movedAmong(strapi.db.connection, ids);
    if (found.length > 0) moved += await strapi.db.transaction(({ trx }) => writeNumbers(trx, ids));
    await sleep(found.length > 0 ? pause : 0, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}

async function candidates(strapi: Core.Strapi, sinceHour: string | null, after: string): Promise<string[]> {
  const query = strapi.db.connection(sinceHour === null ? 'views' : 'view_hours');
  if (sinceHour !== null) void query.where('hour', '>=', sinceHour);
  const rows: unknown = await query.distinct('article_id').where('article_id', '>', after).orderBy('article_id').limit(batch);
  return z
    .array(z.object({ article_id: z.string() }))
    .parse(rows)
    .map(({ article_id }) => article_id);
}

async function writeNumbers(trx: Transaction, ids: readonly string[]): Promise<number> {
  // The lock comes first: whoever else does this waits here, and then finds nothing left to do.
  await lockChangeLog(trx);
  const rows = await movedAmong(trx, ids);
  if (rows.length === 0) return 0;
  await trx('view_totals').insert(rows).onConflict(['article_id', 'article_locale']).merge(['count']);
  const articles = [...new Set(rows.map(({ article_id }) => article_id))];
  await recordChanges(
    trx,
    articles.map((id) => ({ type: 'views', id, locale: null, state: 'live' })),
  );
  return articles.length;
}

/** The language versions of these articles whose number is not what the site was told, with the number that it is now. */
async function movedAmong(connection: Knex | Transaction, ids: readonly string[]): Promise<z.infer<typeof numbers>> {
  const rows: unknown = await connection('views as counted')
    .leftJoin('view_totals as told', (join) =>
      join.on('told.article_id', 'counted.article_id').andOn('told.article_locale', 'counted.article_locale'),
    )
    .whereIn('counted.article_id', ids)
    .groupBy('counted.article_id', 'counted.article_locale', 'told.count')
    .havingRaw('sum(counted.count) <> coalesce(told.count, 0)')
    .select({ article_id: 'counted.article_id', article_locale: 'counted.article_locale' })
    .sum({ count: 'counted.count' });
  return numbers.parse(rows);
}

// PostgreSQL's driver gives sums as text.
const numbers = z.array(z.object({ article_id: z.string(), article_locale: z.string(), count: z.coerce.number() }));
