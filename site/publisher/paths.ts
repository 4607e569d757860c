/** Which addresses the site has, read from the store: what a full render makes, and what a change may make or end. */
import { isMapAddress, locales, parsePath, pathOf, type Locale, type MapAddress, type SitePath } from '@broadsheet/shared';

import { hasArchive } from '../src/content/articles.ts';
import { nameAddress, toNameCard } from '../src/content/names.ts';
import { parseDocument, type Store } from '../src/content/reading.ts';
import { scopeKey, type NameType, type ScopeKey } from '../src/content/tags.ts';

/**
 * Every address at which something may stand, some of them twice. A few may turn out to be empty (a tag without
 * stories); their render says so.
 */
export function* allPaths(store: Store): Generator<SitePath> {
  yield* fixedPaths();
  yield* sitemapPaths(store);
  for (const type of ['category', 'author', 'tag'] as const) yield* everyNamePath(store, type);
  for (const { locale, slug } of store
    .prepare<[], { locale: Locale; slug: string }>(`select locale, slug from slugs where type = 'page'`)
    .all())
    yield pathOf({ kind: 'named', locale, slug });
  for (const { path, target } of store
    .prepare<[], { path: SitePath | MapAddress; target: string | null }>('select path, target from redirects')
    .all())
    yield* redirectPaths(store, path, target);
  yield* articlePaths(store);
}

/** The pages of a name under one root address, in its language: the list, its months, its feed, a section's newest and its most read. */
export function namePaths(store: Store, locale: Locale, scope: ScopeKey, root: SitePath): SitePath[] {
  const months = hasArchive(store, locale, scope) ? monthsOf(store, locale, scope) : [];
  const feed = scope.startsWith('tag:') ? [] : [`${root}rss.xml` as SitePath];
  return [root, ...feed, ...newestPaths(root), ...months.map((month) => monthBelow(root, month))];
}

/** All month addresses that a list has or would have, under its present root and the earlier ones. */
export function archivePaths(store: Store, locale: Locale, scope: ScopeKey): SitePath[] {
  return monthsOf(store, locale, scope).flatMap((month) => monthPath(store, locale, scope, month));
}

/** The addresses of one month of a list, under its present root and under the roots that it once had. */
export function monthPath(store: Store, locale: Locale, scope: ScopeKey, month: string): SitePath[] {
  if (scope === 'all') return [pathOf({ kind: 'sitemap-month', locale, year: Number(month.slice(0, 4)), month: Number(month.slice(5)) })];
  const [type, id] = scope.split(':');
  if ((type !== 'category' && type !== 'author' && type !== 'tag') || id === undefined) return [];
  return rootsOf(store, type, id, locale).flatMap((root) => (type === 'tag' ? [root, monthBelow(root, month)] : [monthBelow(root, month)]));
}

/** The addresses that one redirect answers with a file: its own, and for a name the months and the feed below; none for the web server's. */
export function redirectPaths(store: Store, from: SitePath | MapAddress, target: string | null): SitePath[] {
  if (isMapAddress(from)) return [];
  const [type, id, locale] = target?.split(':') ?? [];
  if ((type !== 'category' && type !== 'author' && type !== 'tag') || id === undefined) return [from];
  return namePaths(store, locale as Locale, `${type}:${id}` as ScopeKey, from);
}

/** The old addresses with a file that lead to a document, in the order of the store. */
export function redirectsTo(store: Store, type: 'article' | 'page' | NameType, id: string, locale: Locale): SitePath[] {
  return store
    .prepare<[string], { path: SitePath | MapAddress }>('select path from redirects where target = ?')
    .all(`${type}:${id}:${locale}`)
    .flatMap(({ path }) => (isMapAddress(path) ? [] : [path]));
}

/** Whether any old address leads to a document, with a file or without. */
export function isRedirectTarget(store: Store, type: 'article' | 'page' | NameType, id: string, locale: Locale): boolean {
  return store.prepare('select 1 from redirects where target = ?').get(`${type}:${id}:${locale}`) !== undefined;
}

function fixedPaths(): SitePath[] {
  return [
    ...locales.flatMap((locale) => [
      pathOf({ kind: 'front', locale }),
      pathOf({ kind: 'feed', locale, of: 'all' }),
      pathOf({ kind: 'search', locale }),
      pathOf({ kind: 'authors', locale }),
      pathOf({ kind: 'not-found', locale }),
      pathOf({ kind: 'manifest', locale }),
      pathOf({ kind: 'sitemap', locale }),
      pathOf({ kind: 'news-sitemap', locale }),
      pathOf({ kind: 'notices', locale }),
      pathOf({ kind: 'most-read', locale, slug: null }),
      pathOf({ kind: 'view-counting', locale }),
    ]),
    pathOf({ kind: 'sitemap-index' }),
    pathOf({ kind: 'robots' }),
    pathOf({ kind: 'security' }),
    pathOf({ kind: 'redirect-map' }),
  ];
}

function sitemapPaths(store: Store): SitePath[] {
  const all = scopeKey('all');
  return locales.flatMap((locale) => monthsOf(store, locale, all).flatMap((month) => monthPath(store, locale, all, month)));
}

function* everyNamePath(store: Store, type: NameType): Generator<SitePath> {
  for (const { json } of store.prepare<[string], { json: string }>('select json from documents where type = ?').all(type)) {
    const document = parseDocument(type, json);
    for (const locale of locales) {
      const card = toNameCard(type, document, locale);
      if (card) yield* namePaths(store, locale, `${type}:${document.id}` as ScopeKey, card.path);
    }
  }
}

// The newest first, of all languages in turn: so they wait to be rendered, and what is written side by side lies side by side.
function* articlePaths(store: Store): Generator<SitePath> {
  const some = store.prepare<[Locale, number, string], { id: string; date: number; path: SitePath }>(
    `select e.id, e.date, a.path from entries e cross join articles a on a.id = e.id and a.locale = e.locale
     where e.locale = ? and e.scope = 'all' and (e.date, e.id) < (?, ?) order by e.date desc, e.id desc limit 300`,
  );
  const open = new Map(locales.map((locale) => [locale, { date: Number.MAX_SAFE_INTEGER, id: '' }]));
  while (open.size > 0) {
    for (const [locale, { date, id }] of open) {
      const rows = some.all(locale, date, id);
      for (const { path } of rows) yield path;
      const last = rows.at(-1);
      if (last) open.set(locale, last);
      else open.delete(locale);
    }
  }
}

function monthsOf(store: Store, locale: Locale, scope: ScopeKey): string[] {
  return store
    .prepare<[string, string], { month: string }>('select distinct month from entries where locale = ? and scope = ?')
    .all(locale, scope)
    .map(({ month }) => month);
}

function rootsOf(store: Store, type: NameType, id: string, locale: Locale): SitePath[] {
  const now = store
    .prepare<[string, string, string], { slug: string }>('select slug from slugs where type = ? and id = ? and locale = ?')
    .all(type, id, locale)
    .map(({ slug }) => pathOf(nameAddress(type, locale, slug)));
  return [...now, ...redirectsTo(store, type, id, locale)];
}

function newestPaths(root: SitePath): SitePath[] {
  const address = parsePath(root);
  if (address?.kind !== 'named') return [];
  const { locale, slug } = address;
  return [pathOf({ kind: 'newest', locale, slug }), pathOf({ kind: 'most-read', locale, slug })];
}

function monthBelow(root: SitePath, month: string): SitePath {
  return `${root}${month.replace('-', '/')}/` as SitePath;
}
