import type { Locale } from '@broadsheet/shared';

import { languages } from '../i18n/languages.ts';

/** Whole minutes that a text takes to read, at least one. */
export function readingMinutes(locale: Locale, text: string): number {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return Math.max(1, Math.round(words / languages[locale].wordsInMinute));
}
