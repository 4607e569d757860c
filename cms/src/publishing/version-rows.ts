import type { Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import type { PublishableDraft } from '../rules/publish-rules';
import type { Addressed } from './addresses';
import { newsroomTypes, type VersionedType } from './newsroom-types';

/** One row of a language version, draft or published, as the query layer gives it. */
export interface VersionRow extends Addressed, PublishableDraft {
  id: number;
  documentId: string;
  slug: string | null;
  locale: Locale;
  category?: Named | null;
  authors?: Named[];
  tags?: Named[];
  successor?: { documentId: string } | null;
}

interface Named {
  documentId: string;
}

/** The draft rows of a document in these languages, with what the rules look at. */
export function draftsOf(strapi: Core.Strapi, type: VersionedType, documentId: string, locales: readonly Locale[]): Promise<VersionRow[]> {
  return rowsOf(strapi, type, { documentId, locale: { $in: locales }, publishedAt: null });
}

/** The published rows of a document, in these languages or in all. */
export function publishedOf(
  strapi: Core.Strapi,
  type: VersionedType,
  documentId: string,
  locales?: readonly Locale[],
): Promise<VersionRow[]> {
  return rowsOf(strapi, type, { documentId, publishedAt: { $notNull: true }, ...(locales ? { locale: { $in: locales } } : {}) });
}

async function rowsOf(strapi: Core.Strapi, type: VersionedType, where: object): Promise<VersionRow[]> {
  const populate =
    type === 'article'
      ? { cover: { select: ['id'] }, category: true, authors: true, tags: true, successor: { select: ['documentId'] } }
      : {};
  const rows: VersionRow[] = await strapi.db.query(newsroomTypes[type].uid).findMany({ where, populate, orderBy: { id: 'asc' } });
  return rows.map((row) => ({ ...row, publicationDate: row.publicationDate ?? null }));
}
