import { z } from 'zod';

import { locales } from './locales.js';

/** The last part of an address: lower-case ASCII letters, digits and single hyphens, 1 to 120 characters. */
export const slug = z
  .string()
  .max(120, 'is longer than 120 characters')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'may hold only lower-case Latin letters, digits and single hyphens');

/** The page that says how views are counted; the same in every language. */
export const viewCountingSlug = 'how-we-count-views';

/** Words that the site's own addresses use; a section, page, author, tag or article may not be called so. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  ...locales,
  'search',
  'authors',
  'tags',
  'feeds',
  'media',
  'api',
  'admin',
  'uploads',
  'sitemaps',
  'fragments',
  'rss',
  '404',
  'index',
  viewCountingSlug,
]);

/** True for a word that the site keeps for itself: a language, a fixed address, or a year (four digits). */
export function isReservedSlug(value: string): boolean {
  return reservedSlugs.has(value) || /^\d{4}$/.test(value);
}
