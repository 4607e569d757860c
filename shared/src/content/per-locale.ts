import { z } from 'zod';

import { locales, type Locale } from '../locales.js';

/** One value a language; a language without one is absent. */
export type PerLocale<T> = { [L in Locale]?: T | undefined };

/** Parses `{ en?, ru?, hy? }`; an empty, null or undefined entry is dropped, so that "absent" has one form. */
export function perLocale<T extends z.ZodType>(of: T) {
  return z.preprocess(
    dropEmpty,
    z.object(Object.fromEntries(locales.map((locale) => [locale, of.optional()])) as Record<Locale, z.ZodOptional<T>>),
  );
}

function dropEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined && entry !== ''));
}
