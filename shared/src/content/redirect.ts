import { z } from 'zod';

import { documentId, mapAddress, sitePath } from '../brands.js';
import { locale } from '../locales.js';

/**
 * An address that once stood. `from` is a whole path for an article or page (`/2026/04/old/`), and the root of a
 * section, author or tag (`/old-section/`), whose months and feeds move with it. One that no file can stand at (`/?p=12`)
 * is led on by the web server alone.
 *
 * A target that is a document leads to wherever that document stands now, so chains cannot form; while it is not
 * published the old address does not exist. A page that stands at `from` wins over the redirect.
 */
export const redirectDocument = z.object({
  id: documentId,
  from: z.union([sitePath, mapAddress]),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['article', 'page', 'category', 'author', 'tag']), id: documentId, locale }),
    z.object({ kind: z.literal('address'), url: z.union([sitePath, z.url({ protocol: /^https$/ })]) }),
  ]),
});

export type RedirectDocument = z.infer<typeof redirectDocument>;
