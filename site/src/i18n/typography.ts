/** What a compositor does to a text: each language's quotes, and spaces at which its lines do not break. */
import type { Locale } from '@broadsheet/shared';
import Typograf from 'typograf';

import { Recent } from '../content/recent.ts';

/** A text or cleaned HTML, set; tags, code and addresses stay as they are. What is right already does not change. */
export function typeset(locale: Locale, text: string): string {
  if (locale !== 'ru' && !hasQuotes.test(text)) return text;
  const set = (): string => compositors[locale].execute(text);
  return text.length > longestHeadline ? set() : headlines.keep(`${locale} ${text}`, set);
}

/** The same for the cleaned HTML of a story. Typograf sets each paragraph by itself: those in which there is nothing to set are kept from it. */
export function typesetHtml(locale: Locale, html: string): string {
  // Every second part is a paragraph or heading.
  const parts = html.split(block);
  const found: number[] = [];
  for (const [at, part] of parts.entries()) {
    const words = part.replaceAll(/<[^>]*>/g, '');
    if (at % 2 === 0 && (words.trim() !== '' || asItIs.test(part))) return compositors[locale].execute(html);
    if ((locale === 'ru' ? /\S/ : hasQuotes).test(words)) found.push(at);
  }
  if (found.length === 0) return html;
  const blocks = compositors[locale].execute(found.map((at) => parts[at]).join('')).split(block);
  if (blocks.length !== 2 * found.length + 1) return compositors[locale].execute(html);
  for (const [n, at] of found.entries()) parts[at] = blocks[2 * n + 1] ?? '';
  return parts.join('');
}

const block = /(<p(?:\s[^>]*)?>[^]*?<\/p>|<h[1-6](?:\s[^>]*)?>[^]*?<\/h[1-6]>)/;
// Typograf looks for these before it looks for paragraphs.
const asItIs = /<(?:pre|code|kbd|samp|var)\b/;

// Titles and standfirsts stand in many lists.
const longestHeadline = 1000;
const headlines = new Recent<string>(10_000);

const quotes = ['common/punctuation/quote', 'common/punctuation/apostrophe'];
const russian = [
  'ru/dash/main',
  'ru/nbsp/abbr',
  'ru/nbsp/afterNumberSign',
  'ru/nbsp/beforeParticle',
  'ru/nbsp/centuries',
  'ru/nbsp/dayMonth',
  'ru/nbsp/initials',
  'ru/nbsp/mln',
  'ru/nbsp/year',
  'ru/nbsp/years',
  'common/nbsp/afterShortWord',
  'common/nbsp/afterNumber',
  'common/nbsp/afterSectionMark',
];

const compositors: Record<Locale, Typograf> = {
  // The newspaper's quotes are double outside.
  en: compositor('en-US', quotes),
  ru: compositor('ru', [...quotes, ...russian]),
  // It quotes as Russian does.
  hy: compositor('ru', ['common/punctuation/quote']),
};

// A text in which there is nothing to set comes out as it is; most headlines do. In Russian nearly all have short words.
const hasQuotes = /[«‹»›„“‟”"'&<\r\uf000-\uf0ff]/;

// Only what is named here: the others correct an editor's words.
function compositor(language: 'en-US' | 'ru', rules: string[]): Typograf {
  const made = new Typograf({ locale: [language], disableRule: '*', enableRule: rules });
  made.setSetting('common/nbsp/afterShortWord', 'lengthShortWord', 2);
  return made;
}
