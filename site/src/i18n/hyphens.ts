/** Places at which long words may break: browsers know no hyphenation for Armenian, and some of them none at all. */
import type { Locale } from '@broadsheet/shared';
import { hyphenateSync as english } from 'hyphen/en-gb';
import { hyphenateSync as armenian } from 'hyphen/hy';
import { hyphenateSync as russian } from 'hyphen/ru';

import { Recent } from '../content/recent.ts';
import { languages } from './languages.ts';

/**
 * A headline with soft hyphens in its long words.
 * @param long in letters
 */
export function softHyphens(locale: Locale, headline: string, long = languages[locale].longWord): string {
  return headlines.keep(`${locale} ${long} ${headline}`, () =>
    headline.replaceAll(/\p{L}+/gu, (word) => (word.length < long ? word : broken(locale, word))),
  );
}

/** A text with soft hyphens, in a language that browsers do not hyphenate by themselves; tags and entities stay as they are. */
export function hyphenatedHtml(locale: Locale, html: string): string {
  if (languages[locale].hyphenatedByBrowsers) return html;
  return html.replaceAll(/<[^>]*>|&[#\w]+;|\p{L}{9,}/gu, (part) => (/^[<&]/.test(part) ? part : broken(locale, part)));
}

/** Without soft hyphens: for search, feeds, and whatever counts letters. */
export function withoutSoftHyphens(text: string): string {
  return text.replaceAll('\u00ad', '');
}

function broken(locale: Locale, word: string): string {
  return words.keep(`${locale} ${word}`, () => hyphenators[locale](word, { minWordLength: 1 }));
}

const hyphenators: Record<Locale, typeof english> = { en: english, ru: russian, hy: armenian };
// Headlines and long words come again and again, and the patterns are slow.
const headlines = new Recent<string>(10_000);
const words = new Recent<string>(20_000);
