import {
  type Change,
  cursor,
  documentId,
  type DocumentType,
  documentTypes,
  type FeedLine,
  locale as localeSchema,
  type Locale,
} from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { type Loaded, loadDocuments } from './load';

interface FeedRange {
  /** The last cursor that the reader has. */
  after: number;
  /** The newest cursor when the reading began; what comes later is for the next request. */
  head: number;
  /** How many changes at most. */
  limit: number;
}

/**
 * The lines of the feed, in the order of their cursors, then the end line. Reads the log by key in batches and holds
 * no transaction: a document that changes meanwhile has a newer cursor and comes again with the next request.
 * A live document that breaks the contract is left out, and said so in the log of the cms.
 */
export async function* feedLines(strapi: Core.Strapi, { after, head, limit }: FeedRange): AsyncGenerator<FeedLine> {
  let last = after;
  let left = limit;
  while (left > 0) {
    const rows = await readLog(strapi, { from: last, to: head, liveOnly: after === 0, limit: Math.min(batch, left) });
    yield* await documentsOf(strapi, rows);
    left -= rows.length;
    last = rows.at(-1)?.cursor ?? head;
    if (rows.length === 0) break;
  }
  yield { cursor: cursor.parse(left > 0 ? head : last), end: true };
}

const batch = 500;

const logRows = z.array(
  z.object({
    // PostgreSQL's driver gives big integers as text.
    cursor: z.coerce.number().pipe(cursor),
    type: z.enum(documentTypes),
    subject: documentId,
    language: z.union([z.literal('').transform(() => null), localeSchema]),
    state: z.enum(['live', 'gone']),
    updated_at: z.coerce.date(),
  }),
);
type LogRow = z.infer<typeof logRows>[number];

async function readLog(strapi: Core.Strapi, { from, to, liveOnly, limit }: { from: number; to: number; liveOnly: boolean; limit: number }) {
  const query = strapi.db
    .connection('changes')
    .select('cursor', 'type', 'subject', 'language', 'state', 'updated_at')
    .where('cursor', '>', from)
    .where('cursor', '<=', to)
    .orderBy('cursor')
    .limit(limit);
  const rows: unknown = await (liveOnly ? query.where('state', 'live') : query);
  return logRows.parse(rows);
}

async function documentsOf(strapi: Core.Strapi, rows: readonly LogRow[]): Promise<Change[]> {
  const live = Map.groupBy(
    rows.filter((row) => row.state === 'live'),
    groupKey,
  );
  const loaded = new Map<string, Loaded>();
  for (const group of live.values()) {
    const [{ type, language } = unreachable()] = group;
    const documents = await loadDocuments(
      strapi,
      type,
      language,
      group.map((row) => row.subject),
    );
    for (const [id, document] of documents) loaded.set(rowKey(type, id, language), document);
  }
  return rows.flatMap((row) => lineOf(strapi, row, loaded.get(rowKey(row.type, row.subject, row.language))));
}

function lineOf(strapi: Core.Strapi, row: LogRow, loaded: Loaded | undefined): Change[] {
  const place = { cursor: row.cursor, id: row.subject, locale: row.language, at: row.updated_at.toISOString() };
  if (row.state === 'gone') return [{ ...place, type: row.type, state: 'gone' }];
  // Withdrawn since the log was read; its "gone" has a newer cursor.
  if (!loaded) return [];
  if (!loaded.ok) {
    strapi.log.error(leftOut(row, loaded.problems));
    return [];
  }
  // The document was parsed by the schema of this very type, which the compiler cannot follow.
  return [{ ...place, type: row.type, state: 'live', document: loaded.document } as Change];
}

function leftOut({ type, subject, language }: LogRow, problems: readonly string[]): string {
  const which = `${type} ${subject}${language ? ` (${language})` : ''}`;
  return `Changes feed: ${which} was left out: ${problems.join('; ')}. Correct it in the admin and save or publish it again.`;
}

function groupKey({ type, language }: LogRow): string {
  return `${type}:${language ?? ''}`;
}

function rowKey(type: DocumentType, id: string, language: Locale | null): string {
  return `${type}:${id}:${language ?? ''}`;
}

function unreachable(): never {
  throw new Error('a group has at least one row');
}
