import type { MapAddress, SitePath } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { loadDocuments } from '../exporting/load';
import { type LogEntry, lockChangeLog, recordChanges } from '../publishing/change-log';
import { changeSignal } from '../publishing/change-signal';
import type { Transaction } from '../publishing/database';
import { newDocumentId } from '../publishing/document-ids';
import { newsroomTypes, type VersionedType } from '../publishing/newsroom-types';
import { type Move, writeRedirects } from '../publishing/redirects';
import { articleTables, type ArticleTables, type LinkTable } from '../seeding/article-tables';
import { type Cell, insertMany, moment, reserveIds } from '../seeding/bulk-insert';
import type { ItemToSave } from './save-item';

/** Why a batch cannot be written at once; the document service then says it of the one item that it is about. */
export class BatchRefused extends Error {}

/**
 * Writes new items as Strapi keeps them after a save or a publish, with their redirects, their rows in the change log
 * and the memory of them, all in one transaction. Some fifty times as fast as the document service: nothing here is
 * new or shared between languages, so of its rules only those are left that are checked here.
 * @returns how many old addresses lead on
 * @throws BatchRefused when an address is taken meanwhile, or the site could not show one of them; nothing is written
 */
export async function writeBatch(strapi: Core.Strapi, items: readonly ItemToSave[]): Promise<number> {
  return strapi.db.transaction(async ({ trx, onCommit }) => {
    onCommit(() => changeSignal(strapi).wake());
    await lockChangeLog(trx);
    const tables = articleTables(strapi);
    for (const type of ['article', 'page'] as const) {
      const some = items.filter((item) => item.type === type);
      if (some.length > 0) await writeVersions(trx, type, some, tables);
    }
    const moves = await freeMoves(trx, items);
    await writeRedirects(trx, moves);
    await remember(trx, items);
    const live = items.filter(({ published }) => published);
    await recordChanges(
      trx,
      live.map(({ type, plan, locale }): LogEntry => ({ type, id: plan.document, locale, state: 'live' })),
    );
    await checkAll(strapi, live);
    return moves.length;
  });
}

/** The old addresses that lead on to these items: not where it stands now, nor where an editor leads elsewhere. */
export async function freeMoves(trx: Transaction, items: readonly ItemToSave[]): Promise<Move[]> {
  const wanted = items.flatMap(({ published, type, plan, locale, addresses }) =>
    published
      ? addresses.filter((from) => from !== plan.path).map((from): Move => ({ from, to: { type, id: plan.document, locale } }))
      : [],
  );
  const first = new Map<SitePath | MapAddress, Move>();
  for (const move of wanted) if (!first.has(move.from)) first.set(move.from, move);
  const rows: unknown = await trx('redirects')
    .select('from')
    .whereIn('from', [...first.keys()]);
  for (const { from } of redirectRows.parse(rows)) first.delete(from as SitePath);
  return [...first.values()];
}

async function writeVersions(trx: Transaction, type: VersionedType, items: ItemToSave[], tables: ArticleTables): Promise<void> {
  const { table } = newsroomTypes[type];
  await refuseTaken(trx, table, items);
  const first = await reserveIds(trx, table, items.length * 2);
  const rows = items.map((item, index) => ({ item, draft: first + index * 2, published: item.published ? first + index * 2 + 1 : null }));
  const columns = type === 'article' ? articleColumns : pageColumns;
  const cells = rows.flatMap(({ item, draft, published }) => {
    const values = cellsOf(trx, type, item);
    const publishedAt = moment(trx, item.savedAt);
    return [[draft, null, ...values], ...(published === null ? [] : [[published, publishedAt, ...values]])];
  });
  await insertMany(trx, table, ['id', 'published_at', ...columns], cells);
  if (type !== 'article') return;
  const both = rows.flatMap(({ item, draft, published }) =>
    (published === null ? [draft] : [draft, published]).map((row) => ({ row, item })),
  );
  await link(trx, tables.category, both, ({ names }) => (names.section ? [names.section] : []));
  await link(trx, tables.authors, both, ({ names }) => names.authors);
  await link(trx, tables.tags, both, ({ names }) => names.tags);
  const { name, file, id, type: column } = tables.pictures;
  const covers = both.flatMap(({ row, item }): Cell[][] =>
    item.prepared.cover ? [[item.prepared.cover.file, row, newsroomTypes.article.uid, 'cover', 1]] : [],
  );
  await insertMany(trx, name, [file, id, column, 'field', 'order'], covers);
}

/** The addresses were chosen before the first item was written; an editor may have been faster since. */
async function refuseTaken(trx: Transaction, table: string, items: ItemToSave[]): Promise<void> {
  const slugs = items.map(({ plan }) => plan.slug).filter((slug) => slug !== null);
  const kinds = table === 'pages' ? items.map(({ locale }) => `slug_${locale}`) : [];
  const rows: unknown = await trx(table).select('locale', 'slug').whereIn('slug', slugs).whereNull('published_at');
  const taken = new Set(takenRows.parse(rows).map(({ locale, slug }) => `${locale}/${slug}`));
  const isTaken = items.some(({ locale, plan }) => taken.has(`${locale}/${plan.slug ?? ''}`));
  const sections = await Promise.all([...new Set(kinds)].map((column) => trx('categories').select('id').whereIn(column, slugs).limit(1)));
  if (isTaken || sections.some((found) => found.length > 0)) throw new BatchRefused('an address is taken');
}

async function link(trx: Transaction, to: LinkTable, rows: { row: number; item: ItemToSave }[], targets: (item: ItemToSave) => number[]) {
  const names = to.order === undefined ? [to.article, to.target] : [to.article, to.target, to.order];
  const links = rows.flatMap(({ row, item }) =>
    [...new Set(targets(item))].map((target, index) => [row, target, index + 1].slice(0, names.length)),
  );
  await insertMany(trx, to.name, names, links);
}

const sharedColumns = ['document_id', 'locale', 'title', 'slug', 'summary', 'body', 'created_at', 'updated_at'] as const;
const pageColumns = sharedColumns;
const articleColumns = [...sharedColumns, 'cover_alt', 'cover_caption', 'cover_credit', 'publication_date', 'lead', 'breaking'] as const;

function cellsOf(trx: Transaction, type: VersionedType, { plan, locale, prepared, published, savedAt }: ItemToSave): Cell[] {
  const { words, body, cover } = prepared;
  const now = moment(trx, savedAt);
  const shared = [plan.document, locale, words.title, plan.slug, words.summary, body, now, now];
  if (type === 'page') return shared;
  const isDated = words.date !== null || published;
  const date = isDated ? moment(trx, Date.parse(plan.moment)) : null;
  return [...shared, cover?.alt ?? null, cover?.caption ?? null, cover?.credit ?? null, date, false, false];
}

async function remember(trx: Transaction, items: readonly ItemToSave[]): Promise<void> {
  const table = 'imported_items';
  const first = await reserveIds(trx, table, items.length);
  const columns = [
    'id',
    'document_id',
    'source',
    'target',
    'target_id',
    'fingerprint',
    'saved_at',
    'created_at',
    'updated_at',
    'published_at',
  ];
  const rows = items.map(({ plan, type, prepared, savedAt }, index): Cell[] => {
    const now = moment(trx, savedAt);
    const saved = new Date(savedAt).toISOString();
    return [first + index, newDocumentId(), plan.source, type, plan.document, prepared.fingerprint, saved, now, now, now];
  });
  await insertMany(trx, table, columns, rows);
}

/** Nothing is published that the site would have to leave out. */
async function checkAll(strapi: Core.Strapi, live: readonly ItemToSave[]): Promise<void> {
  const groups = Map.groupBy(live, ({ type, locale }) => `${type} ${locale}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const ids = group.map(({ plan }) => plan.document);
    const loaded = await loadDocuments(strapi, first.type, first.locale, ids);
    if (ids.some((id) => !loaded.get(id)?.ok)) throw new BatchRefused('the site could not show one of them');
  }
}

const takenRows = z.array(z.object({ locale: z.string(), slug: z.string() }));
const redirectRows = z.array(z.object({ from: z.string() }));
