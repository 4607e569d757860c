/**
 * Every address of the site is made here and read here.
 *
 * The default language has no prefix; the others begin with `/ru/`, `/hy/`.
 */
import type { SitePath } from './brands.js';
import { defaultLocale, isLocale, locales, type Locale } from './locales.js';
import { slug as slugSchema, viewCountingSlug } from './slugs.js';

/** The lists that lead to months: a section, an author's stories, a tag's stories. */
export type ListKind = 'section' | 'author' | 'tag';

/** What an address means. `year` and `month` are in the newsroom's time zone; month is 1–12. */
export type Address =
  | { kind: 'front'; locale: Locale }
  | { kind: 'article'; locale: Locale; year: number; month: number; slug: string }
  /** `/{slug}/`: a section or a page; they share one name space per language. */
  | { kind: 'named'; locale: Locale; slug: string }
  /** All authors of a language. */
  | { kind: 'authors'; locale: Locale }
  | { kind: 'author'; locale: Locale; slug: string }
  | { kind: 'tag'; locale: Locale; slug: string }
  | { kind: 'month'; of: ListKind; locale: Locale; slug: string; year: number; month: number }
  | { kind: 'feed'; locale: Locale; of: 'all' }
  | { kind: 'feed'; locale: Locale; of: 'section' | 'author'; slug: string }
  | { kind: 'search'; locale: Locale }
  /** What a browser needs to put the site among the apps. */
  | { kind: 'manifest'; locale: Locale }
  | { kind: 'not-found'; locale: Locale }
  | { kind: 'sitemap-index' }
  /** Front, sections, authors, tags and pages of one language. */
  | { kind: 'sitemap'; locale: Locale }
  /** The articles of one language and month. */
  | { kind: 'sitemap-month'; locale: Locale; year: number; month: number }
  /** The articles of the last two days in one language. */
  | { kind: 'news-sitemap'; locale: Locale }
  /** What the editors announce on every page of a language: breaking banner, promo, ads. */
  | { kind: 'notices'; locale: Locale }
  /** The newest stories of a section, for the foot of its articles. */
  | { kind: 'newest'; locale: Locale; slug: string }
  /** The stories read most, of a section or of all (null). */
  | { kind: 'most-read'; locale: Locale; slug: string | null }
  /** How the newspaper counts views. */
  | { kind: 'view-counting'; locale: Locale }
  | { kind: 'robots' }
  /** Whom to tell of a weakness (RFC 9116). */
  | { kind: 'security' }
  /** Old address → new address, one a line, for web servers. */
  | { kind: 'redirect-map' };

/** Where views are counted and read: of the cms, and of the site, whose web server passes it on. */
export const viewsPath = '/api/views';

/** The one path of an address. */
export function pathOf(address: Address): SitePath {
  return writePath(address) as SitePath;
}

/** What a path means, or null when no page of the site can have it. Never throws. */
export function parsePath(path: string): Address | null {
  const fixed = fixedPaths.get(path);
  if (fixed) return fixed;
  const fragment = /^\/fragments\/([a-z]{2})\/sections\/([^/]+)\.html$/.exec(path);
  if (fragment) return parseNewest(fragment);
  const mostRead = /^\/fragments\/([a-z]{2})\/most-read(?:\/([^/]+))?\.html$/.exec(path);
  if (mostRead) return parseMostRead(mostRead);
  const sitemap = /^\/sitemaps\/([a-z]{2})(?:-(\d{4})-(\d{2}))?\.xml$/.exec(path);
  if (sitemap) return parseSitemap(sitemap);
  const parts = path.split('/').slice(1);
  const first = parts[0];
  if (isLocale(first) && first !== defaultLocale) return parseLocalized(first, parts.slice(1));
  return parseLocalized(defaultLocale, parts);
}

/** The file under `www/` that holds a path: `/a/` → `a/index.html`, `/rss.xml` → `rss.xml`. */
export function fileOf(path: SitePath): string {
  return path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1);
}

/**
 * The year and month of a moment where the newsroom is.
 * @param date ISO 8601 moment
 * @param timeZone IANA name, as `Asia/Yerevan`
 * @throws RangeError when the time zone is unknown
 */
export function yearMonth(date: string | number, timeZone: string): { year: number; month: number } {
  const format = monthFormat(timeZone);
  const moment = new Date(date);
  const day = moment.getUTCDate();
  // Nowhere is it another month than in Greenwich then, and every page asks.
  if (day > 1 && day < 28) return { year: moment.getUTCFullYear(), month: moment.getUTCMonth() + 1 };
  const [year, month] = format.format(moment).split('-');
  return { year: Number(year), month: Number(month) };
}

/** The address of an article, from its date and the newsroom's time zone. */
export function articleAddress(article: { locale: Locale; slug: string; publicationDate: string }, timeZone: string): Address {
  return { kind: 'article', locale: article.locale, slug: article.slug, ...yearMonth(article.publicationDate, timeZone) };
}

function writePath(address: Address): string {
  switch (address.kind) {
    case 'sitemap-index':
      return '/sitemap.xml';
    case 'robots':
      return '/robots.txt';
    case 'redirect-map':
      return '/redirects.map';
    case 'security':
      return '/.well-known/security.txt';
    case 'notices':
      return `/fragments/${address.locale}/notices.js`;
    case 'newest':
      return `/fragments/${address.locale}/sections/${address.slug}.html`;
    case 'most-read':
      return `/fragments/${address.locale}/most-read${address.slug === null ? '' : `/${address.slug}`}.html`;
    case 'news-sitemap':
      return `/sitemaps/${address.locale}-news.xml`;
    case 'sitemap':
      return `/sitemaps/${address.locale}.xml`;
    case 'sitemap-month':
      return `/sitemaps/${address.locale}-${digits(address.year, 4)}-${digits(address.month, 2)}.xml`;
    default:
      return prefix(address.locale) + localizedPath(address);
  }
}

function localizedPath(address: LocalizedAddress): string {
  switch (address.kind) {
    case 'front':
      return '/';
    case 'search':
      return '/search/';
    case 'not-found':
      return '/404.html';
    case 'view-counting':
      return `/${viewCountingSlug}/`;
    case 'manifest':
      return '/manifest.webmanifest';
    case 'article':
      return `/${digits(address.year, 4)}/${digits(address.month, 2)}/${address.slug}/`;
    case 'named':
      return `/${address.slug}/`;
    case 'authors':
      return '/authors/';
    case 'author':
      return `/authors/${address.slug}/`;
    case 'tag':
      return `/tags/${address.slug}/`;
    case 'month':
      return `${listPath(address.of, address.slug)}${digits(address.year, 4)}/${digits(address.month, 2)}/`;
    case 'feed':
      return address.of === 'all' ? '/rss.xml' : `${listPath(address.of, address.slug)}rss.xml`;
  }
}

function listPath(of: ListKind, slug: string): string {
  return of === 'section' ? `/${slug}/` : `/${of}s/${slug}/`;
}

function prefix(locale: Locale): string {
  return locale === defaultLocale ? '' : `/${locale}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function parseNewest([, locale, name]: RegExpExecArray): Address | null {
  return isLocale(locale) && isSlug(name) ? { kind: 'newest', locale, slug: name } : null;
}

function parseMostRead([, locale, name]: RegExpExecArray): Address | null {
  if (!isLocale(locale) || (name !== undefined && !isSlug(name))) return null;
  return { kind: 'most-read', locale, slug: name ?? null };
}

function parseSitemap([, locale, year, month]: RegExpExecArray): Address | null {
  if (!isLocale(locale)) return null;
  if (year === undefined) return { kind: 'sitemap', locale };
  return isMonth(month) ? { kind: 'sitemap-month', locale, year: Number(year), month: Number(month) } : null;
}

// `parts` are the parts after the language; a path that ends with "/" ends with an empty part.
function parseLocalized(locale: Locale, parts: string[]): Address | null {
  const [a = '', b, c, d, e] = parts;
  switch (parts.length) {
    case 1:
      return null;
    case 2:
      if (!isSlug(a)) return null;
      if (b === '') return { kind: 'named', locale, slug: a };
      return b === 'rss.xml' ? { kind: 'feed', locale, of: 'section', slug: a } : null;
    case 3:
      if (!isSlug(b) || (a !== 'authors' && a !== 'tags')) return null;
      if (c === '') return { kind: a === 'authors' ? 'author' : 'tag', locale, slug: b };
      return a === 'authors' && c === 'rss.xml' ? { kind: 'feed', locale, of: 'author', slug: b } : null;
    case 4:
      if (d !== '') return null;
      if (isYear(a) && isMonth(b) && isSlug(c)) return { kind: 'article', locale, year: Number(a), month: Number(b), slug: c };
      if (isSlug(a) && isYear(b) && isMonth(c)) return { kind: 'month', of: 'section', locale, slug: a, year: Number(b), month: Number(c) };
      return null;
    case 5:
      if (e !== '' || !isSlug(b) || !isYear(c) || !isMonth(d) || (a !== 'authors' && a !== 'tags')) return null;
      return { kind: 'month', of: a === 'authors' ? 'author' : 'tag', locale, slug: b, year: Number(c), month: Number(d) };
    default:
      return null;
  }
}

function isSlug(part: string | undefined): part is string {
  return slugSchema.safeParse(part).success;
}

function isYear(part: string | undefined): part is string {
  return part !== undefined && /^\d{4}$/.test(part);
}

function isMonth(part: string | undefined): part is string {
  return part !== undefined && /^(?:0[1-9]|1[0-2])$/.test(part);
}

function monthFormat(timeZone: string): Intl.DateTimeFormat {
  let format = monthFormats.get(timeZone);
  if (!format) {
    // The Canadian English form is "2026-04".
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' });
    monthFormats.set(timeZone, format);
  }
  return format;
}

// Making a formatter takes a hundred times as long as using one.
const monthFormats = new Map<string, Intl.DateTimeFormat>();

const fixedPaths = new Map<string, Address>(
  [
    { kind: 'sitemap-index' } as const,
    { kind: 'robots' } as const,
    { kind: 'redirect-map' } as const,
    { kind: 'security' } as const,
    ...locales.flatMap((locale): Address[] => [
      { kind: 'front', locale },
      { kind: 'search', locale },
      { kind: 'authors', locale },
      { kind: 'not-found', locale },
      { kind: 'view-counting', locale },
      { kind: 'manifest', locale },
      { kind: 'feed', locale, of: 'all' },
      { kind: 'notices', locale },
      { kind: 'news-sitemap', locale },
    ]),
  ].map((address) => [writePath(address), address]),
);

/** The addresses that begin with their language's prefix. */
type LocalizedAddress = Exclude<Address, { kind: UnprefixedKind }>;
type UnprefixedKind =
  | 'sitemap-index'
  | 'robots'
  | 'redirect-map'
  | 'security'
  | 'sitemap'
  | 'sitemap-month'
  | 'news-sitemap'
  | 'notices'
  | 'newest'
  | 'most-read';
