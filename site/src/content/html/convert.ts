import type { Locale } from '@broadsheet/shared';
import { Marked } from 'marked';
import markedFootnote from 'marked-footnote';

import { hyphenatedHtml } from '../../i18n/hyphens.ts';
import { fill, strings } from '../../i18n/strings.ts';
import { typesetHtml } from '../../i18n/typography.ts';
import { newspaperBlocks } from './blocks.ts';
import { cleanHtml } from './clean.ts';
import { framedCards } from './embeds.ts';
import { escapeText } from './escape.ts';
import { orderedHeadings } from './headings.ts';
import { namedReturns } from './note-returns.ts';

/** Markdown as safe HTML, in which pictures are still plain `<img>` with the address that the editor wrote. */
export function convert(markdown: string, locale: Locale): string {
  return hyphenatedHtml(locale, typesetHtml(locale, htmlOf(markdown, locale)));
}

// Thousands of quotes in one another are more than the stack holds. One such text must not cost a feed, or the search, its other stories.
function htmlOf(markdown: string, locale: Locale): string {
  try {
    return afterwards.reduce((made, step) => step(made), markedFor(locale).parse(markdown, { async: false }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `<p>${escapeText(markdown)}</p>`;
  }
}

/** What is done to the HTML that Markdown became, in this order. */
const afterwards: ((html: string) => string)[] = [cleanHtml, orderedHeadings, namedReturns, framedCards];

// The extension for notes keeps what it found of a text to itself, so each text has a converter of its own.
function markedFor(locale: Locale): Marked {
  const words = strings(locale);
  const notes = markedFootnote({
    description: words.footnotes,
    headingClass: 'footnotes-title',
    backRefLabel: fill(words.footnoteBack, { number: '{0}' }),
  });
  return new Marked({ gfm: true }, notes, newspaperBlocks(words));
}
