/** RSS feeds: of a language, a section, an author. */
import { pathOf, type Address, type ArticleDocument, type Locale, type SitePath } from '@broadsheet/shared';

import { articleById, articlePath, latest } from '../content/articles.ts';
import { markdownHtml } from '../content/html.ts';
import { authorBySlug, authorCard, categoryBySlug, categoryCard, tagCard } from '../content/names.ts';
import { picture } from '../content/pictures.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import type { Scope } from '../content/tags.ts';
import { fill, strings } from '../i18n/strings.ts';
import { siteNameOf } from './frame.ts';
import { xmlText } from './xml.ts';

export interface Feed {
  locale: Locale;
  title: string;
  description: string;
  /** The page that the feed belongs to, absolute. */
  link: string;
  /** The feed's own address, absolute. */
  self: string;
  /** Newest first. */
  items: FeedItem[];
}

export interface FeedItem {
  /** The same for as long as the story lives, whatever its address: document and language. */
  guid: string;
  title: string;
  /** Absolute. */
  link: string;
  /** Plain text; empty when there is none. */
  summary: string;
  /** The whole story as HTML with absolute addresses; null when the feed would grow too large with it. */
  content: string | null;
  published: Date;
  authors: string[];
  /** Section first, then tags. */
  categories: string[];
}

/** How many of the newest stories a feed has. */
export const feedLength = 50;

/** What the full texts of a feed may weigh together, in characters: readers of feeds refuse what is larger than some 2 MB. */
export const feedTextLimit = 900_000;

/** The feed that stands at an address; null when its section or author does not exist in this language. */
export function feed(reading: Reading, address: Extract<Address, { kind: 'feed' }>): Feed | null {
  const { locale } = address;
  const subject = subjectOf(reading, address);
  if (!subject) return null;
  const site = siteNameOf(reading, locale);
  return {
    locale,
    title: subject.name === null ? site : fill(strings(locale).feedOf, { site, name: subject.name }),
    description: subject.about || setting(reading, 'tagline')[locale] || site,
    link: reading.siteUrl + subject.path,
    self: reading.siteUrl + pathOf(address),
    items: feedItems(reading, locale, subject.scope),
  };
}

function feedItems(reading: Reading, locale: Locale, scope: Scope): FeedItem[] {
  let room = feedTextLimit;
  return latest(reading, locale, scope, feedLength).flatMap(({ id }) => {
    const article = articleById(reading, id, locale);
    if (!article) return [];
    const content = coverHtml(reading, article) + absolute(reading, markdownHtml(reading, article.body, locale));
    const fits = content.length <= room;
    if (fits) room -= content.length;
    return [feedItem(reading, article, fits ? content : null)];
  });
}

function feedItem(reading: Reading, article: ArticleDocument, content: string | null): FeedItem {
  const { locale } = article;
  const section = categoryCard(reading, article.categoryId, locale);
  const tags = article.tagIds.flatMap((id) => tagCard(reading, id, locale) ?? []);
  return {
    guid: `${article.id}:${locale}`,
    title: article.title,
    link: reading.siteUrl + articlePath(reading, article),
    summary: article.summary,
    content,
    published: new Date(article.publicationDate),
    authors: article.authorIds.flatMap((id) => authorCard(reading, id, locale)?.name ?? []),
    categories: [...(section ? [section] : []), ...tags].map(({ name }) => name),
  };
}

function coverHtml(reading: Reading, { cover }: ArticleDocument): string {
  const found = cover && picture(reading, cover.fileId);
  if (!found) return '';
  const image = `<img src="${reading.siteUrl}${found.fallback}" width="${found.width}" height="${found.height}" alt="${xmlText(cover.alt)}">`;
  return `<figure>${image}${cover.caption ? `<figcaption>${xmlText(cover.caption)}</figcaption>` : ''}</figure>`;
}

// Readers of feeds know neither where the text comes from nor what to do with `<picture>`.
function absolute(reading: Reading, html: string): string {
  return html
    .replaceAll(/<\/?picture>|<source [^>]*>/g, '')
    .replaceAll(/<[a-z][^>]*>/g, (tag) => tag.replaceAll(/ (href|src)="\/(?!\/)/g, ` $1="${reading.siteUrl}/`));
}

function subjectOf(reading: Reading, address: Extract<Address, { kind: 'feed' }>): Subject | null {
  const { locale } = address;
  if (address.of === 'all') return { scope: 'all', name: null, about: '', path: pathOf({ kind: 'front', locale }) };
  if (address.of === 'section') {
    const found = categoryBySlug(reading, locale, address.slug);
    const card = found && categoryCard(reading, found.id, locale);
    return card && { scope: { kind: 'category', id: card.id }, name: card.name, about: found.description[locale] ?? '', path: card.path };
  }
  const found = authorBySlug(reading, locale, address.slug);
  const card = found && authorCard(reading, found.id, locale);
  return card && { scope: { kind: 'author', id: card.id }, name: card.name, about: found.biography[locale] ?? '', path: card.path };
}

interface Subject {
  scope: Scope;
  /** Null for the feed of the whole newspaper. */
  name: string | null;
  about: string;
  path: SitePath;
}
