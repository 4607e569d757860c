import { z } from 'zod';

import { documentId } from '../brands.js';
import { perLocale } from './per-locale.js';

/** How often an article was read, as of the last full hour: all readings since it appeared, by language. */
export const viewsDocument = z.object({
  /** The article's. */
  id: documentId,
  counts: perLocale(z.int().nonnegative()),
});

export type ViewsDocument = z.infer<typeof viewsDocument>;
