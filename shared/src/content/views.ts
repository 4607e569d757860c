import { z } from 'zod';

import { documentId } from '../brands.js';
import { locale } from '../locales.js';
import { perLocale } from './per-locale.js';

/** How often an article was read, as of the last full hour: all readings since it appeared, by language. */
export const viewsDocument = z.object({
  /** The article's. */
  id: documentId,
  counts: perLocale(z.int().nonnegative()),
});

/**
 * The stories of one language that had the most readers, the most first: of one section, or of all (null).
 * Longer than what is shown, since some of them may be withdrawn meanwhile. `day` is the last 24 hours, `week` the last seven days.
 */
export const mostReadList = z.object({
  locale,
  sectionId: documentId.nullable(),
  day: z.array(documentId),
  week: z.array(documentId),
});

/** What the cms answers to `GET /api/views/most-read`. */
export const mostReadLists = z.array(mostReadList);

export type MostReadList = z.infer<typeof mostReadList>;
export type ViewsDocument = z.infer<typeof viewsDocument>;
