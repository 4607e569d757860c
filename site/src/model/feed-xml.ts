import { getRssString } from '@astrojs/rss';

import { escapeText } from '../content/html/escape.ts';
import type { Feed, FeedItem } from './feed-items.ts';
import { xmlSafe, xmlText } from './xml.ts';

/**
 * A feed as RSS 2.0 (https://www.rssboard.org/rss-specification). The bytes depend on the feed alone.
 * @param styleSheet address of the CSS with which a browser shows it
 */
export async function feedXml(feed: Feed, styleSheet: string): Promise<string> {
  const items = await Promise.all(feed.items.map(itemXml));
  // Its one item holds the place of all of them, and says whether the feed has whole texts.
  const place = feed.items.find(({ content }) => content !== null) ?? feed.items[0];
  const xml = await getRssString({
    title: xmlSafe(feed.title),
    description: xmlSafe(feed.description),
    site: feed.link,
    xmlns: {
      atom: 'http://www.w3.org/2005/Atom',
      dc: 'http://purl.org/dc/elements/1.1/',
      media: 'http://search.yahoo.com/mrss/',
    },
    customData:
      `<language>${feed.locale}</language>${feed.changed ? `<lastBuildDate>${feed.changed.toUTCString()}</lastBuildDate>` : ''}` +
      `<atom:link href="${xmlText(feed.self)}" rel="self" type="application/rss+xml"></atom:link>`,
    items: place ? [{ title: '-', link: feed.link, ...(place.content === null ? {} : { content: '-' }) }] : [],
  });
  const framed = plainElements(xml).replace('?>', `?><?xml-stylesheet type="text/css" href="${xmlText(styleSheet)}"?>`);
  return framed.replace(anItem, () => items.join(''));
}

const anItem = /<item>.*<\/item>/s;

/** The element of an item, made once for all feeds that have it: the same item is the same object for as long as it is kept. */
async function itemXml(item: FeedItem): Promise<string> {
  const known = madeItems.get(item);
  if (known !== undefined) return known;
  const xml = await getRssString({ title: '-', description: '-', site: item.link, items: [libraryItem(item)] });
  const made = plainElements(anItem.exec(xml)?.[0] ?? '');
  madeItems.set(item, made);
  return made;
}

const madeItems = new WeakMap<FeedItem, string>();

function libraryItem(item: FeedItem) {
  return {
    title: xmlSafe(item.title),
    link: item.link,
    // Readers take it for HTML.
    description: escapeText(xmlSafe(item.summary)),
    ...(item.content === null ? {} : { content: xmlSafe(item.content) }),
    ...(item.image ? { enclosure: { url: item.image.url, length: item.image.bytes, type: 'image/jpeg' } } : {}),
    pubDate: item.published,
    categories: item.categories.map(xmlSafe),
    customData: ownElements(item),
  };
}

// The one way of writing "&" and "<" that no reader of feeds takes for markup (https://www.rssboard.org/rss-profile#data-types-characterdata).
function plainElements(xml: string): string {
  return xml.replaceAll(/<(title|category|dc:creator|media:credit)>[^<]*/g, (element) =>
    element.replaceAll('&amp;', '&#x26;').replaceAll('&lt;', '&#x3C;'),
  );
}

// The library would make the address the guid, and a story with a new slug would come to its readers twice.
function ownElements(item: FeedItem): string {
  const creators = item.authors.map((name) => `<dc:creator>${xmlText(name)}</dc:creator>`);
  return `<guid isPermaLink="false">${xmlText(item.guid)}</guid>${creators.join('')}${mediaElement(item)}`;
}

/** The picture again, with its size in pixels, which an enclosure cannot say (https://www.rssboard.org/media-rss). */
function mediaElement({ image }: FeedItem): string {
  if (!image) return '';
  const { url, bytes, width, height, credit } = image;
  const attributes = `url="${xmlText(url)}" fileSize="${bytes}" type="image/jpeg" medium="image" width="${width}" height="${height}"`;
  return `<media:content ${attributes}>${credit ? `<media:credit>${xmlText(credit)}</media:credit>` : ''}</media:content>`;
}
