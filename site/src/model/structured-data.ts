/**
 * What a page says to search engines, as JSON-LD.
 * @see https://developers.google.com/search/docs/appearance/structured-data/article
 * @see https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
 * @see https://developers.google.com/search/docs/appearance/structured-data/organization
 * @see https://developers.google.com/search/docs/appearance/site-names
 */
import { pathOf, type Locale } from '@broadsheet/shared';

import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import type { PreviewImage } from './link-preview.ts';

/** One thing of schema.org; what is undefined is left out. */
export type Thing = { '@type': string; [property: string]: unknown };

/** Names and absolute address of who signs a story. */
export interface Signer {
  kind: 'person' | 'organisation';
  name: string;
  url: string;
}

export interface ArticleFacts {
  locale: Locale;
  url: string;
  headline: string;
  description: string;
  image: PreviewImage | null;
  /** ISO 8601 with the newsroom's offset, as the page shows it. */
  published: string;
  modified: string;
  section: string | null;
  tags: string[];
  authors: Signer[];
  siteName: string;
}

/** The things of a page as one text for `<script type="application/ld+json">`: nothing in it can end the element. */
export function jsonLd(things: Thing[]): string {
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': things }).replaceAll('<', '\\u003c');
}

export function newsArticle(reading: Reading, facts: ArticleFacts): Thing {
  const publisher = newspaper(reading, facts.locale, facts.siteName);
  return {
    '@type': 'NewsArticle',
    '@id': `${facts.url}#article`,
    mainEntityOfPage: facts.url,
    headline: facts.headline,
    description: facts.description || undefined,
    inLanguage: facts.locale,
    image: facts.image ? [facts.image.url] : undefined,
    datePublished: facts.published,
    dateModified: facts.modified,
    articleSection: facts.section ?? undefined,
    keywords: facts.tags.length > 0 ? facts.tags : undefined,
    author: facts.authors.length > 0 ? facts.authors.map(signer) : [publisher],
    publisher,
  };
}

/** The newspaper itself. */
export function newspaper({ siteUrl }: Reading, locale: Locale, name: string): Thing {
  return {
    '@type': 'NewsMediaOrganization',
    '@id': `${siteUrl}/#newspaper`,
    name,
    url: siteUrl + pathOf({ kind: 'front', locale }),
    logo: { '@type': 'ImageObject', url: `${siteUrl}/icon-512.png`, width: 512, height: 512 },
  };
}

/** The front page: the newspaper with all its addresses, and its site. */
export function frontThings(reading: Reading, locale: Locale, name: string, description: string): Thing[] {
  const paper = newspaper(reading, locale, name);
  const sameAs = setting(reading, 'socialLinks').map(({ url }) => url);
  const site = {
    '@type': 'WebSite',
    '@id': `${reading.siteUrl}/#site-${locale}`,
    name,
    url: paper['url'],
    inLanguage: locale,
    description: description || undefined,
    publisher: { '@id': paper['@id'] },
  };
  return [{ ...paper, description: description || undefined, sameAs: sameAs.length > 0 ? sameAs : undefined }, site];
}

/** The page of an author. */
export function profilePage(author: Signer & { description: string; image: PreviewImage | null }, locale: Locale): Thing {
  return {
    '@type': 'ProfilePage',
    url: author.url,
    inLanguage: locale,
    mainEntity: {
      ...signer(author),
      '@id': `${author.url}#author`,
      description: author.description || undefined,
      image: author.image?.url,
    },
  };
}

/** Where a page stands, from the front page down to itself. */
export function breadcrumbList(reading: Reading, entries: { text: string; path: string | null }[]): Thing {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: entries.map(({ text, path }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: text,
      // The last is the page itself, which needs no address.
      item: path === null ? undefined : reading.siteUrl + path,
    })),
  };
}

function signer({ kind, name, url }: Signer): Thing {
  return { '@type': kind === 'person' ? 'Person' : 'Organization', name, url };
}
