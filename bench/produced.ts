/** What a site builder made: counted, and looked into, so that nobody does less work unnoticed. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Produced {
  pages: number;
  others: number;
  bytes: number;
}

// Pictures, search, styles and fonts are made apart, and by none of the others.
const apart = new Set(['media', 'search', '_astro', 'fragments', 'fonts']);

/** Counts HTML pages and the other files of a finished site. */
export function count(folder: string, top = true): Produced {
  const sum: Produced = { pages: 0, others: 0, bytes: 0 };
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (top && apart.has(entry.name)) continue;
      const below = count(full, false);
      sum.pages += below.pages;
      sum.others += below.others;
      sum.bytes += below.bytes;
    } else {
      if (entry.name.endsWith('.html')) sum.pages++;
      else if (/\.(?:xml|txt|webmanifest|map)$/.test(entry.name)) sum.others++;
      else continue;
      sum.bytes += statSync(full).size;
    }
  }
  return sum;
}

/** What is counted on a sample page. */
const elements: Record<string, RegExp> = {
  'links to languages (hreflang)': /<link rel="alternate" hreflang=/g,
  'preview (og:, article:)': /<meta property="(?:og|article):/g,
  'structured data': /application\/ld\+json/g,
  'content policy': /http-equiv="content-security-policy"/g,
  'feeds in the head': /<link rel="alternate" type="application\/rss\+xml"/g,
  'navigation and lists (li)': /<li[ >]/g,
  'archive months (dd)': /<dd[ >]/g,
  headings: /<h[1-4][ >]/g,
  'paragraphs of text': /<p[ >]/g,
  'times of day': /<time /g,
  pictures: /<picture>/g,
  'forms of pictures (source)': /<source /g,
  'links (a)': /<a /g,
  'items of a feed': /<item>/g,
  'whole texts in a feed': /<content:encoded>/g,
  'addresses in a sitemap': /<loc>/g,
};

/**
 * Counts the elements of the same page as each builder made it.
 * @param folders by the builder's name
 * @returns rows of a table, of the elements that at least one of them has; a page that is missing counts as none of anything
 */
export function compareSample(file: string, folders: ReadonlyMap<string, string>): string[][] {
  const texts = [...folders.values()].map((folder) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''));
  const rows = Object.entries(elements).map(([name, pattern]) => [name, ...texts.map((text) => String(text.match(pattern)?.length ?? 0))]);
  const bytes = ['bytes', ...texts.map((text) => String(Buffer.byteLength(text)))];
  return [[`/${file}`, ...folders.keys()], ...rows.filter(([, ...counts]) => counts.some((one) => one !== '0')), bytes];
}
