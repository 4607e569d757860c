/** The stories with the most readers: a fragment that front, section and story pages fetch, since it changes all day. */
import { pathOf, type Address, type Locale, type SitePath } from '@broadsheet/shared';

import { categoryBySlug, sections } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import { mostRead } from '../content/views.ts';
import { strings } from '../i18n/strings.ts';
import { stories, type Story } from './story.ts';

/** A list of one period; its stories are in the order of their readers. */
export interface MostReadPeriod {
  key: 'day' | 'week';
  text: string;
  stories: Story[];
}

/** The lists of an address that have stories; null when no section of that language is called so. */
export function mostReadStories(reading: Reading, { locale, slug }: Extract<Address, { kind: 'most-read' }>): MostReadPeriod[] | null {
  const section = slug === null ? null : categoryBySlug(reading, locale, slug);
  if (slug !== null && !section) return null;
  const { day, week } = mostRead(reading, locale, section?.id ?? null);
  const words = strings(locale);
  const periods: MostReadPeriod[] = [
    { key: 'day', text: words.mostReadDay, stories: stories(reading, day) },
    { key: 'week', text: words.mostReadWeek, stories: stories(reading, week) },
  ];
  return periods.filter((period) => period.stories.length > 0);
}

/** How many stories the longest list of each fragment of a language has, by its path; pages keep so much room for it. */
export function mostReadLengths(reading: Reading, locale: Locale): Record<SitePath, number> {
  const all = { path: pathOf({ kind: 'most-read', locale, slug: null }), id: null };
  const ofSections = sections(reading, locale).flatMap(({ id, slug }) => ({ path: pathOf({ kind: 'most-read', locale, slug }), id }));
  const lengths = [all, ...ofSections].map(({ path, id }): [SitePath, number] => {
    const { day, week } = mostRead(reading, locale, id);
    return [path, Math.max(day.length, week.length)];
  });
  return Object.fromEntries(lengths.filter(([, length]) => length > 0));
}
