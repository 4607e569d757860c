import { perLocale, sitePath, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { monthKey, months } from './articles.ts';
import type { Reading } from './reading.ts';
import { tags } from './tags.ts';

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

const versionPaths = perLocale(sitePath);
