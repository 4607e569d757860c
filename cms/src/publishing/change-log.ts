/**
 * The change log: one row for each document (and language) that was ever live, with the cursor of its last change.
 *
 * Cursors follow commit order because whoever will log takes the log's one lock first and holds it to the end of the
 * transaction. Take it before any lock on an article's rows: everybody taking them in that order is what keeps
 * PostgreSQL free of deadlocks.
 */
import { randomUUID } from 'node:crypto';

import type { DocumentType, Locale } from '@broadsheet/shared';
import { z } from 'zod';

import type { Knex, Transaction } from './database';

/** What happened to one document; `locale` is null for what is one document in all languages. */
export interface LogEntry {
  type: DocumentType;
  /** The documentId. */
  id: string;
  locale: Locale | null;
  state: 'live' | 'gone';
}

/** The name of this log and its newest cursor. */
export interface LogHead {
  log: string;
  head: number;
  /** Which start of the cms it was in last. */
  life: string;
}

/**
 * Moves these documents to the head of the log, in the order given, in the caller's transaction. Thousands of
 * entries are fine. Takes the lock of the log; call `lockChangeLog` first when the transaction changes articles before.
 */
export async function recordChanges(trx: Transaction, entries: readonly LogEntry[]): Promise<void> {
  const rows = [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
  if (rows.length === 0) return;
  // One statement, so that callers who share a transaction (Strapi publishes many at once so) never get the same cursors.
  const advanced: unknown = await trx('change_heads').increment('head', rows.length).returning(['log', 'head', 'life']);
  const first = headRow(advanced).head - rows.length + 1;
  const now = new Date();
  for (let start = 0; start < rows.length; start += batch) {
    await trx('changes')
      .insert(
        rows.slice(start, start + batch).map(({ type, id, locale, state }, index) => ({
          type,
          subject: id,
          language: locale ?? '',
          state,
          cursor: first + start + index,
          updated_at: now,
        })),
      )
      .onConflict(['type', 'subject', 'language'])
      .merge(['state', 'cursor', 'updated_at']);
  }
}

/**
 * Takes the lock of the log until the transaction ends. Others who write wait; readers do not.
 * Taking it twice in one transaction is harmless.
 */
export async function lockChangeLog(trx: Transaction): Promise<LogHead> {
  // An update takes the row's lock on PostgreSQL and the file's write lock on SQLite, so both behave alike.
  const rows: unknown = await trx('change_heads')
    .update({ head: trx.ref('head') })
    .returning(['log', 'head', 'life']);
  return headRow(rows);
}

/** The name and newest cursor of the log. Waits for nobody. */
export async function readLogHead(connection: Knex | Transaction): Promise<LogHead> {
  const rows: unknown = await connection('change_heads').select('log', 'head', 'life').limit(1);
  return headRow(rows);
}

/**
 * Begins the log of a new database, and a new life of the log at every start. Two copies of a database have the same log,
 * but from their next starts on each has lives that the other does not know: so a reader of the one notices the other.
 */
export async function beginChangeLog(connection: Knex): Promise<void> {
  await connection('change_heads').insert({ id: 1, log: randomUUID(), head: 0, life: '' }).onConflict('id').ignore();
  await connection.transaction(async (trx) => {
    const life = randomUUID();
    const { head } = await lockChangeLog(trx);
    await trx('change_heads').update({ life });
    await trx('change_lives').insert({ life, head });
  });
}

/** The last cursor of a life of this log: null when it never had that life, infinite while it lasts. */
export async function endOfLife(connection: Knex | Transaction, life: string): Promise<number | null> {
  const known: unknown = await connection('change_lives').where({ life }).select('id', 'head');
  const [own] = lives.parse(known);
  if (!own) return null;
  const later: unknown = await connection('change_lives').where('id', '>', own.id).orderBy('id').limit(1).select('id', 'head');
  return lives.parse(later)[0]?.head ?? Number.POSITIVE_INFINITY;
}

const batch = 150;

// PostgreSQL's driver gives big integers as text.
const count = z.coerce.number().int().nonnegative();
// A log of an earlier version has had no life yet.
const headRows = z.tuple([
  z.object({
    log: z.string(),
    head: count,
    life: z
      .string()
      .nullish()
      .transform((life) => life ?? ''),
  }),
]);
const lives = z.array(z.object({ id: count, head: count }));

function headRow(rows: unknown): LogHead {
  return headRows.parse(rows)[0];
}

function keyOf({ type, id, locale }: LogEntry): string {
  return `${type}:${id}:${locale ?? ''}`;
}
