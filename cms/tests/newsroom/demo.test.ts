import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { type Newsroom, openNewsroom } from '../support/newsroom';

const require = createRequire(import.meta.url);
// The compiled program, on the Strapi that was compiled with it.
const { seedDemo } = require('../../dist/src/seeding/demo.js') as typeof import('../../src/seeding/demo');

let newsroom: Newsroom;
let folder: string;
const told: string[] = [];

beforeAll(async () => {
  newsroom = await openNewsroom();
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-demo-'));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
  await newsroom.stop();
});

const files: Record<string, string> = {
  'newsroom.yaml': `
name: { en: The Small Paper, ru: Маленькая газета, hy: Փոքր թերթ }
tagline: { en: Daily }
timeZone: Europe/Berlin
socialLinks: [{ platform: telegram, url: https://t.me/small }]
copyrightNotice: { en: Ours }
promo: { title: { en: Look }, text: { en: Here }, url: https://small.example/, cover: { motif: river, seed: 1 } }
sectionOrder: [town]
sections: [{ key: town, name: { en: Town, ru: Город, hy: Քաղաք }, slug: { en: town, ru: gorod, hy: kaghak }, description: { en: Streets } }]
authors: [{ key: house, kind: organisation, name: { en: House, ru: Дом, hy: Տուն }, slug: { en: house, ru: dom, hy: tun }, biography: { en: We }, portrait: { hair: bun } }]
tags: [{ key: rain, name: { en: Rain, ru: Дождь, hy: Անձրև }, slug: { en: rain, ru: dozhd, hy: andzrev } }]
`,
  'pages/about/en.md': '---\ntitle: About us\nslug: about\nsummary: Who\n---\n\nWe are small.\n',
  'stories/old/story.yaml':
    'category: town\nauthors: [house]\ntags: [rain]\nrelated: [new]\nviews: 475\ncover: { motif: volcano, seed: 2 }\npictures: { yard: { motif: river, seed: 3 } }\n',
  'stories/old/en.md':
    '---\ntitle: Old rain\nslug: old-rain\nsummary: Wet\npublicationDate: \'2022-04-18T12:28:00+02:00\'\ncoverAlt: Rain\ncoverCredit: House\n---\n\nIt rained.\n\n![A yard](picture:yard "Our yard | House")\n',
  'stories/old/ru.md':
    "---\ntitle: Старый дождь\nslug: staryy-dozhd\npublicationDate: '2022-04-18T13:00:00+02:00'\ncoverAlt: Дождь\ncoverCredit: Дом\n---\n\nШёл дождь.\n",
  'stories/new/story.yaml': 'category: town\nauthors: [house]\ntags: []\nrelated: [old]\n',
  'stories/new/en.md':
    "---\ntitle: New sun\nslug: new-sun\nsummary: Dry\npublicationDate: '2023-01-02T03:04:05Z'\nlead: true\n---\n\nIt shines.\n",
  'stories/broken/story.yaml': 'category: [\n',
  'stories/homeless/story.yaml': 'category: nowhere\n',
  'stories/homeless/en.md': "---\ntitle: Homeless\nslug: homeless\npublicationDate: '2024-01-02T03:04:05Z'\n---\n\nNo section.\n",
};

async function fill(): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

test('the newspaper of the files is published, and faulty stories are named', async () => {
  await fill();
  await seedDemo(newsroom.strapi, folder);
  const { changes } = await newsroom.feed.read();
  const articles = changes.flatMap((change) => (change.state === 'live' && change.type === 'article' ? [change.document] : []));
  const old = articles.find(({ slug }) => slug === 'old-rain');
  const fresh = articles.find(({ slug }) => slug === 'new-sun');
  expect(articles.length).toBe(3);
  expect(old).toMatchObject({
    publicationDate: '2022-04-18T10:28:00.000Z',
    cover: { alt: 'Rain', credit: 'House' },
    relatedIds: [fresh?.id],
  });
  expect(old?.body).toMatch(/!\[A yard\]\(\/uploads\/\S+\.jpg "Our yard \| House"\)/);
  expect(fresh).toMatchObject({ lead: true, relatedIds: [old?.id], cover: null });
  // The Russian version has no Russian story to name.
  expect(articles.find(({ locale }) => locale === 'ru')).toMatchObject({ id: old?.id, relatedIds: [] });
  expect(changes.flatMap((change) => (change.state === 'live' && change.type === 'site-setting' ? [change.document] : []))).toMatchObject([
    {
      name: { en: 'The Small Paper', ru: 'Маленькая газета' },
      timeZone: 'Europe/Berlin',
      sectionOrder: [old?.categoryId],
      promo: { url: 'https://small.example/' },
    },
  ]);
  const authors = changes.flatMap((change) => (change.state === 'live' && change.type === 'author' ? [change.document] : []));
  const files = changes.flatMap((change) => (change.state === 'live' && change.type === 'file' ? [change.document] : []));
  expect(files.find(({ id }) => id === authors[0]?.portraitId)).toMatchObject({ mime: 'image/jpeg', width: 1600, height: 1600 });
  expect(changes.filter(({ type, state }) => type === 'page' && state === 'live').length).toBe(1);
  expect(told.join('\n')).toMatch(/stories\/broken\/story\.yaml cannot be read/);
  expect(told.join('\n')).toMatch(/"homeless" was left out: .*"nowhere"/);
});

test('its readings are counted', async () => {
  const rows: { articleLocale: string; day: string; count: number }[] = await newsroom.strapi.db
    .query('api::view.view')
    .findMany({ orderBy: { day: 'asc' } });
  const of = (locale: string) => rows.filter(({ articleLocale }) => articleLocale === locale);
  for (const [locale, views] of [
    ['en', 214],
    ['ru', 261],
  ] as const) {
    expect(of(locale)[0]?.day).toBe('2022-04-18');
    expect(of(locale).reduce((sum, { count }) => sum + count, 0)).toBe(views);
  }
});

test('a second start changes nothing and says nothing', async () => {
  const before = await newsroom.feed.head();
  told.length = 0;
  await seedDemo(newsroom.strapi, folder);
  expect(await newsroom.feed.head()).toBe(before);
  expect(told).toEqual([]);
});
