/** From a changed document to what it touches: the tags of pages that read it, and the addresses it may make or end. */
import {
  locales,
  pathOf,
  type DocumentOf,
  type Locale,
  type PageDocument,
  type RedirectDocument,
  type SitePath,
  type SiteSettingDocument,
} from '@broadsheet/shared';

import { cardRow, isShort, listLength, olderCount, storiesIn } from '../src/content/articles.ts';
import { nameAddress } from '../src/content/names.ts';
import type { Store, StoredArticle } from '../src/content/reading.ts';
import { scopeKey, tags, type NameType, type ScopeKey, type Tag } from '../src/content/tags.ts';
import { placeOf, redirectTargetKey, scopesOf, type Replaced } from './documents.ts';
import { archivePaths, isRedirectTarget, monthPath, namePaths, redirectPaths, redirectsTo } from './paths.ts';

/** What a change touches. `paths` need not stand yet, and need not stand any more. */
export interface Touched {
  tags: Set<Tag>;
  paths: Set<SitePath>;
  /** The pages of the changed stories themselves, which come before the lists that lead to them. */
  first?: Set<SitePath>;
  /** Of what readers need not have at once: pages that read these wait behind all others, and never make a release. */
  quiet?: Set<Tag>;
}

/** Adds what one change touches. The derived rows must already say what the document says now. */
export function touch(store: Store, change: Replaced, timeZone: string, touched: Touched): void {
  switch (change.type) {
    case 'article':
      return touchArticle(store, change.id, change.locale ?? 'en', change.before, change.after, timeZone, touched);
    case 'page':
      return touchPage(store, change.id, change.locale ?? 'en', change.before, change.after, touched);
    case 'category':
    case 'author':
    case 'tag':
      return touchName(store, change.type, change.id, change.before, change.after, touched);
    case 'file':
      add(touched, tags.file(change.id), ...[change.before, change.after].flatMap((file) => (file ? [tags.fileAt(file.url)] : [])));
      return;
    case 'redirect':
      return touchRedirect(store, change.before, change.after, touched);
    case 'site-setting':
      return touchSettings(change.before, change.after, touched);
    case 'views':
      addQuietly(touched, tags.views(change.id));
      return;
    case 'edition':
      // It dates every feed of the language; those whose stories moved are touched by their lists, and come first.
      if (change.locale) addQuietly(touched, tags.edition(change.locale));
  }
}

function touchArticle(
  store: Store,
  id: string,
  locale: Locale,
  before: StoredArticle | null,
  after: StoredArticle | null,
  timeZone: string,
  touched: Touched,
): void {
  const was = before && placeOf(before, timeZone);
  const is = after && placeOf(after, timeZone);
  add(touched, tags.article(id, locale));
  if (is) (touched.first ??= new Set()).add(is.path);
  if (before === null || after === null || was?.path !== is?.path || cardRow(before) !== cardRow(after))
    add(touched, tags.card(id, locale));
  if (was?.path !== is?.path) touchAddress(store, id, locale, [was, is], touched);
  if (was?.month !== is?.month || was?.date !== is?.date || was?.path !== is?.path || modified(before) !== modified(after)) {
    for (const place of [was, is]) if (place) add(touched, tags.sitemapMonth(locale, place.month));
  }
  touchLists(store, id, locale, before, after, timeZone, touched);
}

// A new address shows in the switchers and sitemaps of the other languages, and in what leads to it.
function touchAddress(store: Store, id: string, locale: Locale, places: ({ path: string } | null)[], touched: Touched): void {
  add(touched, tags.versions('article', id));
  for (const place of places) {
    if (!place) continue;
    touched.paths.add(place.path as SitePath);
    if (store.prepare('select 1 from redirects where path = ?').get(place.path)) add(touched, tags.redirects());
  }
  if (isRedirectTarget(store, 'article', id, locale)) add(touched, tags.redirects());
  for (const path of redirectsTo(store, 'article', id, locale)) touched.paths.add(path);
  for (const version of store
    .prepare<[string], { locale: Locale; month: string }>('select locale, month from articles where id = ?')
    .all(id))
    add(touched, tags.sitemapMonth(version.locale, version.month));
}

function touchLists(
  store: Store,
  id: string,
  locale: Locale,
  before: StoredArticle | null,
  after: StoredArticle | null,
  timeZone: string,
  touched: Touched,
): void {
  const left = before ? entriesOf(before, timeZone) : new Map<ScopeKey, Entry>();
  const joined = after ? entriesOf(after, timeZone) : new Map<ScopeKey, Entry>();
  for (const scope of new Set([...left.keys(), ...joined.keys()])) {
    const was = left.get(scope);
    const is = joined.get(scope);
    if (was && is && was.date === is.date && was.month === is.month) continue;
    add(touched, tags.list(locale, scope));
    if (was) touchMonth(store, locale, scope, was.month, was.month !== is?.month && 0, touched);
    if (is) touchMonth(store, locale, scope, is.month, was?.month !== is.month && 1, touched);
    if ((!was || !is) && isShort(scope)) touchArchive(store, locale, scope, Boolean(is), touched);
    if (is && scope.startsWith('category:')) touchNewer(store, id, locale, scope, is.date, touched);
  }
}

/**
 * A month page may begin or end with an article, and then the list of months changes too.
 * @param alone how many stories the month has now if it began or ended with this one; false when it did neither
 */
function touchMonth(store: Store, locale: Locale, scope: ScopeKey, month: string, alone: 0 | 1 | false, touched: Touched): void {
  add(touched, tags.month(locale, scope, month));
  if (alone === false) return;
  const inMonth = store
    .prepare<[string, string, string], { id: string }>('select id from entries where locale = ? and scope = ? and month = ? limit 2')
    .all(locale, scope, month);
  if (inMonth.length !== alone) return;
  // The sitemap reads the lists; that of a release before there was a name for them noted only itself.
  add(touched, tags.months(locale, scope), tags.listsInMonth(locale, month), tags.sitemapMonth(locale, month));
  // The months below an old address follow the list. A tag has a page while it has stories, and an old address leads there only then.
  const [type, name = ''] = scope.split(':');
  if ((type === 'category' || type === 'author' || type === 'tag') && isRedirectTarget(store, type, name, locale))
    add(touched, tags.redirects());
  for (const path of monthPath(store, locale, scope, month)) touched.paths.add(path);
}

// With the first story that its page does not show, a list gets its archive; with the last such story it goes.
function touchArchive(store: Store, locale: Locale, scope: ScopeKey, joined: boolean, touched: Touched): void {
  if (storiesIn(store, locale, scope, listLength + 2) !== (joined ? listLength + 1 : listLength)) return;
  add(touched, tags.months(locale, scope), tags.redirects());
  for (const path of archivePaths(store, locale, scope)) touched.paths.add(path);
}

// The pages that now have this story among the older ones of its section.
function touchNewer(store: Store, id: string, locale: Locale, scope: ScopeKey, date: number, touched: Touched): void {
  const newer = store
    .prepare<[string, string, number, string], { id: string }>(
      `select id from entries where locale = ? and scope = ? and (date, id) > (?, ?) order by date, id limit ${olderCount}`,
    )
    .all(locale, scope, date, id);
  for (const article of newer) add(touched, tags.older(article.id, locale));
}

function touchPage(
  store: Store,
  id: string,
  locale: Locale,
  before: PageDocument | null,
  after: PageDocument | null,
  touched: Touched,
): void {
  add(touched, tags.page(id, locale));
  if (before?.title !== after?.title) add(touched, tags.pages(locale));
  if (footerLink(before) !== footerLink(after)) add(touched, tags.footer(locale));
  if (before?.slug === after?.slug) return;
  add(touched, tags.versions('page', id), tags.pages(locale), tags.redirects());
  for (const page of [before, after]) if (page) touched.paths.add(pathOf({ kind: 'named', locale, slug: page.slug }));
  for (const path of redirectsTo(store, 'page', id, locale)) touched.paths.add(path);
}

function touchName(
  store: Store,
  type: NameType,
  id: string,
  before: DocumentOf<NameType> | null,
  after: DocumentOf<NameType> | null,
  touched: Touched,
): void {
  add(touched, tags.detail(type, id));
  if (signatureOf(before) !== signatureOf(after)) add(touched, tags.signature(id));
  if (before === null || after === null) add(touched, tags.names(type));
  for (const locale of locales) {
    const slugMoved = before?.slug[locale] !== after?.slug[locale];
    if (!slugMoved && before?.name[locale] === after?.name[locale]) continue;
    add(touched, tags.name(type, id, locale));
    const scope = scopeKey({ kind: type, id });
    for (const document of [before, after]) {
      const slug = document?.slug[locale];
      if (slug !== undefined)
        for (const path of namePaths(store, locale, scope, pathOf(nameAddress(type, locale, slug)))) touched.paths.add(path);
    }
    if (!slugMoved) continue;
    add(touched, tags.redirects());
    for (const path of redirectsTo(store, type, id, locale))
      for (const below of namePaths(store, locale, scope, path)) touched.paths.add(below);
  }
}

// A new biography shows on the author's page alone; a new portrait beside every story.
function signatureOf(document: DocumentOf<NameType> | null): string {
  return document && 'kind' in document ? `${document.kind} ${document.portraitId ?? ''}` : '';
}

function touchRedirect(store: Store, before: RedirectDocument | null, after: RedirectDocument | null, touched: Touched): void {
  add(touched, tags.redirects());
  for (const redirect of [before, after]) {
    if (!redirect) continue;
    add(touched, tags.redirect(redirect.from));
    for (const path of redirectPaths(store, redirect.from, redirectTargetKey(redirect))) touched.paths.add(path);
  }
}

function touchSettings(before: SiteSettingDocument | null, after: SiteSettingDocument | null, touched: Touched): void {
  const fields = Object.keys(before ?? after ?? {}) as (keyof SiteSettingDocument)[];
  for (const field of fields) {
    if (JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field])) add(touched, tags.setting(field));
  }
  // It stands only while somebody is named.
  if (before?.securityContact !== after?.securityContact) touched.paths.add(pathOf({ kind: 'security' }));
}

function entriesOf(article: StoredArticle, timeZone: string): Map<ScopeKey, Entry> {
  const { date, month } = placeOf(article, timeZone);
  return new Map(scopesOf(article).map((scope) => [scope, { date, month }]));
}

function footerLink(page: PageDocument | null): string | null {
  return page === null || page.footerPosition === null ? null : JSON.stringify([page.footerPosition, page.slug, page.title]);
}

function modified(article: StoredArticle | null): string | undefined {
  return article?.updateDate ?? article?.publicationDate;
}

function add(touched: Touched, ...names: Tag[]): void {
  for (const name of names) touched.tags.add(name);
}

function addQuietly(touched: Touched, name: Tag): void {
  (touched.quiet ??= new Set()).add(name);
}

interface Entry {
  date: number;
  month: string;
}
