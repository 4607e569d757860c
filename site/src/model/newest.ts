import type { Address } from '@broadsheet/shared';

import { latest } from '../content/articles.ts';
import { categoryBySlug } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import { stories, type Story } from './story.ts';

/** How many of its newest stories a section offers below its articles: enough to fill up when one is read and others are listed. */
export const newestCount = 7;

/** The newest stories of a section, newest first; null when no section of that language is called so. */
export function newestStories(reading: Reading, { locale, slug }: Extract<Address, { kind: 'newest' }>): Story[] | null {
  const found = categoryBySlug(reading, locale, slug);
  return found && stories(reading, latest(reading, locale, { kind: 'category', id: found.id }, newestCount));
}
