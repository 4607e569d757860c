/** Whether everything leads somewhere: links, anchors, sitemaps, languages. Each check returns its complaints. */
import { pathWithin, type CrawledPage, type CrawledSite } from './crawl.ts';
import type { XmlElement } from './read-in-browser.ts';

export function deadAnchors({ origin, pages }: CrawledSite): string[] {
  return [...pages.values()].flatMap((page) =>
    page.anchors.flatMap(({ href }) => {
      const [, anchor = ''] = href.split('#');
      const target = pages.get(pathWithin(origin, href, page.path) ?? '');
      return anchor === '' || !target || target.ids.includes(decodeURIComponent(anchor)) ? [] : [`${page.path}: nothing is called ${href}`];
    }),
  );
}

/** A reader leaves the site over https only, and no link is empty or without words. */
export function badAnchors({ origin, pages }: CrawledSite): string[] {
  return [...pages.values()].flatMap((page) =>
    page.anchors.flatMap(({ href, text }) => {
      const own = pathWithin(origin, href, page.path) !== null;
      const safe = own || /^(?:https:\/\/|mailto:)/.test(href);
      return safe && href !== '' ? [] : [`${page.path}: “${text.trim()}” leads to ${href}`];
    }),
  );
}

/** The pages that search engines may show, by path. */
export function indexed({ pages }: CrawledSite): CrawledPage[] {
  return [...pages.values()].filter(({ meta }) => !meta['robots']?.join().includes('noindex'));
}

/** Every page stands in one sitemap, once, and nothing else does. */
export function sitemapDifferences(site: CrawledSite): string[] {
  const listed = sitemapEntries(site).map(({ path }) => path);
  const stand = new Set(indexed(site).map(({ path }) => path));
  return [
    ...listed.filter((path) => !stand.has(path)).map((path) => `${path} is in a sitemap, and no page that may be indexed`),
    ...[...stand].filter((path) => !listed.includes(path)).map((path) => `${path} is in no sitemap`),
    ...listed.filter((path, index) => listed.indexOf(path) !== index).map((path) => `${path} is in the sitemaps twice`),
  ];
}

export function canonicalDifferences(site: CrawledSite): string[] {
  return indexed(site).flatMap(({ path, canonical }) => (canonical === site.origin + path ? [] : [`${path}: canonical is ${canonical}`]));
}

/** Languages point at each other both ways, with x-default, and sitemaps say the same as pages. */
export function languageDifferences(site: CrawledSite): string[] {
  const { origin, pages } = site;
  const said = new Map(sitemapEntries(site).map(({ path, alternates }) => [path, alternates]));
  return indexed(site).flatMap(({ path, lang, alternates }) => {
    const own = written(alternates);
    const problems = own === (said.get(path) ?? own) ? [] : [`${path}: its sitemap names other languages (${said.get(path)})`];
    if (alternates.length === 0) return problems;
    if (!alternates.some(({ hreflang, href }) => hreflang === lang && href === origin + path))
      problems.push(`${path}: does not name itself`);
    if (alternates.filter(({ hreflang }) => hreflang === 'x-default').length !== 1) problems.push(`${path}: has no x-default`);
    for (const { hreflang, href } of alternates) {
      const other = pages.get(pathWithin(origin, href, path) ?? '');
      if (!other || written(other.alternates) !== own) problems.push(`${path}: ${href} does not point back`);
      else if (hreflang !== 'x-default' && other.lang !== hreflang)
        problems.push(`${path}: ${href} is in ${other.lang}, not in ${hreflang}`);
    }
    return problems;
  });
}

/** A link that says which language it leads to leads to that language. */
export function switcherDifferences({ origin, pages }: CrawledSite): string[] {
  return [...pages.values()].flatMap((page) =>
    page.anchors.flatMap(({ href, hreflang }) => {
      const lang = pages.get(pathWithin(origin, href, page.path) ?? '')?.lang;
      return hreflang === '' || hreflang === lang ? [] : [`${page.path}: ${href} is in ${lang}, not in ${hreflang}`];
    }),
  );
}

interface SitemapEntry {
  path: string;
  alternates: string;
}

function sitemapEntries({ origin, xml }: CrawledSite): SitemapEntry[] {
  return [...xml].flatMap(([file, root]) => {
    if (root.name !== 'urlset' || file.endsWith('-news.xml')) return [];
    return root.children.map((url) => ({
      path: pathWithin(origin, childText(url, 'loc'), file) ?? '',
      alternates: written(
        url.children
          .filter(({ name }) => name === 'xhtml:link')
          .map(({ attributes }) => ({ hreflang: attributes['hreflang'] ?? '', href: attributes['href'] ?? '' })),
      ),
    }));
  });
}

export function childText(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text ?? '';
}

function written(alternates: { hreflang: string; href: string }[]): string {
  return alternates
    .map(({ hreflang, href }) => `${hreflang}=${href}`)
    .sort()
    .join(' ');
}
