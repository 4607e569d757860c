import { articleAddress, pathOf, type Address, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import type { Text } from './kept-html.ts';
import { authorCard, categoryCard, type NameCard } from './names.ts';
import { parseDocument, type Reading, type Store, type StoredArticle } from './reading.ts';
import { setting } from './settings.ts';
import { scopeKey, tags, type Scope, type ScopeKey } from './tags.ts';

/** What a list shows of an article, in one language. */
export interface ArticleCard {
  id: string;
  locale: Locale;
  path: SitePath;
  title: string;
  summary: string;
  /** ISO 8601, UTC. */
  publicationDate: string;
  category: NameCard | null;
  authors: NameCard[];
  cover: { fileId: string; alt: string } | null;
  breaking: boolean;
}

/** How many older stories of its section an article page links to. */
export const olderCount = 3;

/** What the store keeps of an article for its cards; made by `cardRow`, read by `articleCard`. */
const storedCard = z.object({
  title: z.string(),
  summary: z.string(),
  publicationDate: z.string(),
  categoryId: z.string(),
  authorIds: z.array(z.string()),
  cover: z.object({ fileId: z.string(), alt: z.string() }).nullable(),
  breaking: z.boolean(),
});

/** The article that stands at an address; null when none does. */
export function articleAt(reading: Reading, address: Extract<Address, { kind: 'article' }>): StoredArticle | null {
  const { locale } = address;
  const row = reading.get<{ id: string; json: string }>(
    'select id, json from articles where path = ? and locale = ? order by id limit 1',
    pathOf(address),
    locale,
  );
  if (!row) return null;
  reading.note(tags.article(row.id, locale));
  return parseDocument('article', row.json);
}

export function articleById(reading: Reading, id: string, locale: Locale): StoredArticle | null {
  reading.note(tags.article(id, locale));
  const row = reading.get<{ json: string }>('select json from articles where id = ? and locale = ?', id, locale);
  return row ? parseDocument('article', row.json) : null;
}

/** What an article says. */
export function articleText(reading: Reading, { id, locale, bodyKey }: StoredArticle): Text {
  return { key: bodyKey, markdown: () => readMarkdown(reading, id, locale) };
}

function readMarkdown(reading: Reading, id: string, locale: Locale): string {
  const row = reading.get<{ markdown: string }>(
    `select markdown from documents where type = 'article' and id = ? and locale = ?`,
    id,
    locale,
  );
  if (!row) throw new Error(`The store has the article ${id} (${locale}) without its text.`);
  return row.markdown;
}

export function articlePath(reading: Reading, article: StoredArticle): SitePath {
  return pathOf(articleAddress(article, setting(reading, 'timeZone')));
}

/** Null when the article is not published in this language. */
export function articleCard(reading: Reading, id: string, locale: Locale): ArticleCard | null {
  return reading.once(`card ${id} ${locale}`, () => readCard(reading, id, locale));
}

function readCard(reading: Reading, id: string, locale: Locale): ArticleCard | null {
  reading.note(tags.card(id, locale));
  const row = reading.get<{ path: SitePath; card: string }>('select path, card from articles where id = ? and locale = ?', id, locale);
  if (!row) return null;
  const card = storedCard.parse(JSON.parse(row.card));
  return {
    id,
    locale,
    path: row.path,
    title: card.title,
    summary: card.summary,
    publicationDate: card.publicationDate,
    category: categoryCard(reading, card.categoryId, locale),
    authors: card.authorIds.flatMap((authorId) => authorCard(reading, authorId, locale) ?? []),
    cover: card.cover,
    breaking: card.breaking,
  };
}

/** What the store keeps of an article for its cards. */
export function cardRow(article: StoredArticle): string {
  const card: z.infer<typeof storedCard> = {
    title: article.title,
    summary: article.summary,
    publicationDate: article.publicationDate,
    categoryId: article.categoryId,
    authorIds: article.authorIds,
    cover: article.cover && { fileId: article.cover.fileId, alt: article.cover.alt },
    breaking: article.breaking,
  };
  return JSON.stringify(card);
}

/** Where an article stands, in each language that it is published in. */
export function articleVersions(reading: Reading, id: string): PerLocale<SitePath> {
  // Its page in each language asks, one after the other.
  return reading.once(`versions ${id}`, () => {
    reading.note(tags.versions('article', id));
    const rows = reading.all<{ locale: Locale; path: SitePath }>('select locale, path from articles where id = ?', id);
    return Object.fromEntries(rows.map(({ locale, path }) => [locale, path]));
  });
}

/** The newest articles of a list, newest first. */
export function latest(reading: Reading, locale: Locale, scope: Scope, limit: number): ArticleCard[] {
  const key = scopeKey(scope);
  reading.note(tags.list(locale, key));
  const rows = reading.all<{ id: string }>(
    'select id from entries where locale = ? and scope = ? order by date desc, id desc limit ?',
    locale,
    key,
    limit,
  );
  return cards(reading, locale, rows);
}

/** How many of its newest stories the page of a section, author or tag shows. */
export const listLength = 40;

/**
 * True for a list that has month archives: every section, and an author or tag with more stories than one page shows.
 * The others stand on their page whole, and months of one story each would be most of a site's pages.
 */
export function hasArchive(store: Store, locale: Locale, scope: ScopeKey): boolean {
  return !isShort(scope) || storiesIn(store, locale, scope, listLength + 1) > listLength;
}

/** How many stories a list has, counted up to `most`. */
export function storiesIn(store: Store, locale: Locale, scope: ScopeKey, most: number): number {
  const sql = 'select count(*) as n from (select 1 from entries where locale = ? and scope = ? limit ?)';
  return store.prepare<[string, string, number], { n: number }>(sql).get(locale, scope, most)?.n ?? 0;
}

/** True for a list that may be so short that it has no archive. */
export function isShort(scope: ScopeKey): boolean {
  return scope.startsWith('author:') || scope.startsWith('tag:');
}

/** The months of a list that have an archive, newest first. */
export function months(reading: Reading, locale: Locale, scope: Scope): { year: number; month: number }[] {
  const key = scopeKey(scope);
  return reading.lasting(`months ${key} ${locale}`, () => readMonths(reading, locale, key));
}

function readMonths(reading: Reading, locale: Locale, key: ScopeKey): { year: number; month: number }[] {
  if (!archived(reading, locale, key)) return [];
  // Steps from month to month through the index, so that a list of 50,000 stories costs as little as one of five.
  const rows = reading.all<{ month: string }>(
    `with recursive step(month) as (
       select max(month) from entries where locale = ? and scope = ?
       union all
       select (select max(month) from entries where locale = ? and scope = ? and month < step.month) from step where step.month is not null
     ) select month from step where month is not null`,
    locale,
    key,
    locale,
    key,
  );
  return rows.map(({ month }) => ({ year: Number(month.slice(0, 4)), month: Number(month.slice(5)) }));
}

/** Whether a month of a list has an archive. */
export function hasMonth(reading: Reading, locale: Locale, scope: Scope, year: number, month: number): boolean {
  const key = scopeKey(scope);
  const name = monthKey(year, month);
  const sql = 'select 1 from entries where locale = ? and scope = ? and month = ? limit 1';
  // The same month is asked for by its page in every language.
  const read = (): boolean => archived(reading, locale, key) && reading.get(sql, locale, key, name) !== undefined;
  return reading.once(`has ${key} ${locale} ${name}`, read);
}

function archived(reading: Reading, locale: Locale, key: ScopeKey): boolean {
  return reading.lasting(`archived ${key} ${locale}`, () => {
    reading.note(tags.months(locale, key));
    return hasArchive(reading.store, locale, key);
  });
}

/** The articles of one month of a list, newest first. */
export function inMonth(reading: Reading, locale: Locale, scope: Scope, year: number, month: number): ArticleCard[] {
  const key = scopeKey(scope);
  const name = monthKey(year, month);
  reading.note(tags.month(locale, key, name));
  const rows = reading.all<{ id: string }>(
    'select id from entries where locale = ? and scope = ? and month = ? order by date desc, id desc',
    locale,
    key,
    name,
  );
  return cards(reading, locale, rows);
}

/** The stories of its section that came just before an article. */
export function olderInSection(reading: Reading, article: StoredArticle): ArticleCard[] {
  reading.note(tags.older(article.id, article.locale));
  const { locale, id, categoryId, publicationDate } = article;
  const scope = scopeKey({ kind: 'category', id: categoryId });
  const run = reading.once(`run ${scope} ${locale}`, (): Run => ({ rows: [], ended: false }));
  let at = run.rows.findIndex((row) => row.id === id);
  if (at < 0 || (at + olderCount >= run.rows.length && !run.ended)) {
    const sql = `select id from entries where locale = ? and scope = ? and (date, id) < (?, ?) order by date desc, id desc limit ${ahead}`;
    const rows = reading.all<{ id: string }>(sql, locale, scope, Date.parse(publicationDate), id);
    Object.assign(run, { rows: [{ id }, ...rows], ended: rows.length < ahead });
    at = 0;
  }
  return cards(reading, locale, run.rows.slice(at + 1, at + 1 + olderCount));
}

// When everything is rendered, the stories of a section come one after the other, and each asks for those after it.
const ahead = 40;

/** Stories of a section as they follow each other, newest first, from one that was asked about; another run takes its place, in the same state of the content. */
interface Run {
  rows: { id: string }[];
  /** True when they are its last. */
  ended: boolean;
}

/** The stories that its editors chose to go with an article, those of them that are published in its language. */
export function related(reading: Reading, article: StoredArticle): ArticleCard[] {
  return cards(
    reading,
    article.locale,
    article.relatedIds.filter((id) => id !== article.id).map((id) => ({ id })),
  );
}

/** A month as the store writes it: `2026-04`. */
export function monthKey(year: number, month: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
}

function cards(reading: Reading, locale: Locale, rows: { id: string }[]): ArticleCard[] {
  return rows.flatMap(({ id }) => articleCard(reading, id, locale) ?? []);
}
