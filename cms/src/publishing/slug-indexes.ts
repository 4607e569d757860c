import { localizedField, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

/**
 * The database's own guard behind the check on save: no two drafts, and no two published versions, share an address in
 * one language; no two names of a kind do either. Strapi's schemas cannot describe an index with a condition, and it
 * leaves indexes alone that it did not make.
 */
export async function keepSlugIndexes(strapi: Core.Strapi): Promise<void> {
  for (const [name, on] of indexes) {
    try {
      await strapi.db.connection.raw(`create unique index if not exists ${name} on ${on}`);
    } catch (error) {
      strapi.log.error(
        `Two documents have the same address, so the database cannot guard it (${name}: ${String(error)}). ` +
          'Give one of them another address in the admin, then start the cms again.',
      );
    }
  }
}

const indexes: [string, string][] = [
  ...['articles', 'pages'].flatMap((table): [string, string][] => [
    [`${table}_draft_slug_unique`, `${table} (locale, slug) where published_at is null`],
    [`${table}_published_slug_unique`, `${table} (locale, slug) where published_at is not null`],
  ]),
  ...['categories', 'authors', 'tags'].flatMap((table) =>
    locales.map((locale): [string, string] => {
      const column = localizedField('slug', locale).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return [`${table}_${column}_unique`, `${table} (${column})`];
    }),
  ),
];
