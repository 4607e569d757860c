import { type DocumentType, isReservedSlug, localizedField } from '@broadsheet/shared';
import { z } from 'zod';

import { recordChanges } from '../publishing/change-log';
import type { Transaction } from '../publishing/database';
import { type NamedType, newsroomTypes } from '../publishing/newsroom-types';
import { slugify } from '../publishing/slugs';
import { archiveSizes } from './article';
import { insertMany, moment, type Cell } from './bulk-insert';
import { company, inLanguage, person, place } from './invented-names';
import { Random } from './random';
import { type ArchiveLocale, archiveLocales, bureaus, sections, subjects, type Word } from './words/names';

/** Row ids of the archive's sections, authors and tags, in the order of their numbers. */
export interface ArchiveNames {
  sections: number[];
  authors: number[];
  tags: number[];
}

/**
 * The names of the archive, made where they are missing. A section or tag that the newsroom has already under the
 * same address is used instead of a second one.
 */
export async function keepArchiveNames(trx: Transaction, seed: string): Promise<ArchiveNames> {
  return {
    sections: await keep(
      trx,
      'category',
      sections.map(({ name, description }, index) => ({ id: documentId(seed, 'category', index), name, more: { description } })),
    ),
    authors: await keep(trx, 'author', authors(seed)),
    tags: await keep(trx, 'tag', tags(seed)),
  };
}

function authors(seed: string): Named[] {
  return Array.from({ length: archiveSizes.authors }, (_, index) => {
    const bureau = index % 10 === 3 ? bureaus[Math.floor(index / 10)] : undefined;
    return {
      id: documentId(seed, 'author', index),
      name: bureau ?? person(200 + index).word,
      more: { kind: bureau ? 'organisation' : 'person' },
    };
  });
}

function tags(seed: string): Named[] {
  return Array.from({ length: archiveSizes.tags }, (_, index) => {
    // Subjects come first, because the first are used most.
    const name = subjects[index] ?? (index % 2 === 0 ? place(index).word : company(index).word);
    return { id: documentId(seed, 'tag', index), name, more: {} };
  });
}

async function keep(trx: Transaction, type: NamedType, wanted: Named[]): Promise<number[]> {
  const { table } = newsroomTypes[type];
  const existing = await rowsOf(trx, table);
  const pages = type === 'category' ? await pageSlugs(trx) : new Set<string>();
  const missing = wanted.filter((named) => !find(existing, named));
  const now = moment(trx, Date.now());
  const fields = columnsOf(type);
  await insertMany(
    trx,
    table,
    ['document_id', ...fields.map(([column]) => column), 'created_at', 'updated_at', 'published_at'],
    missing.map((named) => [named.id, ...fields.map(([, value]) => value(named, pages)), now, now, now]),
  );
  await recordChanges(
    trx,
    missing.map(({ id }) => ({ type: type satisfies DocumentType, id, locale: null, state: 'live' })),
  );
  const all = missing.length > 0 ? await rowsOf(trx, table) : existing;
  return wanted.map((named) => {
    const row = find(all, named);
    if (!row) throw new Error(`The ${type} "${named.name[0]}" was not written.`);
    return row.id;
  });
}

function find(rows: Row[], named: Named): Row | undefined {
  return (
    rows.find(({ document_id }) => document_id === named.id) ??
    rows.find((row) => archiveLocales.some((locale) => row[slugColumn(locale)] === slugOf(named.name, locale, new Set())))
  );
}

/** Columns of a type, each with the way to its value. */
function columnsOf(type: NamedType): [string, (named: Named, pages: ReadonlySet<string>) => Cell][] {
  const columns: [string, (named: Named, pages: ReadonlySet<string>) => Cell][] = archiveLocales.flatMap((locale) => [
    [snake(localizedField('name', locale)), ({ name }) => inLanguage(name, locale)],
    [slugColumn(locale), ({ name }, pages) => slugOf(name, locale, pages)],
  ]);
  if (type === 'author') columns.push(['kind', ({ more }) => more.kind ?? 'person']);
  if (type === 'category') {
    for (const locale of archiveLocales) {
      columns.push([
        snake(localizedField('description', locale)),
        ({ more }) => (more.description ? inLanguage(more.description, locale) : ''),
      ]);
    }
  }
  return columns;
}

function slugOf(name: Word, locale: ArchiveLocale, pages: ReadonlySet<string>): string {
  const slug = slugify(inLanguage(name, locale), locale);
  return isReservedSlug(slug) || pages.has(`${locale}/${slug}`) ? `${slug}-section` : slug;
}

/** Sections share their addresses with pages. */
async function pageSlugs(trx: Transaction): Promise<Set<string>> {
  const rows: unknown = await trx(newsroomTypes.page.table).select('locale', 'slug');
  return new Set(pageRows.parse(rows).map(({ locale, slug }) => `${locale}/${slug}`));
}

async function rowsOf(trx: Transaction, table: string): Promise<Row[]> {
  const rows: unknown = await trx(table).select('id', 'document_id', 'slug_en', 'slug_ru', 'slug_hy');
  return nameRows.parse(rows);
}

function slugColumn(locale: ArchiveLocale): 'slug_en' | 'slug_ru' | 'slug_hy' {
  return `slug_${locale}`;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function documentId(seed: string, type: NamedType, index: number): string {
  return new Random(`${seed}/${type}/${index}`).documentId();
}

const nameRows = z.array(
  z.object({
    id: z.number(),
    document_id: z.string(),
    slug_en: z.string().nullable(),
    slug_ru: z.string().nullable(),
    slug_hy: z.string().nullable(),
  }),
);
const pageRows = z.array(z.object({ locale: z.string().nullable(), slug: z.string().nullable() }));

type Row = z.infer<typeof nameRows>[number];

interface Named {
  id: string;
  name: Word;
  more: { kind?: 'person' | 'organisation'; description?: Word };
}
