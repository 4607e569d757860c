import type { Locale } from '@broadsheet/shared';

/**
 * Words that a grown reader reads silently in a minute, by language: English and Russian as measured with the same texts by
 * Trauzettel-Klosinski and Dietz (IReST, https://doi.org/10.1167/iovs.11-8284). Armenian has not been measured; its words are
 * about as long as Russian ones.
 */
const wordsInMinute: Record<Locale, number> = { en: 228, ru: 184, hy: 184 };

/** Whole minutes that a text takes to read, at least one. */
export function readingMinutes(locale: Locale, text: string): number {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return Math.max(1, Math.round(words / wordsInMinute[locale]));
}
