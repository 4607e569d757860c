import type { Locale, SitePath } from '@broadsheet/shared';

import { articleById, articlePath } from '../content/articles.ts';
import { markdownText } from '../content/html.ts';
import { authorCard, categoryCard } from '../content/names.ts';
import { picture } from '../content/pictures.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { dateOnly } from '../i18n/dates.ts';

/** One language version of an article as the search index takes it (a "custom record" of Pagefind). */
export interface SearchRecord {
  url: SitePath;
  /** ISO 639-1. */
  language: Locale;
  /** Plain text that is searched and from which excerpts are cut. */
  content: string;
  /** Shown with a result; the title is searched too, and weighs more. */
  meta: { title: string; date: string; section: string; image?: string; imageAlt?: string };
  filters: { section: string[]; author: string[]; year: string[] };
  /** ISO 8601 in UTC, which sorts as text. */
  sort: { date: string };
}

/** Null when the article is not published in this language. */
export function searchRecord(reading: Reading, id: string, locale: Locale): SearchRecord | null {
  const article = articleById(reading, id, locale);
  if (!article) return null;
  const section = categoryCard(reading, article.categoryId, locale)?.name;
  const date = dateOnly(article.publicationDate, locale, setting(reading, 'timeZone'));
  const cover = article.cover && picture(reading, article.cover.fileId);
  return {
    url: articlePath(reading, article),
    language: locale,
    content: [article.summary, markdownText(reading, article.body)].filter((text) => text !== '').join(' '),
    meta: {
      title: article.title,
      date: date.text,
      section: section ?? '',
      ...(cover ? { image: cover.fallback, imageAlt: article.cover?.alt ?? '' } : {}),
    },
    filters: {
      section: section === undefined ? [] : [section],
      author: article.authorIds.flatMap((authorId) => authorCard(reading, authorId, locale)?.name ?? []),
      year: [date.machine.slice(0, 4)],
    },
    sort: { date: article.publicationDate },
  };
}
