/** Places at which long words of headlines may break: browsers know no hyphenation for Armenian, and some of them none at all. */
import type { Locale } from '@broadsheet/shared';
import { hyphenateSync as english } from 'hyphen/en-gb';
import { hyphenateSync as armenian } from 'hyphen/hy';
import { hyphenateSync as russian } from 'hyphen/ru';

/** In letters: a shorter word fits a line of the narrowest screen. Armenian letters are wide. */
const longWord: Record<Locale, number> = { en: 14, ru: 14, hy: 10 };

/** A headline with soft hyphens in its long words. */
export function softHyphens(locale: Locale, headline: string): string {
  const minWordLength = longWord[locale];
  return new RegExp(`\\p{L}{${minWordLength}}`, 'u').test(headline) ? hyphenators[locale](headline, { minWordLength }) : headline;
}

const hyphenators: Record<Locale, typeof english> = { en: english, ru: russian, hy: armenian };
