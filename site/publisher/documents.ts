/** The write side of the content store: puts one document in, with every row that is derived from it. */
import {
  articleAddress,
  locales,
  pathOf,
  yearMonth,
  type Change,
  type DocumentType,
  type Locale,
  type RedirectDocument,
  type SitePath,
} from '@broadsheet/shared';

import { cardRow, monthKey } from '../src/content/articles.ts';
import { parseDocument, type Store, type StoredArticle, type StoredOf } from '../src/content/reading.ts';
import { scopeKey, type NameType, type ScopeKey } from '../src/content/tags.ts';
import { articleIndexes, entryIndexes } from './store.ts';

/** One document before and after a change; null where it was or is not published. */
export type Replaced = {
  [T in DocumentType]: { type: T; id: string; locale: Locale | null; before: StoredOf<T> | null; after: StoredOf<T> | null };
}[DocumentType];

/** Writes what a change says of its document, without the derived rows, and returns what stood there before. */
export function putDocument(store: Store, change: Change): Replaced {
  const key = [change.type, change.id, change.locale ?? ''] as const;
  const row = store
    .prepare<string[], StoredRow>('select json, markdown from documents where type = ? and id = ? and locale = ?')
    .get(...key);
  const before = row ? row.json : null;
  if (change.state === 'gone') {
    store.prepare('delete from documents where type = ? and id = ? and locale = ?').run(...key);
    return replaced(change.type, change.id, change.locale, before, null);
  }
  const { after, markdown } = stored(change, row);
  store
    .prepare(
      `insert into documents (type, id, locale, json, at, markdown) values (?, ?, ?, ?, ?, ?)
       on conflict do update set json = excluded.json, at = excluded.at, markdown = excluded.markdown`,
    )
    .run(...key, JSON.stringify(after), change.at, markdown);
  return replaced(change.type, change.id, change.locale, before, after);
}

interface StoredRow {
  json: string;
  markdown: string | null;
}

/** A document as the store has it. The text of an article bears the name of the change that it came with: as good as its hash, and at once at hand. */
function stored(
  change: Extract<Change, { state: 'live' }>,
  before: StoredRow | undefined,
): { after: StoredOf<DocumentType>; markdown: string | null } {
  if (change.type !== 'article') return { after: change.document, markdown: null };
  const { body: markdown, ...article } = change.document;
  const bodyKey = before?.markdown === markdown ? parseDocument('article', before.json).bodyKey : `${change.id} ${change.cursor}`;
  return { after: { ...article, bodyKey }, markdown };
}

/** Brings the derived rows of one document up to what it says now. */
export function derive(store: Store, { type, id, locale, after }: Replaced, timeZone: string): void {
  switch (type) {
    case 'article':
      return deriveArticle(store, id, locale ?? 'en', after, timeZone);
    case 'page':
      return deriveSlugs(store, 'page', id, after ? [[after.locale, after.slug]] : [], locale);
    case 'category':
    case 'author':
    case 'tag':
      return deriveSlugs(
        store,
        type,
        id,
        after ? locales.flatMap((of) => (after.slug[of] === undefined ? [] : [[of, after.slug[of]] as const])) : [],
      );
    case 'file':
      return deriveSlugs(store, 'file', id, after ? [['', after.url]] : []);
    case 'redirect':
      return deriveRedirect(store, id, after);
    case 'site-setting':
    case 'edition':
    case 'views':
      return;
  }
}

/**
 * Makes the derived rows of every document anew, some hundreds at a time, calling `pause` in between. Nobody may read them
 * meanwhile, and after a kill it is to be begun again.
 */
export async function deriveAll(store: Store, timeZone: string, pause: () => Promise<void>): Promise<void> {
  for (const type of ['category', 'author', 'tag', 'page', 'file', 'redirect'] as const) {
    for (const rows of documentsOf(store, type)) {
      store.transaction(() => {
        for (const { id, locale, json } of rows)
          derive(store, { type, id, locale: localeOf(locale), before: null, after: parseDocument(type, json) } as Replaced, timeZone);
      })();
      await pause();
    }
  }
  await deriveArticles(store, timeZone, pause);
}

/**
 * The lists of a large archive are larger than what is kept of them in memory, and a story is in lists of all times: row by row, each
 * would be looked for and written again and again. So their rows are gathered, sorted, and put in from first to last.
 */
async function deriveArticles(store: Store, timeZone: string, pause: () => Promise<void>): Promise<void> {
  store.transaction(() => {
    store.exec('drop index if exists entries_month; drop index if exists entries_article; drop index if exists articles_path');
    store.exec('delete from entries; delete from articles');
    store.exec('drop table if exists entries_unsorted');
    store.exec('create table entries_unsorted (locale text, scope text, date integer, id text, month text)');
  })();
  for (const parts of articlesByDate(store)) {
    store.transaction(() => {
      // Each was looked at when it came in.
      for (const json of parts) insertArticle(store, JSON.parse(json) as StoredArticle, json, timeZone, 'entries_unsorted');
    })();
    await pause();
  }
  const steps = [
    ...locales.map(
      (locale) => `insert or ignore into entries (locale, scope, date, id, month)
      select locale, scope, date, id, month from entries_unsorted where locale = '${locale}' order by scope, date, id`,
    ),
    'drop table entries_unsorted',
    ...articleIndexes,
    ...entryIndexes,
  ];
  for (const step of steps) {
    store.exec(step);
    await pause();
  }
}

function* documentsOf(store: Store, type: DocumentType): Generator<{ id: string; locale: string; json: string }[], void> {
  // By the primary key: any other order would be sorted anew for each part.
  const some = store.prepare<[string, string, string], { id: string; locale: string; json: string }>(
    `select id, locale, json from documents where type = ? and (id, locale) > (?, ?) order by id, locale limit 500`,
  );
  for (let last = { id: '', locale: '' }; ;) {
    const rows = some.all(type, last.id, last.locale);
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1) ?? last;
  }
}

/** The newest first. */
function* articlesByDate(store: Store): Generator<string[], void> {
  // The plus has SQLite read them as they lie.
  const order = `select rowid from documents where +type = 'article' order by json ->> 'publicationDate' desc`;
  const rows = store.prepare<[], number>(order).pluck().all();
  const some = store
    .prepare<[string], string>('select d.json from json_each(?) as asked cross join documents d on d.rowid = asked.value')
    .pluck();
  for (let at = 0; at < rows.length; at += 500) yield some.all(JSON.stringify(rows.slice(at, at + 500)));
}

/** The lists that an article is in. */
export function scopesOf(article: StoredArticle): ScopeKey[] {
  const names = (kind: NameType, ids: readonly string[]): ScopeKey[] => ids.map((id) => scopeKey({ kind, id }));
  return [
    scopeKey('all'),
    ...(article.lead ? [scopeKey('lead')] : []),
    ...(article.breaking ? [scopeKey('breaking')] : []),
    ...names('category', [article.categoryId]),
    ...names('author', article.authorIds),
    ...names('tag', article.tagIds),
  ];
}

/** Where and when an article stands: what its lists and address are made of. */
export function placeOf(article: StoredArticle, timeZone: string): { path: SitePath; date: number; month: string } {
  const { year, month } = yearMonth(article.publicationDate, timeZone);
  return {
    path: pathOf(articleAddress(article, timeZone)),
    date: Date.parse(article.publicationDate),
    month: monthKey(year, month),
  };
}

function deriveArticle(store: Store, id: string, locale: Locale, article: StoredArticle | null, timeZone: string): void {
  store.prepare('delete from articles where id = ? and locale = ?').run(id, locale);
  // The plus has SQLite look for the story: otherwise it looks through all entries of the language.
  store.prepare('delete from entries where id = ? and +locale = ?').run(id, locale);
  if (article) insertArticle(store, article, JSON.stringify(article), timeZone, 'entries');
}

function insertArticle(store: Store, article: StoredArticle, json: string, timeZone: string, into: 'entries' | 'entries_unsorted'): void {
  const { id, locale } = article;
  const { path, date, month } = placeOf(article, timeZone);
  const modified = article.updateDate ?? article.publicationDate;
  store
    .prepare('insert into articles (id, locale, path, date, month, modified, card, json) values (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, locale, path, date, month, modified, cardRow(article), json);
  const insert = store.prepare(`insert or ignore into ${into} (locale, scope, date, id, month) values (?, ?, ?, ?, ?)`);
  for (const scope of scopesOf(article)) insert.run(locale, scope, date, id, month);
}

function deriveSlugs(store: Store, type: DocumentType, id: string, slugs: (readonly [string, string])[], only?: Locale | null): void {
  if (only) store.prepare('delete from slugs where type = ? and id = ? and locale = ?').run(type, id, only);
  else store.prepare('delete from slugs where type = ? and id = ?').run(type, id);
  for (const [locale, slug] of slugs)
    store.prepare('insert or ignore into slugs (type, locale, slug, id) values (?, ?, ?, ?)').run(type, locale, slug, id);
}

function deriveRedirect(store: Store, id: string, redirect: RedirectDocument | null): void {
  store.prepare('delete from redirects where id = ?').run(id);
  if (redirect)
    store.prepare('insert into redirects (path, id, target) values (?, ?, ?)').run(redirect.from, id, redirectTargetKey(redirect));
}

/** The document that a redirect leads to, as the store names it: `article:<id>:<locale>`; null for an address. */
export function redirectTargetKey({ to }: RedirectDocument): string | null {
  return to.kind === 'address' ? null : `${to.kind}:${to.id}:${to.locale}`;
}

function replaced<T extends DocumentType>(
  type: T,
  id: string,
  locale: Locale | null,
  before: string | null,
  after: StoredOf<T> | null,
): Replaced {
  // The compiler cannot see that `type` chooses the same member of the union for both documents.
  return { type, id, locale, before: before === null ? null : parseDocument(type, before), after } as Replaced;
}

function localeOf(stored: string): Locale | null {
  return locales.find((locale) => locale === stored) ?? null;
}
