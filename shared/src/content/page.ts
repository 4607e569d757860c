import { z } from 'zod';

import { documentId } from '../brands.js';
import { locale } from '../locales.js';
import { slug } from '../slugs.js';

/** One published language version of a page that stands at `/{slug}/`: about, contacts, privacy. */
export const pageDocument = z.object({
  id: documentId,
  locale,
  title: z.string().trim().min(1),
  slug,
  summary: z.string(),
  /** Markdown. */
  body: z.string(),
  /** Its place among the links at the foot of every page, 1 first; null: no link there. */
  footerPosition: z.int().positive().nullable().default(null),
});

export type PageDocument = z.infer<typeof pageDocument>;
