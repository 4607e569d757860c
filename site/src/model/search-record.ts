import { pathOf, type Locale, type SitePath } from '@broadsheet/shared';

import { articleById, articlePath } from '../content/articles.ts';
import { markdownText } from '../content/html.ts';
import { authorCard, categoryCard } from '../content/names.ts';
import { pageById } from '../content/pages.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { dateOnly } from '../i18n/dates.ts';

/** One language version of an article or a page as the search index takes it (a "custom record" of Pagefind). */
export interface SearchRecord {
  url: SitePath;
  /** ISO 639-1. */
  language: Locale;
  /** Plain text that is searched and from which excerpts are cut. */
  content: string;
  /** Shown with a result; the title is searched too, and weighs more. */
  meta: { title: string; date: string; section: string };
  filters: { section: string[]; author: string[]; year: string[] };
  /** ISO 8601 in UTC, which sorts as text. */
  sort: { date: string };
}

/** Null when the article is not published in this language. */
export function articleRecord(reading: Reading, id: string, locale: Locale): SearchRecord | null {
  const article = articleById(reading, id, locale);
  if (!article) return null;
  const section = categoryCard(reading, article.categoryId, locale)?.name;
  const date = dateOnly(article.publicationDate, locale, setting(reading, 'timeZone'));
  return {
    url: articlePath(reading, article),
    language: locale,
    content: searchedText(reading, article),
    meta: {
      title: article.title,
      date: date.text,
      section: section ?? '',
    },
    filters: {
      section: section === undefined ? [] : [section],
      author: article.authorIds.flatMap((authorId) => authorCard(reading, authorId, locale)?.name ?? []),
      year: [date.machine.slice(0, 4)],
    },
    sort: { date: article.publicationDate },
  };
}

/** Null when the page is not published in this language. */
export function pageRecord(reading: Reading, id: string, locale: Locale): SearchRecord | null {
  const page = pageById(reading, id, locale);
  if (!page) return null;
  return {
    url: pathOf({ kind: 'named', locale, slug: page.slug }),
    language: locale,
    content: searchedText(reading, page),
    meta: { title: page.title, date: '', section: '' },
    filters: { section: [], author: [], year: [] },
    // Without a date: after every story.
    sort: { date: '' },
  };
}

// Pagefind leaves out what has no text, so a story without any is found by its title.
function searchedText(reading: Reading, document: { locale: Locale; title: string; summary: string; body: string }): string {
  const texts = [document.summary, markdownText(reading, document.body, document.locale)].filter((text) => text !== '');
  return texts.length > 0 ? texts.join(' ') : document.title;
}
