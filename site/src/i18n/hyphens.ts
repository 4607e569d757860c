/** Places at which long words of headlines may break: browsers know no hyphenation for Armenian, and some of them none at all. */
import type { Locale } from '@broadsheet/shared';
import { hyphenateSync as english } from 'hyphen/en-gb';
import { hyphenateSync as armenian } from 'hyphen/hy';
import { hyphenateSync as russian } from 'hyphen/ru';

import { Recent } from '../content/recent.ts';
import { languages } from './languages.ts';

/** A headline with soft hyphens in its long words. */
export function softHyphens(locale: Locale, headline: string): string {
  return hyphenated.keep(`${locale} ${headline}`, () => hyphenate(locale, headline));
}

function hyphenate(locale: Locale, headline: string): string {
  const minWordLength = languages[locale].longWord;
  return new RegExp(`\\p{L}{${minWordLength}}`, 'u').test(headline) ? hyphenators[locale](headline, { minWordLength }) : headline;
}

const hyphenated = new Recent<string>(10_000);
const hyphenators: Record<Locale, typeof english> = { en: english, ru: russian, hy: armenian };
