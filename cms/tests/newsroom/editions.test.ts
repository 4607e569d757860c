import type { Change, Locale } from '@broadsheet/shared';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { connect, newName, newStory, publishedStory, set } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** The languages whose edition `work` changed, in the order of the alphabet. */
async function editions(work: () => Promise<unknown>): Promise<string[]> {
  const before = await newsroom.feed.head();
  await work();
  // By now it may be another one, after a restart.
  const { changes } = await newsroom.feed.read(`?after=${before}`);
  return changes.flatMap((change) => {
    if (change.type !== 'edition') return [];
    expect(change).toMatchObject({ id: change.locale, state: 'live', document: { id: change.locale, locale: change.locale } });
    return [change.id];
  });
}

const published = async (id: string, locale: Locale, fields = {}) => idIn(await newsroom.desk.publish('article', id, locale, fields));

test('an edition changes in the languages in which a story is withdrawn or deleted, and with the story', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru', 'hy']);
  const before = await feed.head();
  expect((await desk.unpublish('article', id, 'ru')).status).toBe(200);
  const { changes } = await feed.read(`?after=${before}`);
  expect(changes).toMatchObject([
    { type: 'article', locale: 'ru', state: 'gone' },
    { type: 'edition', locale: 'ru' },
  ]);
  expect(new Set(changes.map((change) => change.at)).size).toBe(1);
  expect(await editions(() => desk.delete('article', id, 'hy'))).toEqual(['hy']);
  expect(await editions(() => desk.delete('article', id, '*'))).toEqual(['en']);
});

test('an edition does not change by what adds to it: a new story, its words, a new tag', async () => {
  const { desk } = newsroom;
  const tag = await newName(desk, 'tag');
  let id = '';
  expect(await editions(async () => (id = await publishedStory(desk, ['en', 'ru'])))).toEqual([]);
  expect(await editions(() => published(id, 'en', { title: 'Other words', slug: 'other-words', tags: connect(tag) }))).toEqual([]);
  expect(await editions(() => desk.save('article', id, { category: set(tag), publicationDate: '2020-01-01T00:00:00.000Z' }, 'en'))).toEqual(
    [],
  );
  const draft = await newStory(desk, ['en']);
  expect(await editions(() => desk.delete('article', draft, '*'))).toEqual([]);
  const page = idIn(await desk.create('page', { title: 'A page' }, 'en'));
  idIn(await desk.publish('page', page, 'en'));
  expect(await editions(() => desk.unpublish('page', page, 'en'))).toEqual([]);
});

test.each([
  ['category', 'category', (other: string) => set(other)],
  ['author', 'authors', (other: string) => set(other)],
  ['tag', 'tags', () => set()],
] as const)('every edition that shows a story changes when its %s is another', async (type, field, next) => {
  const { desk } = newsroom;
  const [one, other] = [await newName(desk, type), await newName(desk, type)];
  const id = await publishedStory(desk, ['en', 'ru'], { [field]: set(one) });
  idIn(await desk.save('article', id, { title: 'Նախագիծ' }, 'hy'));
  expect(await editions(() => desk.save('article', id, { [field]: next(other) }, 'en'))).toEqual([]);
  expect(await editions(() => published(id, 'en'))).toEqual(['en', 'ru']);
  expect(await editions(() => published(id, 'ru'))).toEqual([]);
});

test('the edition of one language changes when the date of its version does', async () => {
  const id = await publishedStory(newsroom.desk, ['en', 'ru']);
  expect(await editions(() => published(id, 'ru', { publicationDate: '2023-02-03T04:05:06.000Z' }))).toEqual(['ru']);
});

test('an edition changes with a language that is removed and with what is found missing at a start', async () => {
  const { desk, strapi } = newsroom;
  const id = await publishedStory(desk, ['en', 'hy']);
  const hy = await strapi.db.query('plugin::i18n.locale').findOne({ where: { code: 'hy' } });
  expect(await editions(() => desk.request('DELETE', `/i18n/locales/${hy.id}`))).toEqual(['hy']);
  await strapi.db.connection('articles').where({ document_id: id }).delete();
  expect(await editions(() => newsroom.restart())).toEqual(['en']);
});

test('the times of changes and stories stay what they are when the machine is moved to another time zone', async () => {
  process.env.TZ = 'America/New_York';
  // In this hour New York’s clocks were put back: it came twice there.
  const date = '2021-11-07T05:30:00.000Z';
  const began = Date.now();
  const id = await publishedStory(newsroom.desk, ['en'], { publicationDate: date });
  const ended = Date.now();
  const find = async (): Promise<Change | undefined> => (await newsroom.feed.read()).changes.find((change) => change.id === id);
  const line = await find();
  expect(line).toMatchObject({ document: { publicationDate: date } });
  expect(Date.parse(line?.at ?? '')).toBeGreaterThanOrEqual(began);
  expect(Date.parse(line?.at ?? '')).toBeLessThanOrEqual(ended);
  process.env.TZ = 'Asia/Yerevan';
  await newsroom.restart();
  expect(await find()).toEqual(line);
});
