import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchBrowser } from './browser.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { until } from './until.ts';

const headline = 'Порт открывает второй причал';
const marked = 'двенадцатилетнего ожидания';
const editor = (type: string, id: string): string => `/admin/content-manager/collection-types/api::${type}.${type}/${id}`;

let newsroom: RunningNewsroom;
let browser: Browser;
let admin: Page;
let reader: Page;
const hosts = new Set<string>();
const complaints: string[] = [];

beforeAll(async () => {
  newsroom = await RunningNewsroom.make();
  await newsroom.startCms();
  await newsroom.startPublisher();
  browser = await launchBrowser();
  admin = await open();
  reader = await open();
  reader.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});

afterAll(async () => {
  await browser.close();
  await newsroom.end();
});

describe('the way of a Russian story, from the editor to the reader and back', () => {
  it('is written and published in the admin', async () => {
    await admin.goto(`${newsroom.cmsUrl}/admin`);
    await admin.getByLabel('Email').fill(newsroom.email);
    await admin.locator('input[name=password]').fill(newsroom.password);
    await admin.getByRole('button', { name: 'Login' }).click();
    await admin.getByRole('heading', { name: /Hello/ }).waitFor();

    await admin.goto(newsroom.cmsUrl + editor('category', 'create'));
    await admin.locator('input[name=nameEn]').fill('Analytics');
    await admin.locator('input[name=nameRu]').fill('Аналитика');
    await admin.locator('input[name=nameHy]').fill('Վերլուծություն');
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.waitForURL(/category\.category\/(?!create)/);

    await admin.goto(`${newsroom.cmsUrl}${editor('article', 'create')}?plugins[i18n][locale]=ru`);
    await admin.locator('input[name=title]').fill(headline);
    await admin.locator('.CodeMirror').first().click();
    await admin.keyboard.insertText(`Город дождался: после ${marked} корабли вернулись.`);
    await admin.getByRole('combobox', { name: /category|section/i }).click();
    await admin.keyboard.type('Analy');
    await admin
      .getByRole('option', { name: /Analytics/ })
      .first()
      .click();
    await admin.getByRole('button', { name: 'Publish', exact: true }).click();
    await admin.getByText('Published document').waitFor();
  });

  it('stands on the front page, in its section, the feed and the sitemap', async () => {
    await until('the front page shows it', async () => (await newsroom.page('/ru/')).text.includes(headline));
    await reader.goto(`${newsroom.siteUrl}/ru/`);
    await reader.getByRole('link', { name: headline }).first().click();
    expect(await reader.locator('h1').textContent()).toContain(headline);
    expect(await reader.locator('html').getAttribute('lang')).toBe('ru');
    await reader.getByRole('link', { name: 'Аналитика' }).first().click();
    await reader.waitForURL(/\/ru\/analitika\/$/);
    await reader.getByRole('link', { name: headline }).first().waitFor();
    const month = /<loc>([^<]*\/sitemaps\/ru-\d{4}-\d{2}\.xml)<\/loc>/.exec((await newsroom.page('/sitemap.xml')).text)?.[1] ?? '';
    expect((await newsroom.page(month)).text).toContain('/port-otkryvaet-vtoroy-prichal/');
    for (const feed of ['/ru/rss.xml', '/ru/analitika/rss.xml']) expect((await newsroom.page(feed)).text).toContain(headline);
    expect((await newsroom.page('/')).text).not.toContain(headline);
  });

  it('is found in another form of its words', async () => {
    await until('search finds it', async () => (await search('причалы')).includes(headline));
  });

  it('is still reached under its old address when its address changes', async () => {
    const old = await addressOfStory();
    await admin.locator('input[name=slug]').fill('novyj-prichal');
    await admin.getByRole('button', { name: 'Publish', exact: true }).click();
    await until('the new address stands', async () => (await newsroom.page(old.replace(/[^/]+\/$/, 'novyj-prichal/'))).status === 200);
    await until('the old address leads on', async () => (await newsroom.page(old)).text.includes('novyj-prichal'));
    await reader.goto(newsroom.siteUrl + old);
    await reader.waitForURL(/\/novyj-prichal\/$/);
    expect(await reader.locator('h1').textContent()).toContain(headline);
    expect((await newsroom.page('/redirects.map')).text).toContain(old);
    expect((await newsroom.page('/ru/rss.xml')).text).not.toContain('port-otkryvaet');
  });

  it('is gone everywhere when it is withdrawn', async () => {
    const address = await addressOfStory();
    await admin.getByRole('button', { name: 'More document actions' }).click();
    await admin.getByRole('menuitem', { name: 'Unpublish', exact: true }).click();
    await until('its page is gone', async () => (await newsroom.page(address)).status === 404);
    await until('search no longer finds it', async () => !(await search('причалы')).includes(headline));
    await until('no file tells of it', () => filesWith(headline, marked).length === 0);
    expect(await newsroom.verify()).toMatchObject({ code: 0 });
  });

  it('asked nobody outside this machine, and broke no policy', () => {
    expect([...hosts].sort()).toEqual([new URL(newsroom.cmsUrl).host, new URL(newsroom.siteUrl).host].sort());
    expect(newsroom.outsiders()).toEqual([]);
    expect(complaints.filter((text) => /policy/i.test(text))).toEqual([]);
  });
});

async function open(): Promise<Page> {
  const page = await browser.newPage();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  return page;
}

async function addressOfStory(): Promise<string> {
  const address = new RegExp(`href="(/ru/\\d{4}/\\d{2}/[^"]+/)"`).exec((await newsroom.page('/ru/')).text)?.[1];
  if (address === undefined) throw new Error('The front page links to no story.');
  return address;
}

async function search(words: string): Promise<string> {
  await reader.goto(`${newsroom.siteUrl}/ru/search/?q=${encodeURIComponent(words)}`);
  await reader.locator('[role=status]:not(:empty)').first().waitFor();
  await reader.waitForLoadState('networkidle');
  return (await reader.locator('main').textContent()) ?? '';
}

function filesWith(...texts: string[]): string[] {
  const www = join(newsroom.folder, 'www');
  return readdirSync(www, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => texts.some((text) => readFileSync(file, 'utf8').includes(text)));
}
