import { z } from 'zod';

import { cursor, documentId } from '../brands.js';
import { locale } from '../locales.js';
import { articleDocument } from './article.js';
import { editionDocument } from './edition.js';
import { fileDocument } from './file.js';
import { authorDocument, categoryDocument, tagDocument } from './names.js';
import { pageDocument } from './page.js';
import { redirectDocument } from './redirect.js';
import { siteSettingDocument } from './site-setting.js';
import { viewsDocument } from './views.js';

/** What crosses the feed, by type, with the schema of each. */
export const documentSchemas = {
  article: articleDocument,
  page: pageDocument,
  category: categoryDocument,
  author: authorDocument,
  tag: tagDocument,
  file: fileDocument,
  redirect: redirectDocument,
  'site-setting': siteSettingDocument,
  edition: editionDocument,
  views: viewsDocument,
} as const;

export const documentTypes = Object.keys(documentSchemas) as [DocumentType, ...DocumentType[]];
export type DocumentType = keyof typeof documentSchemas;
export type DocumentOf<T extends DocumentType> = z.infer<(typeof documentSchemas)[T]>;

/** The types of which each language version is a document of its own; all others cross once, with `locale: null`. */
export const localizedTypes = ['article', 'page', 'edition'] as const satisfies readonly DocumentType[];

export function isLocalizedType(type: DocumentType): type is (typeof localizedTypes)[number] {
  return type === 'article' || type === 'page' || type === 'edition';
}

// Every line carries these; `locale` is null for what is the same document in all languages.
const place = z.object({
  cursor,
  type: z.enum(documentTypes),
  id: documentId,
  locale: locale.nullable(),
  /** When the cms accepted the change, ISO 8601 in UTC. */
  at: z.iso.datetime(),
});

/** A document that is no longer published. */
export const goneChange = place.extend({ state: z.literal('gone') });

/** A document as it is published now. */
export const liveChange = z.discriminatedUnion('type', [
  live('article'),
  live('page'),
  live('category'),
  live('author'),
  live('tag'),
  live('file'),
  live('redirect'),
  live('site-setting'),
  live('edition'),
  live('views'),
]);

/** One document of the feed: what it says now, or that it is no longer published. */
export const change = z.union([goneChange, liveChange]);

/** The last line: everything up to `cursor` has been sent. */
export const feedEnd = z.object({ cursor, end: z.literal(true) });

/** One line of `GET /api/changes`. */
export const feedLine = z.union([feedEnd, change]);

export type GoneChange = z.infer<typeof goneChange>;
export type LiveChange = z.infer<typeof liveChange>;
export type Change = z.infer<typeof change>;
export type FeedEnd = z.infer<typeof feedEnd>;
export type FeedLine = z.infer<typeof feedLine>;

/** The response header that names the change log. Another name means another database: begin again at 0. */
export const changeLogHeader = 'x-change-log';

/**
 * The response header that names the life of the change log which the answer ends in; a reader hands it back as `life`.
 * A restored older copy of a database has the log's name but not its later lives, so its cursors are not taken for others.
 */
export const changeLifeHeader = 'x-change-log-life';

function live<T extends DocumentType>(type: T) {
  return place.extend({ type: z.literal(type), state: z.literal('live'), document: documentSchemas[type] });
}
