import { z } from 'zod';

import { documentId } from '../brands.js';
import { locale } from '../locales.js';
import { slug } from '../slugs.js';

/** One published language version of an article, as it crosses from the cms to the site. */
export const articleDocument = z.object({
  id: documentId,
  locale,
  /** Plain text. */
  title: z.string().trim().min(1).max(500),
  slug,
  /** The standfirst, plain text; empty when there is none. */
  summary: z.string(),
  /** Markdown; raw HTML in it is cleaned by the site. */
  body: z.string(),
  cover: z
    .object({
      fileId: documentId,
      alt: z.string(),
      caption: z.string(),
      credit: z.string(),
    })
    .nullable(),
  categoryId: documentId,
  /** In the order of the byline. */
  authorIds: z.array(documentId),
  tagIds: z.array(documentId),
  /** First publication of this language version, ISO 8601 in UTC. */
  publicationDate: z.iso.datetime(),
  /** Set only when an editor says that the story was updated; ISO 8601 in UTC. */
  updateDate: z.iso.datetime().nullable(),
  updateNote: z.string(),
  lead: z.boolean(),
  breaking: z.boolean(),
  relatedIds: z.array(documentId),
  seo: z.object({
    /** Empty: the title and summary serve. */
    title: z.string(),
    description: z.string(),
    imageId: documentId.nullable(),
  }),
});

export type ArticleDocument = z.infer<typeof articleDocument>;
