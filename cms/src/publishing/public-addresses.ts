import { type Locale, locale as localeSchema, localizedField, type SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import { publishedStoriesOf } from '../rules/usage';
import { addressOfName, addressOfVersion, newsroomTimeZone } from './addresses';
import type { Knex } from './database';
import { type EditedType, type NamedType, newsroomTypes, type VersionedType } from './newsroom-types';

/** Where readers find one language of a document. */
export interface PublicAddress {
  locale: Locale;
  path: SitePath;
}

/**
 * Where a document stands on the site now, in these languages: by its published row, whatever its draft says meanwhile.
 * A section, author or tag stands in the languages in which a published story shows it.
 */
export async function publicAddresses(
  database: Knex,
  type: EditedType,
  documentId: string,
  languages: readonly Locale[],
): Promise<PublicAddress[]> {
  switch (type) {
    case 'article':
    case 'page':
      return addressesOfVersions(database, type, documentId, languages);
    case 'category':
    case 'author':
    case 'tag':
      return addressesOfName(database, type, documentId, languages);
    case 'redirect':
    case 'site-setting':
      return [];
  }
}

async function addressesOfVersions(database: Knex, type: VersionedType, documentId: string, languages: readonly Locale[]) {
  const timeZone = await newsroomTimeZone(database);
  const rows: unknown = await database(newsroomTypes[type].table)
    .select('locale', 'slug', ...(type === 'article' ? ['publication_date'] : []))
    .where({ document_id: documentId })
    .whereIn('locale', languages)
    .whereNotNull('published_at');
  return versions.parse(rows).flatMap(({ locale, slug, publication_date }): PublicAddress[] => {
    const publicationDate = publication_date ? new Date(publication_date).toISOString() : null;
    const path = addressOfVersion(type, { locale, slug, publicationDate }, timeZone);
    return path ? [{ locale, path }] : [];
  });
}

async function addressesOfName(database: Knex, type: NamedType, documentId: string, languages: readonly Locale[]) {
  const found: PublicAddress[] = [];
  for (const locale of languages) {
    const rows: unknown = await database(newsroomTypes[type].table)
      .select({ slug: localizedField('slug', locale).replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`) })
      .where({ document_id: documentId });
    const slug = names.parse(rows)[0]?.slug;
    if (slug && (await publishedStoriesOf(database, type, documentId, locale)) > 0) {
      found.push({ locale, path: addressOfName(type, locale, slug) });
    }
  }
  return found;
}

const versions = z.array(
  z.object({
    locale: localeSchema,
    slug: z.string().nullable(),
    // A number on SQLite, a Date on PostgreSQL.
    publication_date: z.union([z.number(), z.date()]).nullish(),
  }),
);
const names = z.array(z.object({ slug: z.string().nullable() }));
