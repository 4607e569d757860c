import { locales, pathOf, perLocale, sitePath, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { articleCard, hasMonth, monthKey, months, type ArticleCard } from './articles.ts';
import { authorCard, categoryCard, tagCard } from './names.ts';
import type { Reading } from './reading.ts';
import { scopeKey, tags, type NameType } from './tags.ts';

/** The months of a language that have articles, newest first. */
export function sitemapMonths(reading: Reading, locale: Locale): { year: number; month: number }[] {
  return months(reading, locale, 'all');
}

/** The articles of one language and month, oldest first, with when each last changed for readers. */
export function sitemapMonth(
  reading: Reading,
  locale: Locale,
  year: number,
  month: number,
): { path: SitePath; lastModified: string; versions: PerLocale<SitePath> }[] {
  const name = monthKey(year, month);
  reading.note(tags.sitemapMonth(locale, name));
  return reading
    .all<{ path: SitePath; modified: string; versions: string }>(
      `select a.path, a.modified,
              (select json_group_object(v.locale, v.path order by v.locale) from articles v where v.id = a.id) as versions
       from entries e join articles a on a.id = e.id and a.locale = e.locale
       where e.locale = ? and e.scope = 'all' and e.month = ? order by e.date, e.id`,
      locale,
      name,
    )
    .map((row) => ({ path: row.path, lastModified: row.modified, versions: versionPaths.parse(JSON.parse(row.versions)) }));
}

/** The articles of a language since a moment, newest first. */
export function publishedSince(reading: Reading, locale: Locale, since: number, limit: number): ArticleCard[] {
  reading.note(tags.list(locale, scopeKey('all')));
  return reading
    .all<{ id: string }>(
      `select id from entries where locale = ? and scope = 'all' and date >= ? order by date desc, id desc limit ?`,
      locale,
      since,
      limit,
    )
    .flatMap(({ id }) => articleCard(reading, id, locale) ?? []);
}

/** The month archives of sections, authors and tags that have stories in a month, with where each stands in every language. */
export function monthArchives(reading: Reading, locale: Locale, year: number, month: number): MonthArchive[] {
  // Hundreds of lists, and hardly a story begins the month of one.
  const read = (): MonthArchive[] => readArchives(reading, locale, year, month);
  return reading.lasting(`month archives ${locale} ${monthKey(year, month)}`, read, ({ length }) => length * bytesOfArchive);
}

/** With its paths in three languages. */
const bytesOfArchive = 1000;

interface MonthArchive {
  path: SitePath;
  versions: PerLocale<SitePath>;
}

function readArchives(reading: Reading, locale: Locale, year: number, month: number): MonthArchive[] {
  const name = monthKey(year, month);
  reading.note(tags.listsInMonth(locale, name));
  return reading
    .all<{ scope: string }>(
      // A cross join keeps this order: first the stories of the month, then the lists of each.
      `select distinct list.scope from entries every cross join entries list on list.id = every.id and list.locale = every.locale
       where every.locale = ? and every.scope = 'all' and every.month = ? and list.scope like '%:%' order by list.scope`,
      locale,
      name,
    )
    .flatMap(({ scope }) => {
      const versions = archiveVersions(reading, scope, { year, month });
      const path = versions[locale];
      return path === undefined ? [] : [{ path, versions }];
    });
}

function archiveVersions(reading: Reading, scope: string, at: { year: number; month: number }): PerLocale<SitePath> {
  const [type, id] = scope.split(':');
  if ((type !== 'category' && type !== 'author' && type !== 'tag') || id === undefined) return {};
  return Object.fromEntries(
    locales.flatMap((locale) => {
      const has = hasMonth(reading, locale, { kind: type, id }, at.year, at.month);
      const slug = has ? nameSlug(reading, type, id, locale) : null;
      return slug === null ? [] : [[locale, pathOf({ kind: 'month', of: type === 'category' ? 'section' : type, locale, slug, ...at })]];
    }),
  );
}

function nameSlug(reading: Reading, type: NameType, id: string, locale: Locale): string | null {
  const cards = { category: categoryCard, author: authorCard, tag: tagCard };
  return cards[type](reading, id, locale)?.slug ?? null;
}

const versionPaths = perLocale(sitePath);
