import { locales, type Address, type ArticleDocument, type Locale, type PerLocale } from '@broadsheet/shared';

import { articleAt, articlePath, articleVersions, olderInSection, related } from '../content/articles.ts';
import { markdownHtml, markdownText } from '../content/html.ts';
import { authorCard, categoryCard, signature, tagCard } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { dateAndTime, type ShownDate } from '../i18n/dates.ts';
import { softHyphens } from '../i18n/hyphens.ts';
import { count, strings } from '../i18n/strings.ts';
import { frame, type Frame, type Link } from './frame.ts';
import { readingMinutes } from './reading-time.ts';
import { byline, stories, storyPicture, type BylinePart, type Story, type StoryPicture } from './story.ts';

export interface ArticlePage {
  frame: Frame;
  section: Link | null;
  /** With soft hyphens in long words. */
  title: string;
  /** The summary as the editors wrote it; empty when there is none. */
  standfirst: string;
  byline: BylinePart[];
  /** Of its authors, as far as they have one. */
  portraits: StoryPicture[];
  published: ShownDate;
  /** Only when an editor says that the story was updated; the note may be empty. */
  updated: { date: ShownDate; note: string } | null;
  /** "3 minute read". */
  readingTime: string;
  breaking: boolean;
  cover: (StoryPicture & { caption: string; credit: string }) | null;
  /** Safe HTML. */
  body: string;
  tags: Link[];
  related: Story[];
  /** The stories of the section that came just before. */
  older: Story[];
}

/** The article that stands at an address; null when none does. */
export function articlePage(reading: Reading, address: Extract<Address, { kind: 'article' }>): ArticlePage | null {
  const article = articleAt(reading, address);
  if (!article) return null;
  const { locale } = article;
  const timeZone = setting(reading, 'timeZone');
  const section = categoryCard(reading, article.categoryId, locale);
  const sectionLink = section && { text: section.name, path: section.path };
  const chosen = related(reading, article);
  return {
    frame: articleFrame(reading, article, sectionLink),
    section: sectionLink,
    title: softHyphens(locale, article.title),
    standfirst: article.summary,
    byline: byline(
      locale,
      article.authorIds.flatMap((id) => authorCard(reading, id, locale) ?? []),
    ),
    portraits: article.authorIds.flatMap((id) => portrait(reading, id) ?? []),
    published: dateAndTime(article.publicationDate, locale, timeZone),
    updated: article.updateDate === null ? null : { date: dateAndTime(article.updateDate, locale, timeZone), note: article.updateNote },
    readingTime: count(locale, strings(locale).readingTime, readingMinutes(locale, markdownText(reading, article.body, locale))),
    breaking: article.breaking,
    cover: cover(reading, article),
    body: markdownHtml(reading, article.body, locale),
    tags: article.tagIds.flatMap((id) => tagCard(reading, id, locale) ?? []).map(({ name, path }) => ({ text: name, path })),
    related: stories(reading, chosen),
    older: stories(
      reading,
      olderInSection(reading, article).filter(({ id }) => !chosen.some((card) => card.id === id)),
    ),
  };
}

function articleFrame(reading: Reading, article: ArticleDocument, section: Link | null): Frame {
  const { locale } = article;
  return frame(reading, {
    locale,
    path: articlePath(reading, article),
    title: article.seo.title || article.title,
    description: article.seo.description || article.summary,
    versions: articleVersions(reading, article.id),
    elsewhere: sectionIn(reading, article.categoryId),
    parents: section ? [section] : [],
    sectionId: article.categoryId,
  });
}

// A language into which the story is not translated leads to its section there.
function sectionIn(reading: Reading, categoryId: string): PerLocale<Link> {
  const links = locales.flatMap((locale): [Locale, Link][] => {
    const card = categoryCard(reading, categoryId, locale);
    return card ? [[locale, { text: card.name, path: card.path }]] : [];
  });
  return Object.fromEntries(links);
}

// The name stands beside it, so the picture itself says nothing.
function portrait(reading: Reading, authorId: string): StoryPicture | null {
  const { portraitId = null } = signature(reading, authorId) ?? {};
  return portraitId === null ? null : storyPicture(reading, portraitId, '');
}

function cover(reading: Reading, article: ArticleDocument): ArticlePage['cover'] {
  if (!article.cover) return null;
  const { fileId, alt, caption, credit } = article.cover;
  const found = storyPicture(reading, fileId, alt);
  return found && { ...found, caption, credit };
}
