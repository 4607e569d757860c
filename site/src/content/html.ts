import type { Locale } from '@broadsheet/shared';

import { convert } from './html/convert.ts';
import { placePictures } from './html/place-pictures.ts';
import { countWords, plainText } from './html/plain-text.ts';
import { keepHtml, type ConvertedHtml, type Text } from './kept-html.ts';
import type { Reading, Store } from './reading.ts';
import { Recent } from './recent.ts';

/**
 * Markdown as safe HTML: headings from h2, raw HTML cleaned to a safe set, pictures of our own only.
 * The costly part is kept in the store under the key of its source; only what depends on more is put in at each render.
 * @param locale the language of the words that are put beside the text (the heading of the notes, the kind of a link)
 */
export function markdownHtml(reading: Reading, text: Text, locale: Locale): string {
  return placePictures(reading, ownLinks(reading, converted(reading, text, locale).html));
}

/** The plain text of Markdown, for search and descriptions: without notes' marks and what stands beside the text. */
export function markdownText(reading: Reading, text: Text, locale: Locale): string {
  return plainText(converted(reading, text, locale).html);
}

/** How many words that text has. */
export function markdownWords(reading: Reading, text: Text, locale: Locale): number {
  return converted(reading, text, locale).words;
}

// Raise when anything in `html/` changes what comes out, or how words are counted, so that kept HTML is made anew.
const conversion = '8';

function converted(reading: Reading, text: Text, locale: Locale): Converted {
  const key = `${conversion} ${locale} ${text.key}`;
  const { bodies, last } = latelyIn(reading.store);
  // A page asks several times for its text.
  if (key === last.key) return last.converted;
  const found = bodies.keep(key, () => {
    // As bytes: SQLite's own text is made of them one by one, which takes three times as long where letters are not Latin.
    const kept = reading.get<{ html: Buffer; words: number }>(
      'select cast(html as blob) as html, words from article_html where key = ?',
      key,
    );
    if (kept) return { html: utf8.decode(kept.html), words: kept.words };
    const html = convert(text.markdown(), locale);
    const words = countWords(plainText(html));
    // A process that only reads leaves it to the one that writes.
    if (reading.store.readonly) unkept.push([key, html, words]);
    else keepHtml(reading.store, [[key, html, words]]);
    return { html, words };
  });
  Object.assign(last, { key, converted: found });
  return found;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

interface Converted {
  html: string;
  words: number;
}

/** What was converted since the last call in a process that only reads, for the one that writes. */
export function takeConverted(): ConvertedHtml[] {
  return unkept.splice(0);
}

const unkept: ConvertedHtml[] = [];

// The names of texts are those of one store: a cms whose backup was put back gives them anew.
function latelyIn(store: Store): Lately {
  let lately = ofStores.get(store);
  if (!lately) ofStores.set(store, (lately = { bodies: new Recent(300), last: { key: '', converted: { html: '', words: 0 } } }));
  return lately;
}

const ofStores = new WeakMap<Store, Lately>();

interface Lately {
  /** A body is on its own page, and in several feeds. */
  bodies: Recent<Converted>;
  last: { key: string; converted: Converted };
}

// Editors paste the address of a story as they see it; it is no link to another site, and the site may move.
function ownLinks(reading: Reading, html: string): string {
  return html.replaceAll(/<a href="([^"]*)" rel="external noopener"/g, (whole, href: string) =>
    href === reading.siteUrl || href.startsWith(`${reading.siteUrl}/`) ? `<a href="${href.slice(reading.siteUrl.length) || '/'}"` : whole,
  );
}
