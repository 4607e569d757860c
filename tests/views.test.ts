import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { moves } from '../scripts/page-checks/reading.ts';
import { AdminApi } from './admin-api.ts';
import { launchBrowser } from './browser.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { tracesIn } from './traces.ts';
import { UnsteeredBrowser } from './unsteered-browser.ts';
import { until } from './until.ts';

const paths = { en: '/2024/03/tide/', ru: '/ru/2024/03/tide/', hy: '/hy/2024/03/tide/' };

let newsroom: RunningNewsroom;
let admin: AdminApi;
let browser: Browser;
let story: string;
let section: string;
let readers = 0;

beforeAll(async () => {
  newsroom = await RunningNewsroom.make();
  await newsroom.startCms();
  await newsroom.startPublisher();
  browser = await launchBrowser();
  admin = new AdminApi(newsroom.cmsUrl, newsroom);
  const words = { nameEn: 'City', nameRu: 'Город', nameHy: 'Քաղաք', slugEn: 'city', slugRu: 'gorod', slugHy: 'kaghak' };
  section = (await admin.create('api::category.category', words)).documentId;
  story = await publishStory('Tide', 'tide');
});

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

afterAll(async () => {
  await browser.close();
  await newsroom.end();
});

it('is one for one visit, and one reader for ten reloads', async () => {
  const page = await visit(paths.en);
  await until('the visit counts', async () => (await total('en')) === 1);
  for (let reload = 1; reload <= 10; reload++) {
    const reported = page.waitForRequest((request) => request.method() === 'POST');
    await page.reload();
    await reported;
  }
  await until('the reloads are refused', () => refused('repeat') === 10);
  expect(await total('en')).toBe(1);
  expect(rows('select sum(readers) as n from views')).toBe(1);
});

it('is kept apart for Russian and Armenian, and shown as their sum in the language of the page', async () => {
  await visit(paths.ru);
  await visit(paths.hy);
  await until('both count', async () => (await total('all')) === 3);
  expect([await total('ru'), await total('hy')]).toEqual([1, 1]);
  // A reader's own view may be among those that the reader sees, or not yet.
  expect(['3 просмотра', '4 просмотра']).toContain(await numberOn(paths.ru));
  expect(['4 դիտում', '5 դիտում']).toContain(await numberOn(paths.hy));
  expect(['5 views', '6 views']).toContain(await numberOn(paths.en));
});

it('is none for robots, steered browsers, pages drawn in advance, and editors, each with its reason', async () => {
  const before = await total('all');
  const count = async (reason: string, act: () => Promise<unknown>): Promise<void> => {
    const earlier = refused(reason);
    await act();
    await until(`one more is refused: ${reason}`, () => refused(reason) === earlier + 1);
  };
  await count('bot', () => visit(paths.en, { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }));
  await count('bot', async () => (await browser.newContext()).newPage().then((page) => page.goto(newsroom.siteUrl + paths.en)));
  await count('bot', () => visit(paths.en, { driven: true }));
  await count('bot', () => beacon({ 'user-agent': 'curl/8.14.1' }));
  await count('link-preview', () => beacon({ 'user-agent': 'TelegramBot (like TwitterBot)' }));
  for (const purpose of ['prefetch', 'prefetch;prerender']) await count('prefetch', () => beacon({ 'sec-purpose': purpose }));
  await count('bad-request', () => beacon({ origin: 'https://elsewhere.example' }));
  const mark = await editorsMark();
  const page = await visit(paths.en, { hash: mark });
  await until('the mark is out of the address', () => !page.url().includes('#'));
  await until('the editor is refused', () => refused('editor') === 1);
  expect(await total('all')).toBe(before);
});

it('comes from a page only once it is before the reader’s eyes, and again when the browser brings it back', async () => {
  const page = await visit(paths.en, { hidden: true });
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
  expect(sent).toEqual([]);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await until('it is reported', () => sent.length === 1);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await until('it is reported again', () => sent.length === 2);
});

it('is none while a page is fetched or drawn in advance, and one once it is opened', async () => {
  const other = await publishStory('Mole', 'mole');
  const pages = { fetched: '/ru/2024/03/mole/', drawn: '/2024/03/mole/' };
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
  const ahead = await UnsteeredBrowser.open(newsroom.siteUrl, pages, agent);
  const { asked } = ahead;
  try {
    await until('a page is fetched', () => asked.some(({ path, purpose }) => path === pages.fetched && purpose === 'prefetch'));
    // What a page asks for itself: it is drawn, and its scripts run.
    const fragment = '/fragments/en/notices.js';
    await until('a page is drawn', () => asked.some(({ path, purpose }) => path === fragment && purpose === 'prefetch;prerender'));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
    ahead.go();
    await until('it counts', async () => (await total('en', other)) === 1);
    expect(await total('all', other)).toBe(1);
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([{ method: 'POST', path: `/api/views/${other}/en`, purpose: '' }]);
    expect(asked.filter(({ path }) => path === pages.drawn)).toEqual([{ method: 'GET', path: pages.drawn, purpose: 'prefetch;prerender' }]);
  } finally {
    await ahead.close();
  }
});

it('can be trusted by nobody’s word but the editors’ own: an invented mark takes no reader away', async () => {
  const before = await total('en');
  await visit(paths.en, { hash: '#editor=99999999999999.AAAAAAAAAAAAAAAAAAAAAA' });
  await until('it counts', async () => (await total('en')) === before + 1);
});

it('moves nothing when it arrives, and stays, with its page, while the cms is away', async () => {
  const path = '/2024/03/quay/';
  const other = await publishStory('Quay', 'quay');
  const fresh = await visit(path);
  const link = fresh.locator('view-count a');
  await until('it counts', async () => (await total('all', other)) === 1);
  const again = await visit(path);
  await again.locator('view-count a:visible').waitFor();
  expect(await moves(again)).toEqual([]);
  expect(await link.isVisible()).toBe(false);

  // At its start the cms tells the site all numbers, as it does each hour.
  await newsroom.kill('cms', 'SIGTERM');
  await newsroom.startCms();
  const told = await total('all', other);
  const words = told === 1 ? '1 view' : `${told} views`;
  await until('the page bears the number', async () => new RegExp(`>\\s*${words}\\s*</a>`).test((await newsroom.page(path)).text));
  expect(await newsroom.verify()).toMatchObject({ code: 0 });

  await newsroom.kill('cms');
  const alone = await visit('/how-we-count-views/');
  const wrong: string[] = [];
  alone.on('console', (message) => wrong.push(message.text()));
  alone.on('pageerror', ({ message }) => wrong.push(message));
  const answers: number[] = [];
  alone.on('response', (response) => response.url().includes('/api/views/') && answers.push(response.status()));
  await alone.goto(newsroom.siteUrl + path);
  await until('report and question are answered', () => answers.length === 2);
  expect(answers).toEqual([204, 204]);
  expect((await alone.locator('view-count').innerText()).trim()).toBe(words);
  expect(await moves(alone)).toEqual([]);
  expect(wrong).toEqual([]);
  await newsroom.startCms();
});

it('makes a list of the most read, which keeps its room and leads nowhere else than to stories', async () => {
  for (let reader = 0; reader < 6; reader++) await beacon({ 'user-agent': agent() }, story, 'en');
  const fragment = '/fragments/en/most-read.html';
  // The publisher asks each minute, and at its start.
  await until('the cms lists it', async () => (await (await fetch(`${newsroom.cmsUrl}/api/views/most-read`)).text()).includes(story));
  await newsroom.kill('publisher', 'SIGTERM');
  await newsroom.startPublisher();
  await until('the list stands', async () => (await newsroom.page(fragment)).text.includes(paths.en));
  for (const path of ['/', '/city/', paths.en]) {
    const page = await visit(path);
    const list = page.locator('most-read');
    await list.scrollIntoViewIfNeeded();
    await list.getByRole('link', { name: 'Tide' }).first().waitFor();
    expect(await moves(page)).toEqual([]);
  }
  expect((await newsroom.page('/fragments/ru/most-read.html')).text.trim()).toBe('');
  await admin.publish('api::article.article', story, { slug: 'ebb' }, 'en');
  await until('the list leads to the new address', async () => (await newsroom.page(fragment)).text.includes('/2024/03/ebb/'));
  await admin.unpublish('api::article.article', story, 'en');
  await until('nothing is left to list', async () => (await newsroom.page(fragment)).text.trim() === '');
  await until('no page keeps room for it', async () => !(await newsroom.page('/fragments/en/notices.js')).text.includes('most-read'));
  expect(await newsroom.verify()).toMatchObject({ code: 0 });
});

it('leaves nobody’s address, agent or cookie in any file, nor in what the programs say', async () => {
  const [address, word, cookie] = ['203.0.113.77', 'PeculiarReader', 'peculiar=0123456789abcdef'];
  const who = { 'x-forwarded-for': address, 'user-agent': `${agent()} ${word}/7`, cookie, referer: `https://elsewhere.example/${word}` };
  const other = await publishStory('Pier', 'pier');
  const send = async (url: string, headers: Record<string, string> = {}, method = 'POST'): Promise<string> => {
    const answer = await fetch(url, { method, headers: { origin: newsroom.siteUrl, ...who, ...headers } });
    expect(answer.headers.getSetCookie()).toEqual([]);
    return answer.text();
  };
  const path = `/api/views/${other}/en`;
  expect(await send(newsroom.siteUrl + path)).toContain('"counted":true');
  for (const headers of [{}, { 'sec-purpose': 'prefetch' }, { origin: 'https://elsewhere.example' }, { 'user-agent': `${word}bot/1` }])
    expect(await send(newsroom.siteUrl + path, headers)).toContain('"counted":false');
  for (const odd of ['/api/views/nosuch/en', '/api/views/nosuch', '/api/views/x/y/z', '/api/views'])
    for (const at of [newsroom.siteUrl, newsroom.cmsUrl]) await send(at + odd);
  for (const asked of ['/', path, '/api/nothing', '/admin/init', '/nothing/']) {
    await send(newsroom.siteUrl + asked, {}, 'GET');
    await send(newsroom.cmsUrl + asked, {}, 'GET');
  }
  const lock = new DatabaseSync(join(newsroom.folder, 'cms.db'));
  lock.exec('begin immediate');
  expect(await send(newsroom.cmsUrl + path, { 'x-forwarded-for': '203.0.113.78' })).toContain('"counted":true');
  await until('the cms speaks of the lock', () => newsroom.said.some((line) => line.includes('does not take them')));
  lock.exec('rollback');
  lock.close();
  await until('both are written', async () => rows('select sum(count) as n from views where article_id = ?', other) === 2);

  // Killed, the cms leaves the database's log of writes behind; ended, it has written all that it ever will.
  const traces = (words: string[]): string[] => tracesIn(newsroom.folder, newsroom.said, words);
  const words = [address, '203.0.113.78', who['user-agent'], word, cookie, [address, who['user-agent']].join('\n')];
  await newsroom.kill('publisher', 'SIGTERM');
  await newsroom.kill('cms');
  expect(traces(words)).toEqual([]);
  await newsroom.startCms();
  await newsroom.kill('cms', 'SIGTERM');
  expect(traces(words)).toEqual([]);
  // What there is to find is found: the search is not blind.
  expect(traces([other]).join()).toMatch(/cms\.db/);
  expect(traces(['does not take them']).join()).toMatch(/said/);
});

async function publishStory(title: string, slug: string): Promise<string> {
  const fields = {
    title,
    slug,
    body: 'Text.',
    publicationDate: '2024-03-04T05:06:07.000Z',
    category: { connect: [{ documentId: section }] },
  };
  const { documentId } = await admin.publish(
    'api::article.article',
    (await admin.create('api::article.article', fields, 'en')).documentId,
    fields,
    'en',
  );
  for (const locale of ['ru', 'hy']) await admin.publish('api::article.article', documentId, fields, locale);
  for (const prefix of ['', '/ru', '/hy'])
    await until(`${slug} stands`, async () => (await newsroom.page(`${prefix}/2024/03/${slug}/`)).status === 200);
  return documentId;
}

/** The agent of a browser that nobody had before. */
function agent(): string {
  return `Mozilla/5.0 (X11; Linux x86_64; rv:${++readers}.0) Gecko/20100101 Firefox/${readers}.0`;
}

/** A new reader opens a page. */
async function visit(
  path: string,
  {
    userAgent = agent(),
    driven = false,
    hidden = false,
    hash = '',
  }: { userAgent?: string; driven?: boolean; hidden?: boolean; hash?: string } = {},
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ userAgent });
  if (!driven) await context.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { get: () => false }));
  if (hidden)
    await context.addInitScript(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }));
  const page = await context.newPage();
  await page.goto(newsroom.siteUrl + path + hash);
  return page;
}

/** What a new reader sees once the number is up to date. */
async function numberOn(path: string): Promise<string> {
  const seen = async (): Promise<string> => {
    const page = await visit(path);
    await page.locator('view-count a:visible').waitFor();
    return (await page.locator('view-count').innerText()).trim();
  };
  const before = await total('all');
  const text = await seen();
  await until('the look itself counts', async () => (await total('all')) === before + 1);
  return text;
}

async function beacon(headers: Record<string, string>, id = story, locale = 'en'): Promise<void> {
  const from = { 'user-agent': agent(), origin: newsroom.siteUrl };
  await fetch(`${newsroom.siteUrl}/api/views/${id}/${locale}`, { method: 'POST', headers: { ...from, ...headers } });
}

async function total(of: string, id = story): Promise<number> {
  const counts = z.record(z.string(), z.number()).parse(await (await fetch(`${newsroom.siteUrl}/api/views/${id}/en`)).json());
  return counts[of] ?? 0;
}

const refused = (reason: string): number => rows('select sum(count) as n from view_refusals where reason = ?', reason);

function rows(sql: string, ...values: string[]): number {
  const database = new DatabaseSync(join(newsroom.folder, 'cms.db'), { readOnly: true });
  try {
    return Number(database.prepare(sql).get(...values)?.['n'] ?? 0);
  } finally {
    database.close();
  }
}

/** What "View on site" puts at the end of an address. */
async function editorsMark(): Promise<string> {
  const login = await fetch(`${newsroom.cmsUrl}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: newsroom.email, password: newsroom.password }),
  });
  const { token } = z.object({ data: z.object({ token: z.string() }) }).parse(await login.json()).data;
  const answer = await fetch(`${newsroom.cmsUrl}/newsroom/addresses/article/${story}?locale=en`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const [address] = z.object({ data: z.array(z.object({ url: z.string() })) }).parse(await answer.json()).data;
  return new URL(address?.url ?? '').hash;
}
