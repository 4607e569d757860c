import { pathOf, type Locale, type SitePath } from '@broadsheet/shared';

import { articleById, articlePath, articleText } from '../content/articles.ts';
import { markdownText } from '../content/html.ts';
import { textOf, type Text } from '../content/kept-html.ts';
import { authorCard } from '../content/names.ts';
import { pageById } from '../content/pages.ts';
import { isBeingMade, picture } from '../content/pictures.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { dateOnly } from '../i18n/dates.ts';
import { keysOf, type StoryKeys } from '../search/keys.ts';
import { english } from '../search/languages/en.ts';
import { armenian } from '../search/languages/hy.ts';
import { russian } from '../search/languages/ru.ts';
import { titleWords, type Language } from '../search/words.ts';

// At hand here; browsers load one alone.
const languages: Record<Locale, Language> = { en: english, ru: russian, hy: armenian };

/** One language version of an article or a page as the search index takes it. */
export interface SearchRecord {
  /** A "custom record" of Pagefind. */
  record: {
    /** The address; behind a question mark what a result shows and nobody searches: date, section, picture. */
    url: string;
    /** Plain text that is searched and from which excerpts are cut. */
    content: string;
    /** Searched too, and titles and keys weigh more. Pagefind searches every field here, so there are no others. */
    meta: Record<'title' | 'titleWords', string> & StoryKeys;
  };
  path: SitePath;
  /** Milliseconds since 1970; 0 for a page. */
  date: number;
  /** Section, authors and year, by which results are chosen. */
  section: string;
  authors: string[];
  year: string;
  /** The file whose picture is being made; null when none is. */
  awaited: string | null;
}

/** Null when the article is not published in this language. */
export function articleRecord(reading: Reading, id: string, locale: Locale): SearchRecord | null {
  const article = articleById(reading, id, locale);
  if (!article) return null;
  const text = articleText(reading, article);
  const path = articlePath(reading, article);
  const date = Date.parse(article.publicationDate);
  const names = article.authorIds.flatMap((authorId) => authorCard(reading, authorId, locale)?.name ?? []);
  const shown = new URLSearchParams({ d: String(date), s: article.categoryId });
  const cover = article.cover && picture(reading, article.cover.fileId);
  const smallest = cover?.sources.find(({ type }) => type === 'image/webp')?.srcset.split(' ')[0];
  if (smallest !== undefined) shown.set('p', smallest);
  return {
    record: {
      url: `${path}?${shown}`,
      content: [searchedText(reading, article, text), ...names].join(' '),
      meta: titledMeta(locale, article.title, `${article.summary} ${names.join(' ')}`, text.markdown()),
    },
    path,
    date,
    section: article.categoryId,
    authors: article.authorIds,
    year: dateOnly(article.publicationDate, locale, setting(reading, 'timeZone')).machine.slice(0, 4),
    awaited: article.cover && isBeingMade(reading, article.cover.fileId) ? article.cover.fileId : null,
  };
}

/** Null when the page is not published in this language. */
export function pageRecord(reading: Reading, id: string, locale: Locale): SearchRecord | null {
  const page = pageById(reading, id, locale);
  if (!page) return null;
  const path = pathOf({ kind: 'named', locale, slug: page.slug });
  const meta = titledMeta(locale, page.title, page.summary, page.body);
  const none = { date: 0, section: '', authors: [], year: '', awaited: null };
  return { record: { url: path, content: searchedText(reading, page, textOf(page.body)), meta }, path, ...none };
}

function titledMeta(locale: Locale, title: string, summary: string, text: string): SearchRecord['record']['meta'] {
  return { title, titleWords: titleWords(title, languages[locale]), ...keysOf(locale, title, summary, text) };
}

// Pagefind leaves out what has no text, so a story without any is found by its title.
function searchedText(reading: Reading, document: { locale: Locale; title: string; summary: string }, text: Text): string {
  const texts = [document.summary, markdownText(reading, text, document.locale)].filter((text) => text !== '');
  return texts.length > 0 ? texts.join(' ') : document.title;
}
