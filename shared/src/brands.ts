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

/**
 * An old address at which no file of the site can stand, as browsers send it: with letters in per cent form (small
 * ones, UTF-8), with a query, or both: `/2019/04/%d0%b0/`, `/?p=12`. Web servers lead on from it by `redirects.map`.
 */
export const mapAddress = z
  .string()
  .max(1000)
  .regex(
    /^\/(?:[a-z0-9_.~-]|%[0-9a-f]{2}|\/(?!\/))*(?:\?(?:[a-z0-9_.~=&-]|%[0-9a-f]{2})+)?$/i,
    'must be a path and a query as browsers send them',
  )
  .refine((address) => /[%?~]/.test(address), 'must hold what no path of the site can')
  .refine((address) => !/%(?:[01]|7f|2f|5c)/i.test(address), 'must not hide slashes or control characters')
  .refine((address) => !/\/\.\.?(?:[/?]|$)/.test(address), 'must not contain "." or ".." as a part')
  .brand<'MapAddress'>();
export type MapAddress = z.infer<typeof mapAddress>;

/** A place in the change log: a whole number that grows with every commit. 0 is before everything. */
export const cursor = z.int().nonnegative().brand<'Cursor'>();
export type Cursor = z.infer<typeof cursor>;
