/** What surrounds a story, and what its page says of it to search engines and to those who link to it. */
import { locales, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { articlePath, articleVersions } from '../content/articles.ts';
import { categoryCard, signature, type NameCard } from '../content/names.ts';
import type { Reading, StoredArticle } from '../content/reading.ts';
import { frame, siteNameOf, type Frame, type Link, type PageFacts } from './frame.ts';
import { previewImage, type PreviewFacts } from './link-preview.ts';
import { storyPicture, type StoryPicture } from './story.ts';
import { newsArticle, type Thing } from './structured-data.ts';

/** What the page has looked up already. */
export interface KnownOfArticle {
  section: NameCard | null;
  authors: NameCard[];
  tags: NameCard[];
  cover: StoryPicture | null;
  /** ISO 8601 with the newsroom's offset, as the page shows them. */
  published: string;
  modified: string;
}

export function articleFrame(reading: Reading, article: StoredArticle, known: KnownOfArticle): Frame {
  const { locale, seo } = article;
  const { section } = known;
  const versions = articleVersions(reading, article.id);
  const facts: PageFacts = {
    locale,
    path: articlePath(reading, article),
    title: seo.title || article.title,
    description: seo.description || article.summary,
    versions,
    elsewhere: sectionIn(reading, article.categoryId, versions),
    parents: section ? [{ text: section.name, path: section.path }] : [],
    sectionId: article.categoryId,
  };
  const picture = previewPicture(reading, article, known.cover);
  return frame(reading, { ...facts, preview: preview(reading, known, picture), things: [thing(reading, article, known, facts, picture)] });
}

function preview(
  { siteUrl }: Reading,
  { section, authors, tags, published, modified }: KnownOfArticle,
  picture: StoryPicture | null,
): PreviewFacts {
  return {
    type: 'article',
    picture,
    article: {
      published,
      modified,
      section: section?.name ?? null,
      tags: tags.map(({ name }) => name),
      authors: authors.map(({ path }) => siteUrl + path),
    },
  };
}

function thing(reading: Reading, article: StoredArticle, known: KnownOfArticle, facts: PageFacts, picture: StoryPicture | null): Thing {
  const { locale } = article;
  return newsArticle(reading, {
    locale,
    url: reading.siteUrl + (facts.path ?? ''),
    headline: article.title,
    description: facts.description ?? '',
    image: picture && previewImage(reading, picture),
    published: known.published,
    modified: known.modified,
    section: known.section?.name ?? null,
    tags: known.tags.map(({ name }) => name),
    authors: known.authors.map(({ id, name, path }) => ({
      kind: signature(reading, id)?.kind ?? 'person',
      name,
      url: reading.siteUrl + path,
    })),
    siteName: siteNameOf(reading, locale),
  });
}

// The one that the editors chose for this, else the cover.
function previewPicture(reading: Reading, { seo, title }: StoredArticle, cover: StoryPicture | null): StoryPicture | null {
  return (seo.imageId === null ? null : storyPicture(reading, seo.imageId, title)) ?? cover;
}

// A language into which the story is not translated leads to its section there. Nothing is asked of the others: their name does not stand here.
function sectionIn(reading: Reading, categoryId: string, versions: PerLocale<SitePath>): PerLocale<Link> {
  const links = locales.flatMap((locale): [Locale, Link][] => {
    if (versions[locale] !== undefined) return [];
    const card = categoryCard(reading, categoryId, locale);
    return card ? [[locale, { text: card.name, path: card.path }]] : [];
  });
  return Object.fromEntries(links);
}
