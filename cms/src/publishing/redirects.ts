import type { Locale, MapAddress, SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import { recordChanges } from './change-log';
import type { Transaction } from './database';
import { newDocumentId } from './document-ids';
import type { NamedType, VersionedType } from './newsroom-types';

/** A document that an old address leads to, wherever that document stands. */
export interface Target {
  type: VersionedType | NamedType;
  id: string;
  locale: Locale;
}

export interface Move {
  /** The address that stood until now. */
  from: SitePath | MapAddress;
  to: Target;
}

/** Writes a redirect for every old address, in the edit's own transaction; thousands are fine. The last of equals wins. */
export async function writeRedirects(trx: Transaction, moves: readonly Move[]): Promise<void> {
  const unique = [...new Map(moves.map((move) => [move.from, move])).values()];
  for (let start = 0; start < unique.length; start += batch) {
    const rows = unique.slice(start, start + batch).map(rowOf);
    await trx('redirects').insert(rows).onConflict('from').merge(['to', 'target_type', 'target_id', 'target_locale', 'updated_at']);
    const froms = rows.map((row) => row.from);
    await logRedirects(trx, trx('redirects').whereIn('from', froms));
  }
}

/** Everything that led to one document now leads to another. */
export async function leadOn(trx: Transaction, from: Target, to: Target): Promise<void> {
  const found: unknown = await trx('redirects').select('id').where(columnsOf(from));
  const ids = z
    .array(z.object({ id: z.number() }))
    .parse(found)
    .map((row) => row.id);
  if (ids.length === 0) return;
  await trx('redirects')
    .whereIn('id', ids)
    .update({ ...columnsOf(to), updated_at: new Date() });
  await logRedirects(trx, trx('redirects').whereIn('id', ids));
}

const batch = 100;

const documentIds = z.array(z.object({ document_id: z.string() }));

async function logRedirects(trx: Transaction, query: ReturnType<Transaction>): Promise<void> {
  const rows: unknown = await query.select('document_id');
  await recordChanges(
    trx,
    documentIds.parse(rows).map((row) => ({ type: 'redirect', id: row.document_id, locale: null, state: 'live' })),
  );
}

function rowOf({ from, to }: Move) {
  const now = new Date();
  return {
    document_id: newDocumentId(),
    from,
    // An editor's own target gives way: the address has stood anew since.
    to: null,
    ...columnsOf(to),
    created_at: now,
    updated_at: now,
    published_at: now,
  };
}

function columnsOf({ type, id, locale }: Target) {
  return { target_type: type, target_id: id, target_locale: locale };
}
