/** How often stories are read, as the cms told last. */
import type { Locale } from '@broadsheet/shared';

import { articleCard, type ArticleCard } from './articles.ts';
import type { Reading } from './reading.ts';
import { setting } from './settings.ts';
import { tags } from './tags.ts';

/** How many stories a list of the most read shows. */
export const mostReadLength = 5;

/** The number that the story's page shows, 0 while none is known; null when the newspaper shows none. */
export function viewsShown(reading: Reading, articleId: string, locale: Locale): number | null {
  const shown = setting(reading, 'viewCount');
  if (shown === 'hidden') return null;
  const counts = reading.once(`views ${articleId}`, () => {
    reading.note(tags.views(articleId));
    return reading.document('views', articleId)?.counts ?? {};
  });
  if (shown === 'own-language') return counts[locale] ?? 0;
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** The stories of a section, or of all sections, that had the most readers; without those that are no longer published there. */
export function mostRead(reading: Reading, locale: Locale, sectionId: string | null): { day: ArticleCard[]; week: ArticleCard[] } {
  reading.note(tags.mostRead(locale, sectionId));
  const row = reading.get<{ day: string; week: string }>(
    'select day, week from most_read where locale = ? and section = ?',
    locale,
    sectionId ?? '',
  );
  const cards = (ids: string | undefined): ArticleCard[] =>
    (ids ? ids.split(' ') : [])
      .flatMap((id) => articleCard(reading, id, locale) ?? [])
      .filter(({ category }) => sectionId === null || category?.id === sectionId)
      .slice(0, mostReadLength);
  return { day: cards(row?.day), week: cards(row?.week) };
}
