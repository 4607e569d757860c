/** What other sites show beside a link to a page: Open Graph (https://ogp.me), which X reads too. */
import { locales, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import type { Reading } from '../content/reading.ts';
import { languages } from '../i18n/languages.ts';
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
  image: PreviewImage;
  /** How X shows it: a wide picture over the words, or a small one beside them. */
  card: 'summary_large_image' | 'summary';
  article: PreviewArticle | null;
}

export interface PreviewImage {
  /** Absolute. */
  url: string;
  type: 'image/jpeg' | 'image/png';
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
  const image = picture ? previewImage(reading, picture) : { ...siteCard, url: reading.siteUrl + siteCard.url, alt: siteName };
  return {
    type,
    title,
    description,
    url: reading.siteUrl + path,
    siteName,
    locale: languages[locale].territory,
    otherLocales: locales.filter((other) => other !== locale && versions[other] !== undefined).map((other) => languages[other].territory),
    image,
    card: image.width > image.height * 1.3 ? 'summary_large_image' : 'summary',
    article: article ?? null,
  };
}

/** The picture in the form made for previews; a smaller one as it is. */
export function previewImage({ siteUrl }: Reading, { picture: { card, fallback, width, height }, alt }: StoryPicture): PreviewImage {
  const shown = card ?? { path: fallback, width, height };
  return { url: siteUrl + shown.path, type: 'image/jpeg', width: shown.width, height: shown.height, alt };
}

// Of `site/public`: what a page without a picture of its own shows.
const siteCard = { url: '/card.png', type: 'image/png', width: 1200, height: 630 } as const;
