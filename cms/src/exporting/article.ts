import type { ArticleDocument, Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { id, idOrNull, ids, type Ref, refs, text, type Unchecked, wireDate } from './wire-form';

/** The published versions of these articles in one language, in the wire form of shared's `articleDocument`, unchecked. */
export async function loadArticles(strapi: Core.Strapi, documentIds: readonly string[], locale: Locale): Promise<Map<string, unknown>> {
  const rows: ArticleRow[] = await strapi.db.query('api::article.article').findMany({
    where: { documentId: { $in: documentIds }, locale, publishedAt: { $notNull: true } },
    populate: { cover: refs, category: refs, authors: refs, tags: refs, related: refs, seoImage: refs },
  });
  return new Map(rows.map((row) => [row.documentId, wireForm(row)]));
}

function wireForm(row: ArticleRow): Unchecked<ArticleDocument> {
  return {
    id: row.documentId,
    locale: row.locale,
    title: row.title,
    slug: row.slug,
    summary: text(row.summary),
    body: text(row.body),
    cover: row.cover
      ? { fileId: row.cover.documentId, alt: text(row.coverAlt), caption: text(row.coverCaption), credit: text(row.coverCredit) }
      : null,
    categoryId: id(row.category),
    authorIds: ids(row.authors),
    tagIds: ids(row.tags),
    publicationDate: wireDate(row.publicationDate),
    updateDate: wireDate(row.updateDate),
    updateNote: text(row.updateNote),
    lead: row.lead === true,
    breaking: row.breaking === true,
    relatedIds: ids(row.related),
    seo: { title: text(row.seoTitle), description: text(row.seoDescription), imageId: idOrNull(row.seoImage) },
  };
}

interface ArticleRow {
  documentId: string;
  locale: string;
  title: string | null;
  slug: string | null;
  summary: string | null;
  body: string | null;
  cover: Ref | null;
  coverAlt: string | null;
  coverCaption: string | null;
  coverCredit: string | null;
  category: Ref | null;
  authors: Ref[];
  tags: Ref[];
  publicationDate: string | null;
  updateDate: string | null;
  updateNote: string | null;
  lead: boolean | null;
  breaking: boolean | null;
  related: Ref[];
  seoTitle: string | null;
  seoDescription: string | null;
  seoImage: Ref | null;
}
