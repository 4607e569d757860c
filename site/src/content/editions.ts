import type { Locale } from '@broadsheet/shared';

import type { Reading } from './reading.ts';
import { tags } from './tags.ts';

/**
 * When a list of stories last changed for its readers: the last time that one of these stories was published, or that any
 * story of the language left a list or moved down in one. It cannot go backwards while `ids` are the first of the list.
 * @returns null when nothing was ever published
 */
export function lastChange(reading: Reading, locale: Locale, ids: readonly string[]): Date | null {
  const moments = ids.map((id) => acceptedAt(reading, 'article', id, locale));
  reading.note(...ids.map((id) => tags.article(id, locale)), tags.edition(locale));
  const latest = Math.max(...moments, acceptedAt(reading, 'edition', locale, locale));
  return latest > 0 ? new Date(latest) : null;
}

/** When the cms last accepted a story; null when it is not published. */
export function accepted(reading: Reading, id: string, locale: Locale): Date | null {
  reading.note(tags.article(id, locale));
  const at = acceptedAt(reading, 'article', id, locale);
  return at > 0 ? new Date(at) : null;
}

function acceptedAt(reading: Reading, type: 'article' | 'edition', id: string, locale: Locale): number {
  // A story is in several feeds.
  return reading.once(`accepted ${type} ${id} ${locale}`, () => {
    const row = reading.get<{ at: string }>('select at from documents where type = ? and id = ? and locale = ?', type, id, locale);
    return row ? Date.parse(row.at) : 0;
  });
}
