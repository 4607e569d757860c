/**
 * The names of what a page can depend on. A query notes the tags of what it read; a change touches the tags of what
 * it changed; the pages in between are rendered again. Both sides take the names from here.
 */
import type { Locale } from '@broadsheet/shared';

export type Tag = string & { readonly __tag: unique symbol };

/** The types that are named once for all languages. */
export type NameType = 'category' | 'author' | 'tag';

/** A list of articles of one language. */
export type Scope = 'all' | 'lead' | 'breaking' | { kind: NameType; id: string };

/** A scope as one word: `all`, `category:<id>`. */
export type ScopeKey = string & { readonly __scope: unique symbol };

export function scopeKey(scope: Scope): ScopeKey {
  return (typeof scope === 'string' ? scope : `${scope.kind}:${scope.id}`) as ScopeKey;
}

export const tags = {
  /** Everything of one language version of an article. */
  article: (id: string, locale: Locale) => make('article', id, locale),
  /** What lists show of it: title, address, standfirst, cover, byline, section. */
  card: (id: string, locale: Locale) => make('card', id, locale),
  /** In which languages an article or a page stands, and where. */
  versions: (type: 'article' | 'page', id: string) => make('versions', type, id),
  /** Which articles are in a list, and in which order. */
  list: (locale: Locale, scope: ScopeKey) => make('list', locale, scope),
  /** Which articles a month of a list has. */
  month: (locale: Locale, scope: ScopeKey, month: string) => make('month', locale, scope, month),
  /** Which months of a list have articles. */
  months: (locale: Locale, scope: ScopeKey) => make('months', locale, scope),
  /** Which stories of its section come just before an article. */
  older: (id: string, locale: Locale) => make('older', id, locale),
  /** Name and address of a section, author or tag in one language. */
  name: (type: NameType, id: string, locale: Locale) => make('name', type, id, locale),
  /** The rest of it: description, biography, portrait. */
  detail: (type: NameType, id: string) => make('detail', type, id),
  /** What stands beside an author's name: portrait, person or organisation. */
  signature: (id: string) => make('signature', id),
  /** Which sections, authors or tags there are. */
  names: (type: NameType) => make('names', type),
  /** What surrounds every page of a language; stands for the tags of all that it is made of. */
  frame: (locale: Locale) => make('frame', locale),
  page: (id: string, locale: Locale) => make('page', id, locale),
  pages: (locale: Locale) => make('pages', locale),
  /** Which pages are linked at the foot of every page. */
  footer: (locale: Locale) => make('footer', locale),
  /** One field of the site settings. */
  setting: (field: string) => make('setting', field),
  /** An uploaded file and the state of its pictures. */
  file: (id: string) => make('file', id),
  /** Which file stands at an address of the cms. */
  fileAt: (url: string) => make('file-at', url),
  /** What the sitemap of a month lists. */
  sitemapMonth: (locale: Locale, month: string) => make('sitemap-month', locale, month),
  /** Which lists have stories of a month. */
  listsInMonth: (locale: Locale, month: string) => make('lists-in-month', locale, month),
  redirect: (path: string) => make('redirect', path),
  /** The whole list of redirects, with where each leads now. */
  redirects: () => make('redirects'),
  /** How often an article was read. */
  views: (id: string) => make('views', id),
  /** Which stories of a section, or of all (null), had the most readers. */
  mostRead: (locale: Locale, sectionId: string | null) => make('most-read', locale, sectionId ?? ''),
  /** When a story last left a list of this language. */
  edition: (locale: Locale) => make('edition', locale),
  /** A hand of the newsroom's clock: year, day, hour, minute. */
  clock: (hand: string) => make('clock', hand),
} as const;

function make(...parts: string[]): Tag {
  return parts.join(':') as Tag;
}
