/** The articles and names of a newsroom, read from its changes feed as its publisher reads them. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

import {
  articleDocument,
  authorDocument,
  categoryDocument,
  fileDocument,
  pathOf,
  tagDocument,
  type ArticleDocument,
  type AuthorDocument,
  type CategoryDocument,
  type FileDocument,
  type Locale,
  type SitePath,
  type TagDocument,
} from '@broadsheet/shared';
import { z } from 'zod';

export type NameDocument = CategoryDocument | AuthorDocument | TagDocument;
export type NameKind = 'section' | 'author' | 'tag';

/** Everything that is live. */
export interface Archive {
  siteUrl: string;
  timeZone: string;
  articles: ArticleDocument[];
  names: Record<NameKind, NameDocument[]>;
  files: FileDocument[];
}

const line = z.looseObject({ type: z.string().optional(), state: z.string().optional(), document: z.unknown().optional() });
const nameDocuments = { section: categoryDocument, author: authorDocument, tag: tagDocument };
const kinds: Readonly<Record<string, NameKind>> = { category: 'section', author: 'author', tag: 'tag' };

/** The whole feed as the cms sends it. @throws Error when it does not answer with 200 */
export async function openFeed(cmsUrl: string, token: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(`${cmsUrl}/api/changes?after=0`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok || !response.body) throw new Error(`The changes feed answered with status ${response.status}.`);
  return response.body;
}

export async function readArchive(cmsUrl: string, token: string, siteUrl: string): Promise<Archive> {
  const archive: Archive = { siteUrl, timeZone: 'UTC', articles: [], names: { section: [], author: [], tag: [] }, files: [] };
  const lines = createInterface({ input: Readable.from(await openFeed(cmsUrl, token)), crlfDelay: Infinity });
  for await (const text of lines) {
    const { type, state, document } = line.parse(JSON.parse(text));
    if (state !== 'live' || type === undefined) continue;
    const kind = kinds[type];
    if (type === 'article') archive.articles.push(articleDocument.parse(document));
    else if (type === 'file') archive.files.push(fileDocument.parse(document));
    else if (type === 'site-setting') ({ timeZone: archive.timeZone } = z.object({ timeZone: z.string() }).parse(document));
    else if (kind) archive.names[kind].push(nameDocuments[kind].parse(document));
  }
  archive.articles.sort((a, b) => Date.parse(b.publicationDate) - Date.parse(a.publicationDate) || (a.id < b.id ? 1 : -1));
  return archive;
}

/** Where the list of a name stands; null when it has no name in the language. */
export function listPath(kind: NameKind, { slug }: NameDocument, locale: Locale): SitePath | null {
  const own = slug[locale];
  if (own === undefined) return null;
  return kind === 'section' ? pathOf({ kind: 'named', locale, slug: own }) : pathOf({ kind, locale, slug: own });
}
