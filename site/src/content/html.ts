import { createHash } from 'node:crypto';

import type { Locale } from '@broadsheet/shared';

import { convert } from './html/convert.ts';
import { placePictures } from './html/place-pictures.ts';
import { plainText } from './html/plain-text.ts';
import { keepHtml, type ConvertedHtml } from './kept-html.ts';
import type { Reading } from './reading.ts';
import { Recent } from './recent.ts';

/**
 * Markdown as safe HTML: headings from h2, raw HTML cleaned to a safe set, pictures of our own only.
 * The costly part is kept in the store under the hash of its source; only what depends on more is put in at each render.
 * @param locale the language of the words that are put beside the text (the heading of the notes, the kind of a link)
 */
export function markdownHtml(reading: Reading, markdown: string, locale: Locale): string {
  return placePictures(reading, ownLinks(reading, cachedHtml(reading, markdown, locale)));
}

/** The plain text of Markdown, for search and descriptions: without notes' marks and what stands beside the text. */
export function markdownText(reading: Reading, markdown: string, locale: Locale): string {
  return plainText(cachedHtml(reading, markdown, locale));
}

// Raise when anything in `html/` changes what comes out, so that kept HTML is made anew.
const conversion = '8';

function cachedHtml(reading: Reading, markdown: string, locale: Locale): string {
  const hash = createHash('sha256').update(`${conversion}\0${locale}\0`).update(markdown).digest('base64url');
  return lately.keep(hash, () => {
    const kept = reading.get<{ html: string }>('select html from article_html where hash = ?', hash);
    if (kept) return kept.html;
    const html = convert(markdown, locale);
    // A process that only reads leaves it to the one that writes.
    if (reading.store.readonly) unkept.push([hash, html]);
    else keepHtml(reading.store, [[hash, html]]);
    return html;
  });
}

/** What was converted since the last call in a process that only reads, for the one that writes. */
export function takeConverted(): ConvertedHtml[] {
  return unkept.splice(0);
}

const unkept: ConvertedHtml[] = [];
// A body is on its own page, and in several feeds.
const lately = new Recent<string>(1000);

// Editors paste the address of a story as they see it; it is no link to another site, and the site may move.
function ownLinks(reading: Reading, html: string): string {
  return html.replaceAll(/<a href="([^"]*)" rel="external noopener"/g, (whole, href: string) =>
    href === reading.siteUrl || href.startsWith(`${reading.siteUrl}/`) ? `<a href="${href.slice(reading.siteUrl.length) || '/'}"` : whole,
  );
}
