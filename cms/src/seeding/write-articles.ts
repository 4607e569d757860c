import { z } from 'zod';

import { recordChanges, type LogEntry } from '../publishing/change-log';
import type { Transaction } from '../publishing/database';
import { newsroomTypes } from '../publishing/newsroom-types';
import { articleId, type SeededArticle, type SeededVersion } from './article';
import type { ArchiveNames } from './archive-names';
import type { ArchivePicture } from './archive-pictures';
import type { ArticleTables, LinkTable } from './article-tables';
import { insertMany, moment, reserveIds, type Cell } from './bulk-insert';

/** Everything that rows of articles refer to. */
export interface ArchiveRows {
  seed: string;
  tables: ArticleTables;
  names: ArchiveNames;
  pictures: ArchivePicture[];
}

/**
 * Writes a batch of articles as Strapi keeps them after a publish: for each language a draft and a published row with
 * all their links, and the change log's rows. The caller holds the lock of the change log.
 * @returns how many language versions were written
 */
export async function writeArticles(trx: Transaction, rows: ArchiveRows, articles: readonly SeededArticle[]): Promise<number> {
  const versions = articles.flatMap((article) => article.versions.map((version) => ({ article, version })));
  const count = versions.length;
  const first = await reserveIds(trx, table, count * 2);
  const numbered = versions.map((entry, index) => ({ ...entry, id: first + index }));
  await insertMany(
    trx,
    table,
    ['id', ...columns],
    numbered.map(({ id, article, version }) => [id, ...cells(trx, article, version)]),
  );
  await publishCopies(trx, first, count);
  await link(
    trx,
    rows.tables.category,
    count,
    numbered.map(({ id, article }) => [id, [rows.names.sections[article.section]]]),
  );
  await link(
    trx,
    rows.tables.authors,
    count,
    numbered.map(({ id, article }) => [id, article.authors.map((number) => rows.names.authors[number])]),
  );
  await link(
    trx,
    rows.tables.tags,
    count,
    numbered.map(({ id, article }) => [id, article.tags.map((number) => rows.names.tags[number])]),
  );
  await linkRelated(trx, rows, numbered, count);
  await linkCovers(trx, rows, numbered, count);
  await recordChanges(
    trx,
    versions.map(({ article, version }): LogEntry => ({ type: 'article', id: article.documentId, locale: version.locale, state: 'live' })),
  );
  return count;
}

const { table, uid } = newsroomTypes.article;

const columns = [
  'document_id',
  'locale',
  'title',
  'slug',
  'summary',
  'body',
  'cover_alt',
  'cover_caption',
  'cover_credit',
  'publication_date',
  'lead',
  'breaking',
  'created_at',
  'updated_at',
] as const;

function cells(trx: Transaction, { documentId, picture }: SeededArticle, version: SeededVersion): Cell[] {
  const date = moment(trx, version.publicationDate);
  const cover = picture === null ? null : version.cover;
  const words = [version.locale, version.title, version.slug, version.summary, version.body];
  return [documentId, ...words, cover?.alt ?? null, cover?.caption ?? null, cover?.credit ?? null, date, false, false, date, date];
}

/** A published row says the same as its draft, so the database copies it. Its id is `count` higher. */
async function publishCopies(trx: Transaction, first: number, count: number): Promise<void> {
  const names = columns.map(() => '??').join(', ');
  await trx.raw(`insert into ?? (id, ${names}, published_at) select id + ?, ${names}, publication_date from ?? where id between ? and ?`, [
    table,
    ...columns,
    count,
    ...columns,
    table,
    first,
    first + count - 1,
  ]);
}

/** Links rows to targets in the order given, draft and published row alike. */
async function link(
  trx: Transaction,
  to: LinkTable,
  count: number,
  links: [row: number, targets: (number | undefined)[]][],
): Promise<void> {
  const names = to.order === undefined ? [to.article, to.target] : [to.article, to.target, to.order];
  const both = links.flatMap(([row, targets]) =>
    targets
      .filter((target) => target !== undefined)
      .flatMap((target, index) => [row, row + count].map((id) => [id, target, index + 1].slice(0, names.length))),
  );
  await insertMany(trx, to.name, names, both);
}

/** Related articles join drafts to drafts and published rows to published rows of the same language. */
async function linkRelated(trx: Transaction, { tables, seed }: ArchiveRows, numbered: Numbered[], count: number): Promise<void> {
  const wanted = new Set(numbered.flatMap(({ article }) => article.related.map((number) => articleId(seed, number))));
  const found = new Map((await rowsOf(trx, [...wanted])).map((row) => [`${row.document_id}/${row.locale}/${row.draft ? 0 : 1}`, row.id]));
  const { name, article: from, target, order } = tables.related;
  const names = order === undefined ? [from, target] : [from, target, order];
  const both = numbered.flatMap(({ id, article, version }) =>
    article.related.flatMap((number, index) =>
      [0, 1].flatMap((published): Cell[][] => {
        const to = found.get(`${articleId(seed, number)}/${version.locale}/${published}`);
        return to === undefined ? [] : [[id + published * count, to, index + 1].slice(0, names.length)];
      }),
    ),
  );
  await insertMany(trx, name, names, both);
}

async function linkCovers(trx: Transaction, { tables, pictures }: ArchiveRows, numbered: Numbered[], count: number): Promise<void> {
  const { name, file, id, type } = tables.pictures;
  const both = numbered.flatMap(({ id: row, article }): Cell[][] => {
    const picture = article.picture === null ? undefined : pictures[article.picture];
    return picture ? [row, row + count].map((of) => [picture.id, of, uid, 'cover', 1]) : [];
  });
  await insertMany(trx, name, [file, id, type, 'field', 'order'], both);
}

async function rowsOf(trx: Transaction, documentIds: string[]): Promise<z.infer<typeof articleRows>> {
  const found: z.infer<typeof articleRows> = [];
  for (let start = 0; start < documentIds.length; start += 400) {
    const rows: unknown = await trx(table)
      .select('id', 'document_id', 'locale', trx.raw('published_at is null as draft'))
      .whereIn('document_id', documentIds.slice(start, start + 400));
    found.push(...articleRows.parse(rows));
  }
  return found;
}

// SQLite answers 0 and 1 for false and true.
const articleRows = z.array(z.object({ id: z.number(), document_id: z.string(), locale: z.string(), draft: z.coerce.boolean() }));

interface Numbered {
  id: number;
  article: SeededArticle;
  version: SeededVersion;
}
