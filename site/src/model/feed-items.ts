/** RSS feeds: of a language, a section, an author. */
import { pathOf, type Address, type Locale, type SitePath } from '@broadsheet/shared';

import { articleById, articlePath, articleText, latest } from '../content/articles.ts';
import { accepted, lastChange } from '../content/editions.ts';
import { escapeText } from '../content/html/escape.ts';
import { markdownHtml, markdownText } from '../content/html.ts';
import { authorBySlug, authorCard, categoryBySlug, categoryCard, tagCard } from '../content/names.ts';
import type { Reading, StoredArticle } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import type { Scope } from '../content/tags.ts';
import { fill, strings } from '../i18n/strings.ts';
import { feedHtml } from './feed-html.ts';
import { siteNameOf } from './frame.ts';
import { storyPicture } from './story.ts';
import { xmlText } from './xml.ts';

export interface Feed {
  locale: Locale;
  title: string;
  description: string;
  /** The page that the feed belongs to, absolute. */
  link: string;
  /** The feed's own address, absolute. */
  self: string;
  /** When it last changed by what the editors did, however often it is rendered; null when nothing was ever published. */
  changed: Date | null;
  /** Newest first. */
  items: FeedItem[];
}

export interface FeedItem {
  /** The same for as long as the story lives, whatever its address: document and language. */
  guid: string;
  title: string;
  /** Absolute. */
  link: string;
  /** Plain text: the story's summary, else how it begins, else its title. */
  summary: string;
  /** The whole story as HTML with absolute addresses; null when the feed would grow too large with it. */
  content: string | null;
  published: Date;
  authors: string[];
  /** Section first, then tags. */
  categories: string[];
  /** The cover, once its sizes are ready. */
  image: FeedImage | null;
}

/** A JPEG. */
export interface FeedImage {
  /** Absolute. */
  url: string;
  bytes: number;
  /** Pixels. */
  width: number;
  height: number;
  /** Empty when there is none. */
  credit: string;
}

/** How many of the newest stories a feed has. */
export const feedLength = 50;

/** What the stories of a feed may weigh together as XML, in bytes: many readers of feeds refuse what is larger than 2 MB. */
export const feedWeightLimit = 1_900_000;

/** The feed that stands at an address; null when its section or author does not exist in this language. */
export function feed(reading: Reading, address: Extract<Address, { kind: 'feed' }>): Feed | null {
  const { locale } = address;
  const subject = subjectOf(reading, address);
  if (!subject) return null;
  const site = siteNameOf(reading, locale);
  const ids = latest(reading, locale, subject.scope, feedLength).map(({ id }) => id);
  return {
    locale,
    title: subject.name === null ? site : fill(strings(locale).feedOf, { site, name: subject.name }),
    description: subject.about || setting(reading, 'tagline')[locale] || site,
    link: reading.siteUrl + subject.path,
    self: reading.siteUrl + pathOf(address),
    // Also of those that do not fit in, so that a story which grows too long does not turn the date back.
    changed: lastChange(reading, locale, ids),
    items: feedItems(reading, locale, ids),
  };
}

// Where the room ends, a story comes with its summary alone.
function feedItems(reading: Reading, locale: Locale, ids: string[]): FeedItem[] {
  let room = feedWeightLimit;
  return ids.flatMap((id) => {
    const make = (): Form[] => formsOf(reading, id, locale);
    const forms = reading.lasting(`feed item ${id} ${locale}`, make, ([whole]) => whole?.weight ?? 0);
    const fitting = forms.find(({ weight }) => weight <= room);
    if (!fitting) return [];
    room -= fitting.weight;
    return [fitting.item];
  });
}

/** A story as feeds can have it, whole and by its summary alone, with what each weighs; nothing when it is not published. */
function formsOf(reading: Reading, id: string, locale: Locale): Form[] {
  const article = articleById(reading, id, locale);
  if (!article) return [];
  const whole = feedItem(reading, article);
  return [whole, { ...whole, content: null }].map((item) => ({ item, weight: weightOf(item) }));
}

interface Form {
  item: FeedItem;
  weight: number;
}

function weightOf({ title, summary, content }: FeedItem): number {
  const elements = 2000;
  return elements + Buffer.byteLength(xmlText(title + escapeText(summary) + (content ?? '')));
}

function feedItem(reading: Reading, article: StoredArticle): FeedItem {
  const { locale } = article;
  const path = articlePath(reading, article);
  const text = articleText(reading, article);
  const section = categoryCard(reading, article.categoryId, locale);
  const tags = article.tagIds.flatMap((id) => tagCard(reading, id, locale) ?? []);
  return {
    guid: `${article.id}:${locale}`,
    title: article.title,
    link: reading.siteUrl + path,
    summary: article.summary || beginning(markdownText(reading, text, locale)) || article.title,
    content: coverHtml(reading, article) + feedHtml(markdownHtml(reading, text, locale), reading.siteUrl, path),
    published: publishedOf(reading, article),
    authors: article.authorIds.flatMap((id) => authorCard(reading, id, locale)?.name ?? []),
    categories: [...(section ? [section] : []), ...tags].map(({ name }) => name),
    image: feedImage(reading, article),
  };
}

// A reader of feeds sorts by it, and refuses what is not yet: a story dated ahead stands there since it was accepted.
function publishedOf(reading: Reading, { id, locale, publicationDate }: StoredArticle): Date {
  const dated = new Date(publicationDate);
  const at = accepted(reading, id, locale);
  return at && at < dated ? at : dated;
}

/** At most some forty words. */
function beginning(text: string): string {
  const longest = 280;
  return text.length <= longest ? text : `${text.slice(0, text.lastIndexOf(' ', longest)).trimEnd()}…`;
}

function coverHtml(reading: Reading, { cover }: StoredArticle): string {
  const found = cover && storyPicture(reading, cover.fileId, cover.alt);
  if (!found) return '';
  const { fallback, width, height } = found.picture;
  const image = `<img src="${reading.siteUrl}${fallback}" width="${width}" height="${height}" alt="${xmlText(cover.alt)}">`;
  const words = [cover.caption, cover.credit].filter((text) => text !== '').join(' ');
  return `<figure>${image}${words ? `<figcaption>${xmlText(words)}</figcaption>` : ''}</figure>`;
}

function feedImage(reading: Reading, { cover }: StoredArticle): FeedImage | null {
  const found = cover && storyPicture(reading, cover.fileId, cover.alt);
  if (!found) return null;
  const { card, fallback, fallbackBytes, width, height } = found.picture;
  const { path, ...size } = card ?? { path: fallback, bytes: fallbackBytes, width, height };
  return { url: reading.siteUrl + path, ...size, credit: cover.credit };
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
