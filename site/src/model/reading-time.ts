import type { Locale } from '@broadsheet/shared';

import { languages } from '../i18n/languages.ts';

/** Whole minutes that so many words take to read, at least one. */
export function readingMinutes(locale: Locale, words: number): number {
  return Math.max(1, Math.round(words / languages[locale].wordsInMinute));
}
