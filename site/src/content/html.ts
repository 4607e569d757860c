import { createHash } from 'node:crypto';

import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

import { pictureAt, type Picture } from './pictures.ts';
import type { Reading } from './reading.ts';

/**
 * Markdown as safe HTML: headings from h2, raw HTML cleaned to a safe set, pictures of our own only.
 * The costly part is kept in the store under the hash of its source; only pictures are put in at each render.
 */
export function markdownHtml(reading: Reading, markdown: string): string {
  return placePictures(reading, cachedHtml(reading, markdown));
}

/** The plain text of Markdown, for search and descriptions. */
export function markdownText(reading: Reading, markdown: string): string {
  const text = sanitizeHtml(cachedHtml(reading, markdown).replaceAll(/<\/(?:p|h\d|li|blockquote|t[dh]|figcaption)>/g, ' $&'), {
    allowedTags: [],
    allowedAttributes: {},
  });
  return unescapeHtml(text).replaceAll(/\s+/g, ' ').trim();
}

// Raise when the conversion below changes, so that kept HTML is made anew.
const conversion = '1';

function cachedHtml(reading: Reading, markdown: string): string {
  const hash = createHash('sha256').update(conversion).update('\0').update(markdown).digest('base64url');
  const kept = reading.get<{ html: string }>('select html from article_html where hash = ?', hash);
  if (kept) return kept.html;
  const html = convert(markdown);
  reading.store.prepare('insert or ignore into article_html (hash, html) values (?, ?)').run(hash, html);
  return html;
}

function convert(markdown: string): string {
  return sanitizeHtml(marked.parse(markdown, { async: false }), {
    allowedTags: [...sanitizeHtml.defaults.allowedTags.filter((tag) => tag !== 'h1'), 'img', 'del', 'ins', 'figure', 'figcaption'],
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'hreflang'],
      img: ['src', 'alt', 'title'],
      ol: ['start'],
      td: ['colspan', 'rowspan', 'align'],
      th: ['colspan', 'rowspan', 'scope', 'align'],
      '*': ['lang', 'dir', 'id'],
    },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    transformTags: {
      h1: 'h2',
      a: (tagName, attribs) => ({
        tagName,
        attribs: /^https?:/i.test(attribs['href'] ?? '') ? { ...attribs, rel: 'external noopener' } : attribs,
      }),
    },
  });
}

const marked = new Marked({ gfm: true });

function placePictures(reading: Reading, html: string): string {
  return html.replaceAll(/(<p>\s*)?(<img [^>]*>)(\s*<\/p>)?/g, (_all, open: string | undefined, img: string, close: string | undefined) => {
    const attribute = (name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(img)?.[1] ?? '';
    const src = unescapeHtml(attribute('src'));
    const alt = attribute('alt');
    const found = pictureAt(reading, src);
    const alone = open !== undefined && close !== undefined;
    if (!found) return (open ?? '') + elsewhere(src, alt) + (close ?? '');
    const element = pictureHtml(found, alt);
    const caption = attribute('title');
    if (!alone) return (open ?? '') + element + (close ?? '');
    return `<figure>${element}${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;
  });
}

// A picture of another site would be a request to it, so it becomes a link; one of ours that is not ready is left out.
function elsewhere(src: string, alt: string): string {
  return /^https?:/i.test(src) ? `<a href="${escapeHtml(src)}" rel="external noopener">${alt || escapeHtml(src)}</a>` : '';
}

// `alt` is escaped already: it comes out of the cleaned HTML.
function pictureHtml(found: Picture, alt: string): string {
  const sources = found.sources.map(
    ({ type, srcset }) => `<source type="${type}" srcset="${srcset}" sizes="(min-width: 48rem) 42rem, 100vw">`,
  );
  return `<picture>${sources.join('')}<img src="${found.fallback}" width="${found.width}" height="${found.height}" alt="${alt}" loading="lazy" decoding="async"></picture>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
