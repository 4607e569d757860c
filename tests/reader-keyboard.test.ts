/** The whole page without a mouse: what the Tab key reaches, whether that can be seen, and what Enter does there. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { en } from '../site/src/i18n/en.ts';
import { hy } from '../site/src/i18n/hy.ts';
import { ru } from '../site/src/i18n/ru.ts';
import { smallNewsroom, type Documents } from '../site/tests/model-store.ts';
import { launchBrowser } from './browser.ts';
import { tabThrough } from './pages/focus.ts';
import { SmallSite } from './small-site.ts';

const languages = [
  { path: '/2022/04/flood/', locale: 'en', words: en, other: '/ru/2022/04/flood/', otherName: 'Русский' },
  { path: '/ru/2022/04/flood/', locale: 'ru', words: ru, other: '/hy/2022/04/flood/', otherName: 'Հայերեն' },
  { path: '/hy/2022/04/flood/', locale: 'hy', words: hy, other: '/2022/04/flood/', otherName: 'English' },
];

let site: SmallSite;
let browser: Browser;

beforeAll(async () => {
  site = await SmallSite.open();
  browser = await launchBrowser();
  await site.publish(newsroom(), 'picture');
});

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

afterAll(async () => {
  await browser.close();
  await site.end();
});

describe.each(languages)('with the keyboard alone, the story in $locale', ({ path, words, other, otherName }) => {
  it.each([
    ['on a telephone', { viewport: { width: 320, height: 640 } }],
    ['at a desk', { viewport: { width: 1280, height: 800 } }],
    ['in forced colours', { viewport: { width: 1280, height: 800 }, forcedColors: 'active' }],
  ] satisfies [string, BrowserContextOptions][])(
    'shows where the focus is, from the first link to the last, %s',
    async (_where, options) => {
      // With motion a page may still be on its way to where the focus is.
      const page = await open(path, { reducedMotion: 'reduce', ...options });
      const stops = await tabThrough(page);
      expect(stops.filter(({ unseen }) => unseen !== '')).toEqual([]);
      const names = stops.map(({ name }) => name);
      const wanted = [
        words.skipToContent,
        otherName,
        'Telegram',
        words.search,
        `A+ ${words.textLarger}`,
        'WhatsApp',
        words.copyLink,
        words.print,
      ];
      for (const name of wanted) expect(names).toContain(name);
      expect(stops[0]?.name).toBe(words.skipToContent);
      expect(stops.at(-1)?.name).toBe('Facebook');
    },
  );

  it('is searched, coloured, enlarged, copied and changed for another language', async () => {
    const page = await open(path, { permissions: ['clipboard-write'], colorScheme: 'light' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await focusIs(page, 'main')).toBe(true);

    await page.keyboard.press('/');
    // Its script comes when it is first wanted.
    await expect.poll(() => focusIs(page, 'dialog input')).toBe(true);
    await page.keyboard.press('Escape');
    // Where it was before.
    await expect.poll(() => focusIs(page, 'main')).toBe(true);

    await page.locator('#theme').focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');

    await page.getByRole('button', { name: words.textLarger }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await page.locator('text-size output').textContent()).toBe('150 %');
    expect(await page.getByRole('button', { name: words.textLarger }).evaluate((one) => one === document.activeElement)).toBe(true);

    await page.getByRole('button', { name: words.copyLink }).press('Enter');
    await page.getByText(words.linkCopied, { exact: true }).waitFor();

    await page.locator('.languages').getByRole('link', { name: otherName }).press('Enter');
    await page.waitForURL(site.url + other);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('html').getAttribute('data-size')).toBe('2');
  });
});

function newsroom(): Documents {
  const socialLinks = ['Telegram', 'YouTube', 'Instagram', 'X', 'Facebook'].map((platform) => ({ platform, url: 'https://example.com/' }));
  const made = smallNewsroom({ socialLinks }).file('picture', '/uploads/picture.jpg');
  for (const locale of ['en', 'ru', 'hy'] as const) {
    const body = `A [link](https://example.org/) and a note.[^1]\n\n|a|b|\n|-|-|\n|1|2|\n\n[^1]: The note.\n\n${'A paragraph.\n\n'.repeat(30)}`;
    made.article('flood', locale, {
      body,
      tagIds: ['river'],
      cover: { fileId: 'picture', alt: 'A river', caption: '', credit: 'A. Name' },
    });
    made.article('older', locale, { publicationDate: '2022-04-01T08:00:00.000Z' });
  }
  return made;
}

async function open(path: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(site.url + path);
  return page;
}

function focusIs(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
}
