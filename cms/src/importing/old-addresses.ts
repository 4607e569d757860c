import { redirectSource, type RedirectSource } from '@broadsheet/shared';

import type { WxrItem, WxrSite } from './wxr-items';

/**
 * Every address at which WordPress showed an item, each the one way the site writes it or with the reason why nothing
 * can lead on from it: its permalink first, those it had before, and those of its number.
 */
export function addressesOfItem(item: WxrItem, site: WxrSite): RedirectSource[] {
  const permalink = addressOf(item.link);
  const earlier = (item.meta['_wp_old_slug'] ?? '').split('\n').filter((slug) => slug.trim() !== '');
  const found = [
    permalink,
    ...earlier.map((slug) => addressOf(item.link.replace(/[^/]+(\/?)$/, `${slug.trim()}$1`))),
    ...(item.type === 'page' ? ['page_id', 'p'] : ['p']).map((name) => addressOf(`${site.url}/?${name}=${item.postId}`)),
  ];
  const sources = found.filter((source) => source !== null);
  return [...new Map(sources.map((source) => [source.ok ? source.from : source.reason, source])).values()];
}

/** An old address as the site writes it; null for the old front page and for what is no address. */
export function addressOf(url: string): RedirectSource | null {
  const { pathname, search } = URL.parse(url) ?? {};
  if (pathname === undefined || search === undefined || (pathname === '/' && search === '')) return null;
  return redirectSource(pathname.replace(/\/{2,}/g, '/') + search);
}

/** The addresses by which a link to an item may name it, the most exact first: tracking and the like is left aside. */
export function addressesOfLink(url: string, site: WxrSite): string[] {
  const parsed = URL.parse(url);
  if (!parsed) return [];
  const number = ['p', 'page_id'].find((name) => parsed.searchParams.has(name));
  const bare = [
    ...(number ? [`${site.url}/?${number}=${parsed.searchParams.get(number) ?? ''}`] : []),
    parsed.origin + parsed.pathname.replace(/\/(?:amp|feed|embed)\/?$/, '/'),
  ];
  return [url, ...bare].map(addressOf).flatMap((source) => (source?.ok ? [source.from] : []));
}
