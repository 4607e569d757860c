import type { Core } from '@strapi/strapi';

/** Redirects in the wire form of shared's `redirectDocument`, unchecked. */
export async function loadRedirects(strapi: Core.Strapi, documentIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows: RedirectRow[] = await strapi.db.query('api::redirect.redirect').findMany({ where: { documentId: { $in: documentIds } } });
  return new Map(rows.map((row) => [row.documentId, wireForm(row)]));
}

function wireForm({ documentId, from, to, targetType, targetId, targetLocale }: RedirectRow) {
  return {
    id: documentId,
    from,
    to: to ? { kind: 'address', url: to } : { kind: targetType, id: targetId, locale: targetLocale },
  };
}

interface RedirectRow {
  documentId: string;
  from: string;
  to: string | null;
  targetType: string | null;
  targetId: string | null;
  targetLocale: string | null;
}
