import { parsePath, type Address, type SitePath } from '@broadsheet/shared';

import { categoryBySlug } from '../src/content/names.ts';
import type { Reading } from '../src/content/reading.ts';

/** The page of `src/pages/` that serves each kind of address. */
const routes = {
  front: '/front',
  article: '/article',
  authors: '/authors',
  author: '/author',
  tag: '/tag',
  month: '/month',
  feed: '/feed.xml',
  search: '/search',
  'not-found': '/not-found',
  manifest: '/manifest.webmanifest',
  'sitemap-index': '/sitemap-index.xml',
  sitemap: '/sitemap.xml',
  'sitemap-month': '/sitemap-month.xml',
  'news-sitemap': '/news-sitemap.xml',
  notices: '/notices.js',
  newest: '/newest',
  'most-read': '/most-read',
  'view-counting': '/view-counting',
  robots: '/robots.txt',
  security: '/security.txt',
  'redirect-map': '/redirects.map',
} as const satisfies Record<Exclude<Address['kind'], 'named'>, string>;

/** The page that serves a path, and what the path means; null when no page can. */
export function routeOf(reading: Reading, path: SitePath): { route: string; address: Address } | null {
  const address = parsePath(path);
  if (!address) return null;
  return { route: address.kind === 'named' ? namedRoute(reading, address) : routes[address.kind], address };
}

// Sections and pages share one name space; the cms sees to it that a slug is one or the other.
function namedRoute(reading: Reading, address: Extract<Address, { kind: 'named' }>): string {
  return categoryBySlug(reading, address.locale, address.slug) ? '/section' : '/page';
}
