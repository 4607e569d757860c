import { parsePath, pathOf, type Address, type SitePath } from '@broadsheet/shared';

import { articleAt, articleText, olderInSection, related } from '../content/articles.ts';
import { markdownHtml, markdownWords } from '../content/html.ts';
import { authorCard, categoryCard, signature, tagCard, type NameCard } from '../content/names.ts';
import type { Reading, StoredArticle } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { dateAndTime, type ShownDate } from '../i18n/dates.ts';
import { softHyphens } from '../i18n/hyphens.ts';
import { count, strings } from '../i18n/strings.ts';
import { typeset } from '../i18n/typography.ts';
import { articleFrame } from './article-frame.ts';
import type { Frame, Link } from './frame.ts';
import { readingMinutes } from './reading-time.ts';
import { byline, stories, storyPicture, type BylinePart, type Story, type StoryPicture } from './story.ts';
import { viewCount, type ViewCount } from './view-count.ts';

// In letters: the headline of a story stands in a width and a size that hold every shorter one, in a list it may not.
const longWord = 14;

export interface ArticlePage {
  /** The same in all languages. */
  id: string;
  frame: Frame;
  section: Link | null;
  /** With soft hyphens in long words. */
  title: string;
  /** As the editors wrote it. */
  plainTitle: string;
  /** With soft hyphens in long words; empty when there is none. */
  standfirst: string;
  byline: BylinePart[];
  /** Of its authors, as far as they have one. */
  portraits: StoryPicture[];
  published: ShownDate;
  /** Only when an editor says that the story was updated; the note may be empty. */
  updated: { date: ShownDate; note: string } | null;
  views: ViewCount;
  /** "3-minute read". */
  readingTime: string;
  breaking: boolean;
  cover: (StoryPicture & { caption: string; credit: string }) | null;
  /** Safe HTML. */
  body: string;
  tags: Link[];
  related: Story[];
  /** The stories of the section that came just before. */
  older: Story[];
  /** Where the newest stories of the section are found. */
  newest: SitePath | null;
}

/** The article that stands at an address; null when none does. */
export function articlePage(reading: Reading, address: Extract<Address, { kind: 'article' }>): ArticlePage | null {
  const article = articleAt(reading, address);
  if (!article) return null;
  const { locale } = article;
  const text = articleText(reading, article);
  const timeZone = setting(reading, 'timeZone');
  const section = categoryCard(reading, article.categoryId, locale);
  const authors = article.authorIds.flatMap((id) => authorCard(reading, id, locale) ?? []);
  const tags = article.tagIds.flatMap((id) => tagCard(reading, id, locale) ?? []);
  const published = dateAndTime(article.publicationDate, locale, timeZone);
  const updated =
    article.updateDate === null ? null : { date: dateAndTime(article.updateDate, locale, timeZone), note: article.updateNote };
  const shownCover = cover(reading, article);
  const dates = { published: published.machine, modified: updated?.date.machine ?? published.machine };
  return {
    id: article.id,
    frame: articleFrame(reading, article, { section, authors, tags, cover: shownCover, ...dates }),
    section: section && link(section),
    title: softHyphens(locale, typeset(locale, article.title), longWord),
    plainTitle: article.title,
    standfirst: softHyphens(locale, typeset(locale, article.summary)),
    byline: byline(locale, authors),
    portraits: article.authorIds.flatMap((id) => portrait(reading, id) ?? []),
    published,
    updated,
    readingTime: count(locale, strings(locale).readingTime, readingMinutes(locale, markdownWords(reading, text, locale))),
    views: viewCount(reading, article.id, locale),
    breaking: article.breaking,
    cover: shownCover,
    body: markdownHtml(reading, text, locale),
    tags: tags.map(link),
    ...around(reading, article),
    newest: section && newestPath(section),
  };
}

// No story is named twice.
function around(reading: Reading, article: StoredArticle): Pick<ArticlePage, 'related' | 'older'> {
  const chosen = related(reading, article);
  const older = olderInSection(reading, article).filter(({ id }) => !chosen.some((card) => card.id === id));
  return { related: stories(reading, chosen), older: stories(reading, older) };
}

function newestPath({ path }: NameCard): SitePath | null {
  const address = parsePath(path);
  return address?.kind === 'named' ? pathOf({ ...address, kind: 'newest' }) : null;
}

function link({ name, path }: NameCard): Link {
  return { text: name, path };
}

// The name stands beside it, so the picture itself says nothing.
function portrait(reading: Reading, authorId: string): StoryPicture | null {
  const { portraitId = null } = signature(reading, authorId) ?? {};
  return portraitId === null ? null : storyPicture(reading, portraitId, '');
}

function cover(reading: Reading, article: StoredArticle): ArticlePage['cover'] {
  if (!article.cover) return null;
  const { fileId, alt, caption, credit } = article.cover;
  const found = storyPicture(reading, fileId, alt);
  return found && { ...found, caption, credit };
}
