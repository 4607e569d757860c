/** The search as readers have it: over a page, on its own page, in three languages, with old years, and with a part missing. */
import type { Server } from 'node:http';

import { locales } from '@broadsheet/shared';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { shardLimits } from '../site/publisher/search-cutting.ts';
import { serve } from '../site/publisher/serve.ts';
import { strings } from '../site/src/i18n/strings.ts';
import { Newsroom } from '../site/tests/newsroom.ts';
import { SearchedSite } from '../site/tests/searched-site.ts';
import { launchBrowser } from './browser.ts';
import { axeSays } from './pages/visit.ts';

/** Twelve stories of six years, two of each, of which one is withdrawn; the query has another form of their word. */
const languages = {
  en: {
    root: '/',
    title: 'Bridge over the river',
    query: 'bridges',
    all: '11 stories',
    newest: '2 stories',
    four: '4 stories',
    date: '1 October 2021',
  },
  ru: {
    root: '/ru/',
    title: 'Мост через реку',
    query: 'мостами',
    all: '11 материалов',
    newest: '2 материала',
    four: '4 материала',
    date: '1 октября 2021',
  },
  hy: {
    root: '/hy/',
    title: 'Կամուրջ գետի վրա',
    query: 'կամուրջներով',
    all: '11 նյութ',
    newest: '2 նյութ',
    four: '4 նյութ',
    date: '1 հոկտեմբերի 2021',
  },
};
/** A busy machine takes its time. */
const soon = { timeout: 30_000 };
const years = [2019, 2020, 2021, 2022, 2023, 2024];

let site: SearchedSite;
let server: Server;
let browser: Browser;
let url = '';
let asked: string[] = [];

beforeAll(async () => {
  // Each year a shard of its own.
  shardLimits.few = 1;
  const newsroom = new Newsroom(11);
  for (const locale of locales)
    for (const year of years) {
      const title = `${languages[locale].title} ${year}`;
      newsroom.write(locale, `first-${year}`, title, { publicationDate: `${year}-03-01T09:00:00.000Z`, authorIds: ['a-ani'] });
      newsroom.write(locale, `second-${year}`, title, { publicationDate: `${year}-10-01T09:00:00.000Z`, categoryId: 'c-culture' });
    }
  site = await SearchedSite.open(newsroom);
  await site.publish();
  for (const locale of locales) newsroom.withdraw('first-2021', locale);
  await site.publish();
  server = await serve(site.www, '127.0.0.1', 0);
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  browser = await launchBrowser();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  asked = [];
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await site.end();
});

describe.each(locales.map((locale) => ({ locale, ...languages[locale], words: strings(locale) })))(
  'the search in $locale',
  ({ root, query, all, newest, four, date, words }) => {
    it('opens over any page, answers aloud, and gives the focus back', async () => {
      const page = await open(`${root}2024/10/second-2024/`);
      const link = page.locator('a[data-search]');
      await page.waitForLoadState('networkidle');
      expect(asked.filter((path) => /search/.test(path))).toEqual([]);
      await page.keyboard.press('/');
      const dialog = page.getByRole('dialog', { name: words.searchLabel });
      const field = dialog.getByRole('searchbox', { name: words.searchLabel });
      await dialog.locator('story-search').waitFor();
      expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
      await page.keyboard.type(query);
      await dialog.getByRole('status').filter({ hasText: all }).waitFor();
      expect(await dialog.getByRole('listitem').count()).toBeGreaterThan(3);
      expect(await axeSays(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await dialog.count()).toBe(0);
      await expect.poll(() => link.evaluate((one) => one === document.activeElement), soon).toBe(true);
      await link.click();
      await dialog.getByRole('link').first().click();
      await page.waitForURL(/\/20\d\d\/\d\d\/(?:first|second)-20\d\d\/$/);
    });

    it('has its question in the address, with section, author, year and order', async () => {
      const page = await open(`${root}search/?q=${encodeURIComponent(query)}`);
      await status(page, all);
      const section = choice(page, words.searchSection);
      await expect.poll(() => options(section), soon).toHaveLength(3);
      expect(await options(section)).toEqual([words.searchAnySection, expect.stringMatching(/\(6\)$/), expect.stringMatching(/\(5\)$/)]);
      expect((await options(choice(page, words.searchAuthor)))[1]).toMatch(/\(5\)$/);
      expect(await options(choice(page, words.searchYear))).toEqual([
        words.searchAnyYear,
        ...['2024 (2)', '2023 (2)', '2022 (2)', '2021 (1)', '2020 (2)', '2019 (2)'],
      ]);
      await choice(page, words.searchOrder).selectOption('date');
      await expect.poll(async () => isSorted(await dates(page)), soon).toBe(true);
      await choice(page, words.searchYear).selectOption('2021');
      await expect.poll(() => paths(page), soon).toEqual([`${root}2021/10/second-2021/`]);
      expect((await page.locator('.search-results time').textContent())?.replace('\u00a0', ' ')).toBe(date);
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ q: query, order: 'date', year: '2021' });
      await page.reload();
      await expect.poll(() => paths(page), soon).toEqual([`${root}2021/10/second-2021/`]);
      expect(await choice(page, words.searchYear).inputValue()).toBe('2021');
      expect(await axeSays(page)).toEqual([]);
    });

    it('looks through older years when asked, and orders all of them by date', async () => {
      const page = await open(`${root}search/?order=date&q=${encodeURIComponent(query)}`, {}, largeShards);
      await status(page, newest);
      await status(page, words.searchSince.replace('{year}', '2024'));
      await page.getByRole('button', { name: words.searchOlderYear.replace('{year}', '2023'), exact: true }).click();
      await status(page, four);
      await page.getByRole('button', { name: words.searchOlderAll }).click();
      await status(page, all);
      await page.getByRole('button', { name: words.searchMore }).click();
      await expect.poll(async () => (await paths(page)).length, soon).toBe(11);
      expect(isSorted(await dates(page))).toBe(true);
      expect(await paths(page)).not.toContain(`${root}2021/03/first-2021/`);
    });

    it('adds to its list only what answers the same question', async () => {
      const page = await open(`${root}search/?q=${encodeURIComponent(query)}`);
      await status(page, all);
      await expect.poll(async () => (await paths(page)).length, soon).toBe(10);
      await page.evaluate(() => {
        const order = document.querySelector<HTMLSelectElement>('select[name=order]');
        if (order) order.value = 'date';
        order?.dispatchEvent(new Event('change', { bubbles: true }));
        document.querySelector<HTMLElement>('[data-part=more]')?.click();
      });
      await expect.poll(async () => isSorted(await dates(page)), soon).toBe(true);
      expect(await paths(page)).toHaveLength(10);
      await page.getByRole('button', { name: words.searchMore }).click();
      await expect.poll(async () => new Set(await paths(page)).size, soon).toBe(11);
      expect(await paths(page)).toHaveLength(11);
      expect(isSorted(await dates(page))).toBe(true);
    });

    it('answers from the others when a shard is missing, and says so once', async () => {
      const page = await open(`${root}search/`, {}, (one) =>
        one.route(/\/2020-\d[^/]*\/index\//, (route) => route.fulfill({ status: 404, body: 'not found' })),
      );
      await page.evaluate(() => {
        const note = document.querySelector('[data-part=incomplete]');
        new MutationObserver(() => (document.title += '!')).observe(note ?? document, { childList: true });
      });
      for (const one of [query, `${query} 2023`]) {
        await page.getByRole('searchbox').fill(one);
        await page.keyboard.press('Enter');
        await expect.poll(async () => (await paths(page))[0], soon).toBeDefined();
      }
      await page.getByRole('status').filter({ hasText: words.searchIncomplete }).waitFor();
      expect(await page.title()).toMatch(/[^!]!$/);
      expect((await paths(page)).filter((path) => path.includes('/2020/'))).toEqual([]);
    });

    it('says that nothing was found, or which word is in no story', async () => {
      const page = await open(`${root}search/?q=${encodeURIComponent('qzxwvk')}`);
      await status(page, words.searchNothing.replace('{query}', 'qzxwvk'));
      await page.getByText(words.searchNothingHelp).waitFor();
      await page.getByRole('searchbox').fill(`${query} qzxwvk`);
      await status(page, words.searchNear.replace('{words}', 'qzxwvk'));
      expect((await paths(page)).length).toBeGreaterThan(3);
      expect(await axeSays(page)).toEqual([]);
    });

    it('leads to sections and archives without script', async () => {
      const page = await open(`${root}search/`, { javaScriptEnabled: false });
      const links = page.locator('.section-links a:visible');
      const paths = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
      expect(paths).toContain(`${root}culture/`);
      expect(paths).toContain(`${root}culture/2020/10/`);
      expect(await page.locator('noscript .search-note').isVisible()).toBe(true);
      expect((await page.request.get(`${url}${root}culture/2020/10/`)).status()).toBe(200);
    });
  },
);

async function open(path: string, options: BrowserContextOptions = {}, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 900 }, ...options });
  const page = await context.newPage();
  await prepare?.(page);
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
  page.setDefaultTimeout(60_000);
  await page.goto(url + path);
  return page;
}

/** As if each year had more stories than a reader's first search looks through. */
async function largeShards(page: Page): Promise<void> {
  await page.route('**/manifest.json', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/"pages":\d+/g, '"pages":6000') });
  });
}

async function status(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

function choice(page: Page, name: string): ReturnType<Page['locator']> {
  return page.getByRole('combobox', { name, exact: true });
}

async function options(select: ReturnType<Page['locator']>): Promise<string[]> {
  return select.locator('option').allTextContents();
}

async function dates(page: Page): Promise<string[]> {
  return page.locator('.search-results time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''));
}

function isSorted(found: string[]): boolean {
  return found.every((date, at) => at === 0 || date <= (found[at - 1] ?? ''));
}

async function paths(page: Page): Promise<string[]> {
  return page.locator('.search-results .headline a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
}
