/** Stories that are too long, too short or too bare, in browsers that lack something: each still looks right. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { moves, readToTheEnd } from '../scripts/page-checks/reading.ts';
import { smallNewsroom, type Documents } from '../site/tests/model-store.ts';
import { launchBrowser } from './browser.ts';
import { overflowOf } from './pages/visit.ts';
import { SmallSite } from './small-site.ts';

// Of 140 letters, as no editor would write it and some will.
const longWord = { en: 'misunderstandings', ru: 'достопримечательностями', hy: 'պատասխանատվություններով' };
const locales = ['en', 'ru', 'hy'] as const;
const stories = ['one-word', 'bare', 'crowded', 'wide'];
const screens = [
  ['320 pixels in the largest type', { viewport: { width: 320, height: 640 } }, '4'],
  ['a page zoomed to 200 %', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, '0'],
  ['1440 pixels', { viewport: { width: 1440, height: 900 } }, '0'],
] satisfies [string, BrowserContextOptions, string][];

let site: SmallSite;
let browser: Browser;

beforeAll(async () => {
  site = await SmallSite.open();
  browser = await launchBrowser();
  await site.publish(newsroom(), 'picture', ...portraits);
});

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

afterAll(async () => {
  await browser.close();
  await site.end();
});

describe.each(locales)('in %s', (locale) => {
  const root = locale === 'en' ? '/' : `/${locale}/`;

  it.each(screens)('odd stories fit %s, leave no hole and do not move', async (_screen, options, size) => {
    const page = await open(options, size);
    for (const path of ['', ...stories.map((slug) => `2022/04/${slug}/`)]) {
      await page.goto(site.url + root + path);
      await readToTheEnd(page);
      expect(await overflowOf(page), path).toEqual([]);
      expect(await holes(page), path).toEqual([]);
      expect(await moves(page), path).toEqual([]);
    }
  });

  it('a picture that is blocked keeps its place, and its words stand there', async () => {
    const page = await open({ viewport: { width: 390, height: 800 } });
    await page.goto(`${site.url}${root}2022/04/wide/`);
    const picture = page.locator('.cover img');
    expect(await picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(0);
    const box = await picture.boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1);
    expect(
      await page
        .locator('.cover')
        .getByRole('img', { name: `Alt ${locale}` })
        .count(),
    ).toBe(1);
  });

  it('nothing moves by itself where readers want no motion', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    await page.goto(`${site.url}${root}2022/04/wide/`);
    await page.locator('.skip').press('Enter');
    expect(await page.evaluate(() => [document.getAnimations().length, getComputedStyle(document.documentElement).scrollBehavior])).toEqual(
      [0, 'auto'],
    );
  });

  it('without script every page shows its words and links, and search leads to the sections', async () => {
    const page = await open({ javaScriptEnabled: false });
    for (const path of ['', 'city/', 'search/', '404.html', '2022/04/wide/']) {
      await page.goto(site.url + root + path);
      // The form of the search page has one.
      expect(await page.locator(':is(button, select, site-notice):visible').count(), path).toBe(path === 'search/' ? 1 : 0);
      expect(await page.locator('.sections a:visible, .masthead-search:visible').count(), path).toBeGreaterThan(1);
    }
    await page.goto(`${site.url}${root}search/`);
    expect(await page.locator('.section-links a:visible').count()).toBeGreaterThan(0);
  });
});

const portraits = Array.from({ length: 10 }, (_, at) => `face${at}`);

function newsroom(): Documents {
  const made = smallNewsroom().file('picture', '/uploads/picture.jpg');
  for (const id of portraits) {
    made.file(id, `/uploads/${id}.jpg`);
    made.author(id, { en: `Author ${id}`, ru: `Автор ${id}`, hy: `Հեղինակ ${id}` }, { portraitId: id });
  }
  const tagIds = Array.from({ length: 40 }, (_, at) => `tag${at}`);
  for (const id of tagIds) made.tag(id, { en: `Topic ${id}`, ru: `Тема ${id}`, hy: `Թեմա ${id}` });
  for (const locale of locales) {
    const word = longWord[locale].repeat(10).slice(0, 140);
    const cover = { fileId: 'picture', alt: `Alt ${locale}`, caption: word, credit: word };
    made.article('one-word', locale, { title: word, summary: word, body: word, updateDate: '2022-04-19T08:00:00.000Z', updateNote: word });
    made.article('bare', locale, { title: 'No', summary: '', body: 'Yes.', authorIds: [], cover: null });
    made.article('crowded', locale, {
      title: `${word.slice(0, 30)} `.repeat(9),
      authorIds: portraits,
      tagIds,
      cover,
      body: 'Text.\n\n'.repeat(300),
    });
    made.article('wide', locale, { cover, body: wideBody(word), relatedIds: ['one-word', 'crowded'] });
  }
  return made;
}

function wideBody(word: string): string {
  const row = `|${Array.from({ length: 12 }, (_, at) => `${word.slice(0, 20)}${at}`).join('|')}|\n`;
  const address = `https://example.org/${'very-long-path/'.repeat(12)}`;
  return [
    `## ${word}`,
    row + '|-'.repeat(12) + '|\n' + row,
    `\`\`\`\n${word.repeat(3)}\n\`\`\``,
    `Inline \`${word}\` and ${address}`,
    address,
    `> [!PULL]\n> ${word}\n>\n> — ${word}`,
    `1. ${word}\n   1. ${word}\n      1. ${word}`,
    `A note.[^1]\n\n[^1]: ${address}`,
    `![Alt](/uploads/picture.jpg "${word} | ${word}")`,
  ].join('\n\n');
}

async function open(options: BrowserContextOptions, size = '0'): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.addInitScript((kept) => localStorage.setItem('size', kept), size);
  return page;
}

/** What takes up room and shows nothing. */
function holes(page: Page): Promise<string[]> {
  return page
    .locator('main :is(p, ul, ol, section, header, footer, figure, figcaption, h2, h3):visible')
    .evaluateAll((all) =>
      all.filter((one) => one.textContent.trim() === '' && !one.querySelector('img, input')).map((one) => one.outerHTML.slice(0, 120)),
    );
}
