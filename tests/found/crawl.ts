/** Reads a whole site as a search engine does: from its front pages, sitemaps and feeds along every link. */
import type { Page as Tab } from 'playwright-core';

import { readHtml, readXml, type HtmlFacts, type XmlElement } from './read-in-browser.ts';

export interface CrawledPage extends HtmlFacts {
  path: string;
}

export interface CrawledFile {
  type: string;
  bytes: Buffer;
}

export interface CrawledSite {
  origin: string;
  /** HTML pages by path; those that only lead on are in `moved`. */
  pages: Map<string, CrawledPage>;
  moved: Map<string, string>;
  /** Feeds and sitemaps by path. */
  xml: Map<string, XmlElement>;
  /** Everything that answered, by path. */
  files: Map<string, CrawledFile>;
  /** What is linked and does not answer, or is no well-formed XML: a sentence each. */
  dead: string[];
}

/**
 * @param origin where the site is served, without a slash at the end
 * @param starts paths that nothing needs to link to
 * @param tab any tab of a browser: its parsers are used
 */
export async function crawl(origin: string, starts: readonly string[], tab: Tab): Promise<CrawledSite> {
  const site: CrawledSite = { origin, pages: new Map(), moved: new Map(), xml: new Map(), files: new Map(), dead: [] };
  const asked = new Set(starts);
  const queue = starts.map((path) => ({ path, from: 'the start' }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, from } = next;
    const response = await fetch(origin + path);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200) {
      site.dead.push(`${path} answers ${response.status}; it is linked from ${from}`);
      continue;
    }
    const type = response.headers.get('content-type') ?? '';
    site.files.set(path, { type, bytes });
    for (const url of await linksIn(site, path, type, bytes.toString(), tab)) {
      const to = pathWithin(origin, url, path);
      if (to === null || asked.has(to)) continue;
      asked.add(to);
      queue.push({ path: to, from: path });
    }
  }
  return site;
}

/** The path of an address of this site, without its anchor; null for another site's. */
export function pathWithin(origin: string, url: string, base: string): string | null {
  const parsed = URL.parse(url, origin + base);
  return parsed?.origin === origin ? parsed.pathname : null;
}

async function linksIn(site: CrawledSite, path: string, type: string, text: string, tab: Tab): Promise<string[]> {
  if (type.startsWith('text/html')) {
    const facts = await readHtml(tab, text);
    if (facts.refresh !== null) site.moved.set(path, facts.refresh);
    else if (!path.startsWith('/fragments/')) site.pages.set(path, { path, ...facts });
    return [...facts.addresses, ...facts.jsonLd.flatMap((json) => within(site.origin, json))];
  }
  if (type.startsWith('application/xml') || type.startsWith('text/xml')) {
    const root = await readXml(tab, text);
    if (typeof root === 'string') {
      site.dead.push(`${path} is no well-formed XML: ${root}`);
      return [];
    }
    site.xml.set(path, root);
    return within(site.origin, text);
  }
  if (/^text\/css/.test(type)) return [...text.matchAll(/url\(["']?([^"')]+)["']?\)/g)].flatMap(([, url]) => url ?? []);
  if (/json/.test(type)) return [...text.matchAll(/"(?:src|start_url|id)":"([^"]+)"/g)].flatMap(([, url]) => url ?? []);
  // Old addresses with where they lead.
  if (path === '/redirects.map') return text.split(/[\s;]+/).filter((path) => path !== '' && path !== '/_/');
  // The statement of a fragment: addresses in sources and links.
  if (path.startsWith('/fragments/')) return [...text.matchAll(/(?<=[" ])\/[\w./-]+/g)].map(([url]) => url);
  return type.startsWith('text/plain') ? within(site.origin, text) : [];
}

// Wherever they stand: in elements, attributes, and in the HTML that feeds carry.
function within(origin: string, text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>&,]+/g)].map(([url]) => url).filter((url) => url.startsWith(`${origin}/`) || url === origin);
}
