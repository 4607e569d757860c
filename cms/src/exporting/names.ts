import type { Core } from '@strapi/strapi';

import { idOrNull, perLanguage, type Ref, refs } from './wire-form';

/** Sections in the wire form of shared's `categoryDocument`, unchecked. */
export async function loadCategories(strapi: Core.Strapi, documentIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows: Ref[] = await strapi.db.query('api::category.category').findMany({ where: { documentId: { $in: documentIds } } });
  return new Map(rows.map((row) => [row.documentId, { ...named(row), description: perLanguage(row, 'description') }]));
}

/** Authors in the wire form of shared's `authorDocument`, unchecked. */
export async function loadAuthors(strapi: Core.Strapi, documentIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows: AuthorRow[] = await strapi.db.query('api::author.author').findMany({
    where: { documentId: { $in: documentIds } },
    populate: { portrait: refs },
  });
  return new Map(
    rows.map((row) => [
      row.documentId,
      { ...named(row), kind: row.kind, biography: perLanguage(row, 'biography'), portraitId: idOrNull(row.portrait) },
    ]),
  );
}

/** Tags in the wire form of shared's `tagDocument`, unchecked. */
export async function loadTags(strapi: Core.Strapi, documentIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows: Ref[] = await strapi.db.query('api::tag.tag').findMany({ where: { documentId: { $in: documentIds } } });
  return new Map(rows.map((row) => [row.documentId, named(row)]));
}

function named(row: Ref) {
  return { id: row.documentId, name: perLanguage(row, 'name'), slug: perLanguage(row, 'slug') };
}

interface AuthorRow extends Ref {
  kind: string | null;
  portrait: Ref | null;
}
