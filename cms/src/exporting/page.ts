import type { Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { text } from './wire-form';

/** The published versions of these pages in one language, in the wire form of shared's `pageDocument`, unchecked. */
export async function loadPages(strapi: Core.Strapi, documentIds: readonly string[], locale: Locale): Promise<Map<string, unknown>> {
  const rows: PageRow[] = await strapi.db.query('api::page.page').findMany({
    where: { documentId: { $in: documentIds }, locale, publishedAt: { $notNull: true } },
  });
  return new Map(
    rows.map(({ documentId, title, slug, summary, body, footerPosition, ...row }) => [
      documentId,
      { id: documentId, locale: row.locale, title, slug, summary: text(summary), body: text(body), footerPosition },
    ]),
  );
}

interface PageRow {
  documentId: string;
  locale: string;
  title: string | null;
  slug: string | null;
  summary: string | null;
  body: string | null;
  footerPosition: number | null;
}
