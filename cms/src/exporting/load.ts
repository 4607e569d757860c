import { type DocumentOf, documentSchemas, type DocumentType, type Locale, locale as localeSchema } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import type { z } from 'zod';

import { loadArticles } from './article';
import { loadFiles } from './file';
import { loadAuthors, loadCategories, loadTags } from './names';
import { loadPages } from './page';
import { loadRedirects } from './redirect';
import { loadSiteSettings } from './site-setting';
import { loadViews } from './views';

/** A document as readers may see it, or what keeps it from them. */
export type Loaded = { ok: true; document: DocumentOf<DocumentType> } | { ok: false; problems: string[] };

/**
 * Loads live documents of one type (and language) in a few statements, and checks each against shared's contract.
 * @returns by documentId; one that is not there, or is not published, is absent
 */
export async function loadDocuments(
  strapi: Core.Strapi,
  type: DocumentType,
  locale: Locale | null,
  ids: readonly string[],
): Promise<Map<string, Loaded>> {
  const rows = await loaders[type](strapi, ids, locale);
  return new Map([...rows].map(([id, row]) => [id, check(type, row)]));
}

type Loader = (strapi: Core.Strapi, ids: readonly string[], locale: Locale | null) => Promise<Map<string, unknown>>;

const loaders: Record<DocumentType, Loader> = {
  article: (strapi, ids, locale) => loadArticles(strapi, ids, localeSchema.parse(locale)),
  page: (strapi, ids, locale) => loadPages(strapi, ids, localeSchema.parse(locale)),
  category: loadCategories,
  author: loadAuthors,
  tag: loadTags,
  file: loadFiles,
  redirect: loadRedirects,
  'site-setting': loadSiteSettings,
  views: loadViews,
  // Its row in the log is all there is of it.
  edition: (_strapi, ids, locale) => Promise.resolve(new Map(ids.map((id) => [id, { id, locale }]))),
};

function check(type: DocumentType, row: unknown): Loaded {
  const parsed = documentSchemas[type].safeParse(row);
  return parsed.success ? { ok: true, document: parsed.data } : { ok: false, problems: parsed.error.issues.map(problem) };
}

function problem(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.') || 'document'}: ${issue.message}`;
}
