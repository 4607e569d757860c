import { z } from 'zod';

import { documentId } from '../brands.js';
import { locale } from '../locales.js';

/**
 * The newspaper in one language. It changes (the time of its change says when) whenever a published story leaves one of
 * its lists or moves down in it: withdrawn, given another section, author or date. Feeds take their date from it, since what is no longer
 * there cannot tell when it went.
 */
export const editionDocument = z.object({
  /** The language again. */
  id: documentId,
  locale,
});

export type EditionDocument = z.infer<typeof editionDocument>;
