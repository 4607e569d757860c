import { locale as localeSchema, type PerLocale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

/** How often articles were read, in the wire form of shared's `viewsDocument`, unchecked. */
export async function loadViews(strapi: Core.Strapi, articleIds: readonly string[]): Promise<Map<string, unknown>> {
  const found: unknown = await strapi.db
    .connection('view_totals')
    .select('article_id', 'article_locale', 'count')
    .whereIn('article_id', articleIds);
  const documents = new Map<string, { id: string; counts: PerLocale<number> }>();
  for (const { article_id: id, article_locale: locale, count } of rows.parse(found)) {
    const document = documents.get(id) ?? { id, counts: {} };
    document.counts[locale] = count;
    documents.set(id, document);
  }
  return documents;
}

const rows = z.array(z.object({ article_id: z.string(), article_locale: localeSchema, count: z.coerce.number() }));
