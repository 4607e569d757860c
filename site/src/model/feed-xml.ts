import { getRssString } from '@astrojs/rss';

import type { Feed, FeedItem } from './feed-items.ts';
import { xmlSafe, xmlText } from './xml.ts';

/** A feed as RSS 2.0. The bytes depend on the feed alone. */
export function feedXml(feed: Feed): Promise<string> {
  return getRssString({
    title: xmlSafe(feed.title),
    description: xmlSafe(feed.description),
    site: feed.link,
    xmlns: { atom: 'http://www.w3.org/2005/Atom', dc: 'http://purl.org/dc/elements/1.1/' },
    customData:
      `<language>${feed.locale}</language>` + `<atom:link href="${xmlText(feed.self)}" rel="self" type="application/rss+xml"></atom:link>`,
    items: feed.items.map((item) => ({
      title: xmlSafe(item.title),
      link: item.link,
      ...(item.summary ? { description: xmlSafe(item.summary) } : {}),
      ...(item.content === null ? {} : { content: xmlSafe(item.content) }),
      pubDate: item.published,
      categories: item.categories.map(xmlSafe),
      customData: ownElements(item),
    })),
  });
}

// The library would make the address the guid, and a story with a new slug would come to its readers twice.
function ownElements(item: FeedItem): string {
  const creators = item.authors.map((name) => `<dc:creator>${xmlText(name)}</dc:creator>`);
  return `<guid isPermaLink="false">${xmlText(item.guid)}</guid>${creators.join('')}`;
}
