import type { Locale } from '@broadsheet/shared';
import { z } from 'zod';

import type { Edit } from './edit';

type Kind = 'draft' | 'published';

const uid = 'api::article.article';
const fields = ['category', 'authors', 'tags'] as const;

/**
 * Category, authors and tags belong to the story, not to one language version: copies those of the version just
 * written to its sister versions of the same kind, drafts to drafts and published to published. Strapi itself keeps
 * relations apart for each language, whatever the schema says.
 *
 * A version of a new language takes over what it was not given itself.
 * @returns the languages whose rows changed
 */
export async function shareClassification(
  edit: Edit,
  { documentId, from, kind, isNewLanguage = false }: { documentId: string; from: Locale; kind: Kind; isNewLanguage?: boolean },
): Promise<Locale[]> {
  const rows = await versionsOf(edit, documentId, kind);
  const written = rows.find((row) => row.locale === from);
  const sisters = rows.filter((row) => row.locale !== from);
  const [donor] = sisters;
  if (!written || !donor) return [];
  const agreed = isNewLanguage ? withDonor(written, donor) : written;
  const changed: Locale[] = [];
  for (const row of rows) {
    const different = fields.filter((field) => !sameIds(row[field], agreed[field]));
    if (different.length === 0) continue;
    await setQuietly(edit, row.id, Object.fromEntries(different.map((field) => [field, related(field, agreed)])));
    changed.push(row.locale);
  }
  return changed;
}

/** Changes a row by the query layer without moving its `updatedAt`: the admin tells "modified" by that. */
export async function setQuietly({ strapi, trx }: Edit, id: number, data: Record<string, unknown>): Promise<void> {
  const rows: unknown = await trx('articles').select('updated_at').where({ id });
  const [before] = z.array(z.object({ updated_at: z.unknown() })).parse(rows);
  await strapi.db.query(uid).update({ where: { id }, data });
  // The query layer always writes the present moment, also over one that it is given.
  await trx('articles').where({ id }).update({ updated_at: before?.updated_at });
}

interface Version {
  id: number;
  locale: Locale;
  category: { id: number }[];
  authors: { id: number }[];
  tags: { id: number }[];
}

async function versionsOf({ strapi }: Edit, documentId: string, kind: Kind): Promise<Version[]> {
  const onlyId = { select: ['id'] };
  const rows: (Omit<Version, 'category'> & { category: { id: number } | null })[] = await strapi.db.query(uid).findMany({
    where: { documentId, publishedAt: kind === 'draft' ? null : { $notNull: true } },
    select: ['id', 'locale'],
    populate: { category: onlyId, authors: onlyId, tags: onlyId },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...row, category: row.category ? [row.category] : [] }));
}

function withDonor(written: Version, donor: Version): Version {
  const chosen = fields.map((field) => [field, written[field].length > 0 ? written[field] : donor[field]] as const);
  return { ...written, ...Object.fromEntries(chosen) };
}

function related(field: (typeof fields)[number], version: Version): number[] | number | null {
  const ids = version[field].map(({ id }) => id);
  return field === 'category' ? (ids[0] ?? null) : ids;
}

function sameIds(some: readonly { id: number }[], others: readonly { id: number }[]): boolean {
  return some.length === others.length && some.every(({ id }, index) => id === others[index]?.id);
}
