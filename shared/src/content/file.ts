import { z } from 'zod';

import { documentId } from '../brands.js';

/** An uploaded file. Its bytes are read from the cms at `url`. */
export const fileDocument = z.object({
  id: documentId,
  /** Where the cms serves it, from its root: `/uploads/a.jpg`. Nowhere else: the publisher asks for whatever stands here. */
  url: z.string().regex(/^\/uploads\/(?!(?:.*\/)?\.\.?(?:\/|$))[^\\]+$/, 'is not an uploaded file of the cms'),
  mime: z.string(),
  /** Changes whenever the bytes change, also when a file is replaced under the same address. */
  version: z.string(),
  /** Pixels; null for what is not a picture. */
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  /** Bytes. */
  size: z.number().nonnegative(),
  /** What a crop must keep, in per cent from the left and the top; null: the centre. */
  focalPoint: z.object({ x: z.number().min(0).max(100), y: z.number().min(0).max(100) }).nullable(),
  alt: z.string(),
  caption: z.string(),
});

export type FileDocument = z.infer<typeof fileDocument>;
