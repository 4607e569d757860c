/** Whether the demo newspaper is found and followed as it should be: what search engines, feed readers and link previews get. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { locales, pathOf } from '@broadsheet/shared';
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AdminApi, type Entry } from './admin-api.ts';
import { isAtRest } from './at-rest.ts';
import { launchBrowser } from './browser.ts';
import { crawl, type CrawledSite } from './found/crawl.ts';
import { manifestDifferences, newsDifferences, robotsDifferences, securityDifferences } from './found/documents.ts';
import { feedDifferences, feeds, itemsOf, unnamedFeeds } from './found/feeds.ts';
import { dataDifferences, headDifferences, policyDifferences, previewDifferences } from './found/heads.ts';
import {
  badAnchors,
  canonicalDifferences,
  childText,
  deadAnchors,
  indexed,
  languageDifferences,
  sitemapDifferences,
  switcherDifferences,
} from './found/links.ts';
import { readXml } from './found/read-in-browser.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { until } from './until.ts';

const article = 'api::article.article';

let newsroom: RunningNewsroom;
let admin: AdminApi;
let browser: Browser;
let tab: Tab;
let site: CrawledSite;
/** A story that the demo has in English. */
let story: Entry;

beforeAll(async () => {
  newsroom = await RunningNewsroom.make({ DEMO_CONTENT: 'true' });
  await newsroom.startCms();
  await newsroom.startPublisher();
  browser = await launchBrowser();
  tab = await browser.newPage();
  admin = new AdminApi(newsroom.cmsUrl, newsroom);
  await admin.updateSingle('api::site-setting.site-setting', { securityContact: 'safety@example.org' });
  const stories = await admin.list(article, { locale: 'en', status: 'published' });
  story = stories.find(({ slug }) => String(slug).length > 10) ?? (stories[0] as Entry);
  // The demo's newest stories are older than what a news sitemap lists.
  await admin.publish(article, story.documentId, { publicationDate: new Date().toISOString() }, 'en');
  await until('the news sitemap lists the story', async () => (await newsroom.page('/sitemaps/en-news.xml')).text.includes('<news:title>'));
  await until('security.txt stands', async () => (await newsroom.page('/.well-known/security.txt')).status === 200);
  await until('every picture is made', () => isAtRest(newsroom), 300_000);
  site = await crawl(newsroom.siteUrl, starts(), tab);
}, 600_000);

afterAll(async () => {
  await browser.close();
  await newsroom.end();
});

describe('the demo newspaper', () => {
  it('is a whole newspaper in each language that it is written in', () => {
    const kinds = (locale: string): number => indexed(site).filter(({ lang }) => lang === locale).length;
    for (const locale of ['en', 'ru', 'hy']) expect(kinds(locale), locale).toBeGreaterThan(100);
    expect(feeds(site).size).toBeGreaterThan(30);
  });

  it('has no dead link: no page, picture, feed, style, script, fragment or anchor is missing', () => {
    expect(site.dead).toEqual([]);
    expect(deadAnchors(site)).toEqual([]);
    expect(badAnchors(site)).toEqual([]);
  });

  it('has no page that nothing leads to', () => {
    const stand = filesOf('').filter((path) => !/^\/(?:_astro|search\/..|media)\//.test(path));
    expect(stand.filter((path) => !site.files.has(path))).toEqual([]);
  });

  it('lists every page in its sitemaps, and nothing else', () => {
    expect(sitemapDifferences(site)).toEqual([]);
    expect(robotsDifferences(site)).toEqual([]);
    expect(canonicalDifferences(site)).toEqual([]);
  });

  it('names the languages of every page, both ways', () => {
    expect(languageDifferences(site)).toEqual([]);
    expect(switcherDifferences(site)).toEqual([]);
  });

  it('tells search engines what its pages are', async () => {
    expect(headDifferences(site)).toEqual([]);
    expect(await dataDifferences(site)).toEqual([]);
  });

  it('lets nothing run in its pages but the site’s own scripts', () => {
    expect(policyDifferences(site)).toEqual([]);
  });

  it('gives those who link to it words and a picture', async () => {
    expect(await previewDifferences(site)).toEqual([]);
  });

  it('has feeds that every reader takes', async () => {
    expect(unnamedFeeds(site)).toEqual([]);
    expect(await feedDifferences(site)).toEqual([]);
  });

  it('tells news searches of the last two days', () => {
    expect(newsDifferences(site, Date.now() - 2 * 86_400_000 - 3_600_000)).toEqual([]);
    expect(site.xml.get('/sitemaps/en-news.xml')?.children).toHaveLength(1);
  });

  it('has a manifest with icons, and says whom to tell of a weakness', async () => {
    expect(await manifestDifferences(site)).toEqual([]);
    expect(securityDifferences(site, 'mailto:safety@example.org')).toEqual([]);
  });
});

describe('a feed', () => {
  it('keeps the guid of a story whose address changes, and only then and at a removal becomes newer', async () => {
    const before = await frontFeed();
    const guid = `${story.documentId}:en`;
    expect(before.guids).toContain(guid);
    await until('the next second has come', () => Date.now() >= before.changed + 1000);
    await admin.publish(article, story.documentId, { slug: 'quite-another-address' }, 'en');
    await until('the feed has the new address', async () => (await newsroom.page('/rss.xml')).text.includes('quite-another-address'));
    const moved = await frontFeed();
    expect(moved.guids).toEqual(before.guids);
    expect(moved.changed).toBeGreaterThan(before.changed);
    await admin.updateSingle('api::site-setting.site-setting', { taglineEn: 'Another tagline' });
    await until('the feed is rendered again', async () => (await newsroom.page('/rss.xml')).text.includes('Another tagline'));
    expect((await frontFeed()).changed).toBe(moved.changed);
    // The date of a feed has whole seconds.
    await until('the next second has come', () => Date.now() >= moved.changed + 1000);
    await admin.unpublish(article, story.documentId, 'en');
    await until('the feed has lost the story', async () => !(await newsroom.page('/rss.xml')).text.includes(guid));
    expect((await frontFeed()).changed).toBeGreaterThan(moved.changed);
  });
});

async function frontFeed(): Promise<{ guids: string[]; changed: number }> {
  const rss = await readXml(tab, (await newsroom.page('/rss.xml')).text);
  const channel = typeof rss === 'string' ? undefined : rss.children[0];
  if (!channel) throw new Error('The feed of the front page is no feed.');
  return { guids: itemsOf(channel).map((item) => childText(item, 'guid')), changed: Date.parse(childText(channel, 'lastBuildDate')) };
}

// What nothing on a page leads to by its nature.
function starts(): string[] {
  return [
    ...locales.map((locale) => pathOf({ kind: 'not-found', locale })),
    ...['/', '/robots.txt', '/redirects.map', '/.well-known/security.txt', '/favicon.ico', '/apple-touch-icon.png'],
    ...filesOf('fragments'),
  ];
}

/** The files below a folder of `www/` as the paths that readers ask for. */
function filesOf(folder: string): string[] {
  const www = join(newsroom.folder, 'www');
  return readdirSync(join(www, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(www.length)
        .replaceAll('\\', '/')
        .replace(/\/index\.html$/, '/'),
    );
}
