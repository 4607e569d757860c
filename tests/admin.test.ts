import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { AdminApi } from './admin-api.ts';
import { launchBrowser } from './browser.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { until } from './until.ts';

const article = 'api::article.article';

let newsroom: RunningNewsroom;
let browser: Browser;
let admin: Page;
let story: string;
let other: string;

beforeAll(async () => {
  newsroom = await RunningNewsroom.make();
  await newsroom.startCms();
  await newsroom.startPublisher();
  const api = new AdminApi(newsroom.cmsUrl, newsroom);
  const { documentId: section } = await api.create('api::category.category', { nameEn: 'City', nameRu: 'Город' });
  const category = { connect: [{ documentId: section }] };
  story = (await api.create(article, { title: 'Мост открыт', slug: 'most-otkryt', category }, 'ru')).documentId;
  await api.publish(article, story, {}, 'ru');
  other = (await api.create(article, { title: 'Другой мост', category }, 'ru')).documentId;
  browser = await launchBrowser();
  admin = await (await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-GB' })).newPage();
});

afterAll(async () => {
  await browser.close();
  await newsroom.end();
});

it('speaks Russian to the editor who chose it', async () => {
  await admin.goto(`${newsroom.cmsUrl}/admin`);
  await admin.getByLabel('Email').fill(newsroom.email);
  await admin.locator('input[name=password]').fill(newsroom.password);
  await admin.getByRole('button', { name: 'Login' }).click();
  await admin.getByRole('heading', { name: /Hello/ }).waitFor();
  await admin.goto(`${newsroom.cmsUrl}/admin/me`);
  await admin.getByRole('combobox', { name: 'Interface language' }).click();
  await admin.getByRole('option', { name: 'Русский' }).click();
  await admin.getByRole('button', { name: 'Save' }).click();
  await until('the interface is Russian', async () => (await admin.locator('html').getAttribute('lang')) === 'ru');

  await open(story);
  await admin.getByText('Подводка', { exact: true }).waitFor();
  await admin.getByText('Одно-два предложения').waitFor();
});

it('names the columns of the list of stories in Russian', async () => {
  await admin.goto(`${newsroom.cmsUrl}/admin/content-manager/collection-types/${article}?plugins[i18n][locale]=ru`);
  for (const column of ['Заголовок', 'Раздел', 'Дата публикации', 'Языки', 'Состояние'])
    await admin.locator('thead').getByText(column, { exact: true }).first().waitFor();
});

it('says at the field why an address is refused', async () => {
  await open(other);
  const slug = admin.locator('input[name=slug]');
  await slug.fill('most-otkryt');
  await admin.getByRole('button', { name: 'Сохранить' }).click();
  const described = async () => {
    const ids = (await slug.getAttribute('aria-describedby'))?.split(' ') ?? [];
    const texts = await Promise.all(ids.map((id) => admin.locator(`[id="${id}"]`).allTextContents()));
    return texts.flat().join(' ');
  };
  await until('the sentence stands at the field', async () => (await described()).includes('«Мост открыт»'));
});

it('leads from a published story to its page', async () => {
  await open(story);
  const link = admin.getByRole('link', { name: 'Посмотреть на сайте' });
  await link.waitFor();
  const address = (await link.getAttribute('href')) ?? '';
  // The mark tells the counter of views that an editor comes.
  expect(address).toMatch(/\/ru\/\d{4}\/\d{2}\/most-otkryt\/#editor=\d+\.[\w-]{22}$/);
  await until('the page stands', async () => (await newsroom.page(new URL(address).pathname)).text.includes('Мост открыт'));
});

it('keeps what was typed into the settings when their save is refused', async () => {
  await admin.goto(`${newsroom.cmsUrl}/admin/content-manager/single-types/api::site-setting.site-setting`);
  const zone = admin.locator('input[name=timeZone]');
  await zone.fill('Mars/Olympus');
  const answered = admin.waitForResponse((response) => response.request().method() === 'PUT');
  const readAgain = admin.waitForResponse((response) => response.request().method() === 'GET' && response.url().includes('site-setting'));
  await admin.getByRole('button', { name: 'Сохранить' }).click();
  expect((await answered).status()).toBe(400);
  await readAgain;
  await admin.getByText('Mars/Olympus').first().waitFor();
  expect(await zone.inputValue()).toBe('Mars/Olympus');
});

async function open(id: string): Promise<void> {
  await admin.goto(`${newsroom.cmsUrl}/admin/content-manager/collection-types/${article}/${id}?plugins[i18n][locale]=ru`);
  await admin.locator('input[name=title]').waitFor();
}
