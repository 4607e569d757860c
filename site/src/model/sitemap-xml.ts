/** Sitemaps (https://www.sitemaps.org/protocol.html) with the languages of each page, and robots.txt. */
import { locales, pathOf, type Address, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { currentHour } from '../content/clock.ts';
import { authors, nameVersions, sections, tagsInUse } from '../content/names.ts';
import { livePages, pageVersions } from '../content/pages.ts';
import type { Reading } from '../content/reading.ts';
import { monthArchives, publishedSince, sitemapMonth, sitemapMonths } from '../content/sitemap.ts';
import { authorsVersions } from './authors-page.ts';
import { alternates, siteNameOf } from './frame.ts';
import { xmlText } from './xml.ts';

/** Lists of each language one sitemap, that of its news, and one a month. */
export function sitemapIndexXml(reading: Reading): string {
  const paths = locales.flatMap((locale) => [
    pathOf({ kind: 'sitemap', locale }),
    pathOf({ kind: 'news-sitemap', locale }),
    ...sitemapMonths(reading, locale).map(({ year, month }) => pathOf({ kind: 'sitemap-month', locale, year, month })),
  ]);
  const entries = paths.map((path) => `<sitemap><loc>${xmlText(reading.siteUrl + path)}</loc></sitemap>\n`);
  return `${xmlHead}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('')}</sitemapindex>\n`;
}

/** Front page, sections, authors, tags and pages of a language. */
export function sitemapXml(reading: Reading, { locale }: Extract<Address, { kind: 'sitemap' }>): string {
  const front = Object.fromEntries(locales.map((other) => [other, pathOf({ kind: 'front', locale: other })]));
  return urlSet(reading, [
    { path: pathOf({ kind: 'front', locale }), versions: front },
    { path: pathOf({ kind: 'view-counting', locale }), versions: viewCountingVersions },
    ...sections(reading, locale).map(({ id, path }) => ({ path, versions: nameVersions(reading, 'category', id) })),
    ...livePages(reading, locale).map(({ id, path }) => ({ path, versions: pageVersions(reading, id) })),
    ...authorsEntries(reading, locale),
    ...authors(reading, locale).map(({ id, path }) => ({ path, versions: nameVersions(reading, 'author', id) })),
    ...tagsInUse(reading, locale).map(({ id, path }) => ({ path, versions: nameVersions(reading, 'tag', id) })),
  ]);
}

function authorsEntries(reading: Reading, locale: Locale): { path: SitePath; versions: PerLocale<SitePath> }[] {
  const versions = authorsVersions(reading);
  const path = versions[locale];
  return path === undefined ? [] : [{ path, versions }];
}

/** The articles of a language and month, and the archives that list them; null when there is none. */
export function sitemapMonthXml(reading: Reading, { locale, year, month }: MonthAddress): string | null {
  const entries = sitemapMonth(reading, locale, year, month);
  return entries.length === 0 ? null : urlSet(reading, [...entries, ...monthArchives(reading, locale, year, month)]);
}

/**
 * The articles of the last two days for news searches; without any it is an empty list.
 * @see https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
 */
export function newsSitemapXml(reading: Reading, { locale }: Extract<Address, { kind: 'news-sitemap' }>): string {
  const publication = `<news:publication><news:name>${xmlText(siteNameOf(reading, locale))}</news:name><news:language>${locale}</news:language></news:publication>`;
  const entries = publishedSince(reading, locale, currentHour(reading) - twoDays, newsLimit).map(({ path, title, publicationDate }) => {
    const news = `${publication}<news:publication_date>${publicationDate}</news:publication_date><news:title>${xmlText(title)}</news:title>`;
    return `<url><loc>${xmlText(reading.siteUrl + path)}</loc><news:news>${news}</news:news></url>\n`;
  });
  const space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"';
  return `${xmlHead}<urlset ${space}>\n${entries.join('')}</urlset>\n`;
}

export function robotsText(reading: Reading): string {
  return `User-agent: *\nAllow: /\n\nSitemap: ${reading.siteUrl}${pathOf({ kind: 'sitemap-index' })}\n`;
}

function urlSet(reading: Reading, entries: Entry[]): string {
  const space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return `${xmlHead}<urlset ${space}>\n${entries.map((entry) => urlEntry(reading, entry)).join('')}</urlset>\n`;
}

function urlEntry(reading: Reading, { path, lastModified, versions }: Entry): string {
  const links = alternates(reading, versions).map(
    ({ hreflang, href }) => `<xhtml:link rel="alternate" hreflang="${hreflang}" href="${xmlText(href)}"/>`,
  );
  const modified = lastModified === undefined ? '' : `<lastmod>${xmlText(lastModified)}</lastmod>`;
  return `<url><loc>${xmlText(reading.siteUrl + path)}</loc>${modified}${links.join('')}</url>\n`;
}

// What Google takes: nothing older, and no more.
const viewCountingVersions = Object.fromEntries(locales.map((locale) => [locale, pathOf({ kind: 'view-counting', locale })]));
const twoDays = 2 * 86_400_000;
const newsLimit = 1000;

const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

type MonthAddress = { locale: Locale; year: number; month: number };

interface Entry {
  path: SitePath;
  /** ISO 8601. */
  lastModified?: string;
  versions: PerLocale<SitePath>;
}
