import type { Locale } from '@broadsheet/shared';

import type { LogEntry } from './change-log';
import type { VersionRow } from './version-rows';

/** The newspaper in one language, as the log names it; see shared's `editionDocument`. */
export function editionOf(locale: Locale): LogEntry {
  return { type: 'edition', id: locale, locale, state: 'live' };
}

/**
 * The editions that lose a story out of a list, or in which it moves to another place.
 * @param before the published rows of a story until now
 * @param after those of the same languages from now on
 */
export function editionsThatLost(before: readonly VersionRow[], after: readonly VersionRow[]): LogEntry[] {
  return before
    .filter((then) => {
      const now = after.find((row) => row.locale === then.locale);
      return !now || now.publicationDate !== then.publicationDate || hasLeft(listsOf(then), listsOf(now));
    })
    .map(({ locale }) => editionOf(locale));
}

function hasLeft(before: readonly string[], after: readonly string[]): boolean {
  return before.some((list) => !after.includes(list));
}

/** The section, authors and tags that list a story. */
function listsOf({ category, authors = [], tags = [] }: VersionRow): string[] {
  return [...(category ? [category] : []), ...authors, ...tags].map((row) => row.documentId);
}
