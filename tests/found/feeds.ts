/** Feeds, and the small files that programs look for. Each check returns its complaints. */
import sharp from 'sharp';

import { pathWithin, type CrawledSite } from './crawl.ts';
import { childText } from './links.ts';
import type { XmlElement } from './read-in-browser.ts';

/** Every feed of the site by path: its channel. */
export function feeds({ xml }: CrawledSite): Map<string, XmlElement> {
  return new Map([...xml].flatMap(([path, root]) => (root.name === 'rss' && root.children[0] ? [[path, root.children[0]]] : [])));
}

export function itemsOf(channel: XmlElement): XmlElement[] {
  return channel.children.filter(({ name }) => name === 'item');
}

/** The feeds that a page names in its head: each page at least that of its language. */
export function unnamedFeeds(site: CrawledSite): string[] {
  const named = new Set<string>();
  const without = [...site.pages.values()].filter((page) => {
    for (const href of page.feeds) named.add(pathWithin(site.origin, href, page.path) ?? '');
    return page.feeds.length === 0;
  });
  return [
    ...without.map(({ path }) => `${path} names no feed`),
    ...[...feeds(site).keys()].filter((path) => !named.has(path)).map((path) => `${path} is named by no page`),
  ];
}

export async function feedDifferences(site: CrawledSite): Promise<string[]> {
  const problems: string[] = [];
  for (const [path, channel] of feeds(site)) {
    problems.push(...channelProblems(site, path, channel).map((what) => `${path} ${what}`));
    for (const item of itemsOf(channel))
      problems.push(...(await itemProblems(site, item)).map((what) => `${path}, “${childText(item, 'title')}”: ${what}`));
  }
  return problems;
}

function channelProblems(site: CrawledSite, path: string, channel: XmlElement): string[] {
  const self = channel.children.find(({ name, attributes }) => name === 'atom:link' && attributes['rel'] === 'self');
  const page = site.pages.get(pathWithin(site.origin, childText(channel, 'link'), path) ?? '');
  const guids = itemsOf(channel).map((item) => childText(item, 'guid'));
  const dates = itemsOf(channel).map((item) => Date.parse(childText(item, 'pubDate')));
  const weight = site.files.get(path)?.bytes.length ?? 0;
  const says = [
    childText(channel, 'title') === '' && 'has no title',
    childText(channel, 'description') === '' && 'has no description',
    !page && `belongs to ${childText(channel, 'link')}, where no page stands`,
    page && childText(channel, 'language') !== page.lang && `is said to be in “${childText(channel, 'language')}”`,
    self?.attributes['href'] !== site.origin + path && `calls itself ${self?.attributes['href']}`,
    !(Date.parse(childText(channel, 'lastBuildDate')) <= Date.now()) && `was changed at “${childText(channel, 'lastBuildDate')}”`,
    guids.length > 50 && `has ${guids.length} stories`,
    new Set(guids).size < guids.length && 'has two stories with one guid',
    dates.some((date, index) => !(date <= (dates[index - 1] ?? Infinity))) && 'is not in the order of its dates',
    weight > 2_000_000 && `weighs ${weight} bytes`,
  ];
  return says.flatMap((what) => (typeof what === 'string' ? [what] : []));
}

async function itemProblems(site: CrawledSite, item: XmlElement): Promise<string[]> {
  const guid = item.children.find(({ name }) => name === 'guid');
  const link = childText(item, 'link');
  const enclosure = item.children.find(({ name }) => name === 'enclosure')?.attributes ?? {};
  const media = item.children.find(({ name }) => name === 'media:content')?.attributes ?? {};
  const file = site.files.get(pathWithin(site.origin, enclosure['url'] ?? '', '/') ?? '');
  const picture = file ? await sharp(file.bytes).metadata() : null;
  const content = childText(item, 'content:encoded');
  const says = [
    childText(item, 'title') === '' && 'no title',
    childText(item, 'description') === '' && 'no summary',
    content === '' && 'no text',
    /(?:href|src)="(?!https?:|mailto:)/.test(content) && 'an address that works on the site only',
    site.pages.get(pathWithin(site.origin, link, '/') ?? '')?.canonical !== link && `no page says that it stands at ${link}`,
    (guid?.attributes['isPermaLink'] !== 'false' || !guid.text) && `guid “${guid?.text}”`,
    !childText(item, 'dc:creator') && 'no author',
    !childText(item, 'category') && 'no category',
    file?.type !== enclosure['type'] && `the enclosure is said to be ${enclosure['type']} and comes as ${file?.type}`,
    String(file?.bytes.length) !== enclosure['length'] && `the enclosure has ${file?.bytes.length} bytes, not ${enclosure['length']}`,
    media['url'] !== enclosure['url'] && 'the picture is not that of the enclosure',
    (String(picture?.width) !== media['width'] || String(picture?.height) !== media['height']) && 'the picture has another size',
  ];
  return says.flatMap((what) => (typeof what === 'string' ? [what] : []));
}
