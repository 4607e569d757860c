/** A story as lists show it. */
import type { Locale, SitePath } from '@broadsheet/shared';

import type { ArticleCard } from '../content/articles.ts';
import { currentYear } from '../content/clock.ts';
import { picture, type PlacedPicture } from '../content/pictures.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { listDate, type ShownDate } from '../i18n/dates.ts';
import { softHyphens } from '../i18n/hyphens.ts';
import { fill, listParts, strings } from '../i18n/strings.ts';
import { typeset } from '../i18n/typography.ts';
import type { Link } from './frame.ts';

export interface Story {
  /** The article's, in all languages. */
  id: string;
  locale: Locale;
  path: SitePath;
  /** With soft hyphens in long words. */
  title: string;
  /** Empty when there is none. */
  summary: string;
  date: ShownDate;
  section: Link | null;
  /** The byline in pieces: words, and authors as links. Empty when the story has no author. */
  byline: BylinePart[];
  /** Null while its sizes are not ready, and without a cover. */
  picture: StoryPicture | null;
  breaking: boolean;
}

export interface StoryPicture {
  picture: PlacedPicture;
  alt: string;
}

/** A word of the byline; with a path it is an author. */
export interface BylinePart {
  text: string;
  path: SitePath | null;
}

export function story(reading: Reading, card: ArticleCard): Story {
  return reading.once(`story ${card.id} ${card.locale}`, () => storyOf(reading, card));
}

function storyOf(reading: Reading, card: ArticleCard): Story {
  return {
    id: card.id,
    locale: card.locale,
    path: card.path,
    title: softHyphens(card.locale, typeset(card.locale, card.title)),
    summary: softHyphens(card.locale, typeset(card.locale, card.summary)),
    date: listDate(card.publicationDate, card.locale, setting(reading, 'timeZone'), currentYear(reading)),
    section: card.category && { text: card.category.name, path: card.category.path },
    byline: byline(card.locale, card.authors),
    picture: card.cover && storyPicture(reading, card.cover.fileId, card.cover.alt),
    breaking: card.breaking,
  };
}

export function stories(reading: Reading, cards: ArticleCard[]): Story[] {
  return cards.map((card) => story(reading, card));
}

/** A picture with its words; null while its sizes are not ready. */
export function storyPicture(reading: Reading, fileId: string, alt: string): StoryPicture | null {
  const found = picture(reading, fileId);
  return found && { picture: found, alt };
}

/** "By A and B" in pieces. */
export function byline(locale: Locale, authors: { name: string; path: SitePath }[]): BylinePart[] {
  if (authors.length === 0) return [];
  const [before = '', after = ''] = fill(strings(locale).byline, { authors: '\0' }).split('\0');
  const paths = authors.map(({ path }) => path);
  const names = listParts(
    locale,
    authors.map(({ name }) => name),
  ).map(({ text, isName }) => ({ text, path: isName ? (paths.shift() ?? null) : null }));
  return [{ text: before, path: null }, ...names, { text: after, path: null }].filter(({ text }) => text !== '');
}
