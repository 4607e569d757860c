import { z } from 'zod';

import { documentId } from '../brands.js';
import { slug } from '../slugs.js';
import { perLocale } from './per-locale.js';

// Sections, authors and tags are chosen once for all languages of an article, so each crosses as one
// document that carries the words of every language.
const named = z.object({
  id: documentId,
  name: perLocale(z.string().trim().min(1)),
  slug: perLocale(slug),
});

/** A section of the newspaper. */
export const categoryDocument = named.extend({
  description: perLocale(z.string()),
});

/** Who a story is by: a person or an organisation. */
export const authorDocument = named.extend({
  kind: z.enum(['person', 'organisation']),
  biography: perLocale(z.string()),
  portraitId: documentId.nullable(),
});

export const tagDocument = named;

export type CategoryDocument = z.infer<typeof categoryDocument>;
export type AuthorDocument = z.infer<typeof authorDocument>;
export type TagDocument = z.infer<typeof tagDocument>;
