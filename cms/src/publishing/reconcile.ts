import { isLocale, type Locale, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { type LogEntry, recordChanges } from './change-log';
import type { Transaction } from './database';
import { editionOf } from './editions';
import { type EditedType, newsroomTypes } from './newsroom-types';
import { inLoggedTransaction } from './uploads';

type LoggedType = EditedType | 'file';

/**
 * Brings the log in line with the tables: what is live without a row in it gets one, and what it calls live but is not
 * there is gone. Finds something only after writes that went past the log, such as a restored dump.
 * @returns how many rows of the log moved
 */
export async function reconcileChangeLog(strapi: Core.Strapi): Promise<number> {
  return inLoggedTransaction(strapi, () =>
    strapi.db.transaction(async ({ trx }): Promise<number> => {
      const entries: LogEntry[] = [];
      for (const [type, table] of tables) {
        for (const language of type === 'article' || type === 'page' ? locales : [null]) {
          const place = { type, table, language };
          const gone = await leftover(trx, place);
          entries.push(...(await missing(trx, place)), ...gone);
          if (type === 'article' && language && gone.length > 0) entries.push(editionOf(language));
        }
      }
      await recordChanges(trx, entries);
      return entries.length;
    }),
  );
}

const tables: [LoggedType, string][] = [
  ...Object.entries(newsroomTypes).map(([type, { table }]): [LoggedType, string] => [type as EditedType, table]),
  ['file', 'files'],
];

interface Place {
  type: LoggedType;
  table: string;
  language: Locale | null;
}

const ids = z.array(z.object({ id: z.string() }));

async function missing(trx: Transaction, { type, table, language }: Place): Promise<LogEntry[]> {
  const rows: unknown = await live(trx, table, language)
    .select({ id: 'row.document_id' })
    .whereNotExists(
      trx('changes as log')
        .select(trx.raw('1'))
        .whereRaw('log.subject = row.document_id')
        .where({ 'log.type': type, 'log.language': language ?? '', 'log.state': 'live' }),
    );
  return ids.parse(rows).map(({ id }) => ({ type, id, locale: language, state: 'live' }));
}

async function leftover(trx: Transaction, { type, table, language }: Place): Promise<LogEntry[]> {
  const rows: unknown = await trx('changes as log')
    .select({ id: 'log.subject' })
    .where({ 'log.type': type, 'log.language': language ?? '', 'log.state': 'live' })
    .whereNotExists(live(trx, table, language).select(trx.raw('1')).whereRaw('row.document_id = log.subject'));
  return ids.parse(rows).map(({ id }) => ({ type, id, locale: language, state: 'gone' }));
}

function live(trx: Transaction, table: string, language: Locale | null) {
  const query = trx(`${table} as row`);
  return isLocale(language) ? query.where('row.locale', language).whereNotNull('row.published_at') : query;
}
