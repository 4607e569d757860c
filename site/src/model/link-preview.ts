/** What other sites show beside a link to a page: Open Graph (https://ogp.me), which X reads too. */
import { locales, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import type { Reading } from '../content/reading.ts';
import type { StoryPicture } from './story.ts';

export interface LinkPreview {
  type: 'website' | 'article' | 'profile';
  /** Without the newspaper's name. */
  title: string;
  /** Empty when there is none. */
  description: string;
  /** Absolute. */
  url: string;
  siteName: string;
  /** `ru_RU`. */
  locale: string;
  otherLocales: string[];
  image: PreviewImage | null;
  article: PreviewArticle | null;
}

export interface PreviewImage {
  /** Absolute; always a JPEG. */
  url: string;
  width: number;
  height: number;
  /** Empty when there are no words for it. */
  alt: string;
}

/** Dates are ISO 8601 with the newsroom's offset, authors are absolute addresses. */
export interface PreviewArticle {
  published: string;
  modified: string;
  section: string | null;
  tags: string[];
  authors: string[];
}

/** What a page says of itself beyond the words of its head. */
export interface PreviewFacts {
  type?: LinkPreview['type'];
  picture?: StoryPicture | null;
  article?: PreviewArticle;
}

/** Everything that is known when the head of the page is. */
export function linkPreview(
  reading: Reading,
  page: { locale: Locale; path: SitePath; title: string; description: string; siteName: string; versions: PerLocale<SitePath> },
  { type = 'website', picture, article }: PreviewFacts,
): LinkPreview {
  const { locale, path, title, description, siteName, versions } = page;
  return {
    type,
    title,
    description,
    url: reading.siteUrl + path,
    siteName,
    locale: territories[locale],
    otherLocales: locales.filter((other) => other !== locale && versions[other] !== undefined).map((other) => territories[other]),
    image: picture ? previewImage(reading, picture) : null,
    article: article ?? null,
  };
}

/** The picture in the form made for previews; a smaller one as it is. */
export function previewImage({ siteUrl }: Reading, { picture: { card, fallback, width, height }, alt }: StoryPicture): PreviewImage {
  return card ? { url: siteUrl + card.path, width: card.width, height: card.height, alt } : { url: siteUrl + fallback, width, height, alt };
}

// Open Graph wants a country beside the language.
const territories: Record<Locale, string> = { en: 'en_GB', ru: 'ru_RU', hy: 'hy_AM' };
