/** Places at which long words of headlines may break: browsers know no hyphenation for Armenian, and some of them none at all. */
import type { Locale } from '@broadsheet/shared';
import { hyphenateSync as english } from 'hyphen/en-gb';
import { hyphenateSync as armenian } from 'hyphen/hy';
import { hyphenateSync as russian } from 'hyphen/ru';

/** A shorter word fits a line of the narrowest screen. */
const longWord = 14;

/** A headline with soft hyphens in its long words. */
export function softHyphens(locale: Locale, headline: string): string {
  return hasLongWord.test(headline) ? hyphenators[locale](headline, { minWordLength: longWord }) : headline;
}

const hasLongWord = new RegExp(`\\p{L}{${longWord}}`, 'u');

const hyphenators: Record<Locale, typeof english> = { en: english, ru: russian, hy: armenian };
