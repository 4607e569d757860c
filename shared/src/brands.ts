import { z } from 'zod';

/** Strapi's id of a document: the same for all its language versions, drafts and published rows. */
export const documentId = z.string().min(1).max(64).brand<'DocumentId'>();
export type DocumentId = z.infer<typeof documentId>;

/**
 * An address on the site, from the root, without the host: `/ru/2026/04/slug/`, `/rss.xml`.
 * ASCII letters, digits, `-`, `_`, `.` and `/` only.
 */
export const sitePath = z
  .string()
  .max(400)
  .regex(/^\/(?:[a-z0-9_.-]+\/)*(?:[a-z0-9_.-]+)?$/i, 'must start with "/" and hold only letters, digits, "-", "_" and "."')
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), 'must not contain "." or ".." as a part')
  .brand<'SitePath'>();
export type SitePath = z.infer<typeof sitePath>;

/** A place in the change log: a whole number that grows with every commit. 0 is before everything. */
export const cursor = z.int().nonnegative().brand<'Cursor'>();
export type Cursor = z.infer<typeof cursor>;
