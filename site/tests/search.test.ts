/** The search from the content store to what a reader is answered: real bundles, and the engine that browsers run. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { deriveAll } from '../publisher/documents.ts';
import { frozenContent, shardLimits } from '../publisher/search-cutting.ts';
import { hotLimits, searchReady, shardsOf } from '../publisher/search-shards.ts';
import { openStore } from '../publisher/store.ts';
import { fill } from '../publisher/sync.ts';
import { compareSearch } from '../publisher/verify-search.ts';
import { takeInputs } from '../publisher/verify.ts';
import { readSettings } from '../src/content/settings.ts';
import type { SearchEngine } from '../src/search/engine.ts';
import { Newsroom } from './newsroom.ts';
import { openSearch, question } from './search-reader.ts';
import { dist, SearchedSite, siteUrl } from './searched-site.ts';

const plainFetch = globalThis.fetch;
const limits = { shards: { ...shardLimits }, hot: { ...hotLimits } };

afterEach(() => {
  globalThis.fetch = plainFetch;
  Object.assign(shardLimits, limits.shards);
  Object.assign(hotLimits, limits.hot);
});

describe('the search', () => {
  it('answers what stands, whatever was edited, moved and withdrawn', { timeout: 180_000 }, async () => {
    Object.assign(shardLimits, { stories: 4, few: 1 });
    Object.assign(hotLimits, { most: 12, full: 6 });
    const newsroom = new Newsroom(7);
    const site = await SearchedSite.open(newsroom);
    await site.publish();
    for (let round = 0; round < 6; round++) {
      for (let n = 0; n < 10; n++) newsroom.act();
      await site.publish();
      const clean = openStore(':memory:');
      takeInputs(site.publisher.store, clean);
      fill(clean, newsroom.everything());
      await deriveAll(clean, readSettings(clean).timeZone, () => Promise.resolve());
      expect(await compareSearch(site.www, dist, siteUrl, site.publisher.store, clean)).toEqual([]);
    }
    expect(shardsOf(site.publisher.store, 'en').length).toBeGreaterThan(3);
    await site.end();
  });
});

it('cuts an archive into shards without losing a story, or taking one twice, however many are of one moment', async () => {
  Object.assign(shardLimits, { stories: 20, few: 1 });
  const newsroom = new Newsroom(3);
  const dates = ['2021-03-01T09:00:00.000Z', '2021-03-01T09:00:00.001Z', '2022-03-01T09:00:00.000Z'];
  for (let n = 0; n < 180; n++) newsroom.write('en', `report-${n}`, `Report ${n}`, { publicationDate: dates[n % 3] });
  const store = openStore(':memory:');
  fill(store, newsroom.everything());
  await deriveAll(store, 'UTC', () => Promise.resolve());
  const parts = await frozenContent(store, 'en', null, () => Promise.resolve());
  const stored = store.prepare<[], { id: string }>(`select id from documents where type = 'article' and locale = 'en'`).all();
  expect(parts.map(({ shard, documents }) => `${shard}: ${documents.length}`)).toEqual([
    '2021-1: 60',
    '2021-2: 60',
    '2022-1: 60',
    '2024-1: 6',
  ]);
  expect(parts.flatMap(({ documents }) => documents.map(({ id }) => id)).sort()).toEqual(stored.map(({ id }) => id).sort());
});

it('is built again when the pictures of its stories are made, or never will be', { timeout: 60_000 }, async () => {
  const newsroom = new Newsroom(3);
  newsroom.upload('torn', '/uploads/torn.jpg');
  newsroom.publish('Obsidian mine floods', 'mine', { fileId: 'torn', alt: '', caption: '', credit: '' });
  const site = await SearchedSite.open(newsroom);
  await site.publish();
  newsroom.upload('fresh', '/uploads/fresh.jpg');
  newsroom.publish('Obsidian mine opens again', 'mine-2', { fileId: 'fresh', alt: '', caption: '', credit: '' });
  await site.publish();
  const { publisher } = site;
  const awaited = (): string[] => shardsOf(publisher.store, 'en').flatMap(({ awaited: files }) => (files === '[]' ? [] : files));
  expect(awaited()).toEqual(['["fresh"]', '["torn"]']);
  const end = async (id: string): Promise<void> => {
    await publisher.between(() => void publisher.store.prepare(`update images set waits = 0, state = 'broken' where file_id = ?`).run(id));
    await vi.waitUntil(() => searchReady(publisher.store), { timeout: 30_000 });
  };
  await end('fresh');
  expect(awaited()).toEqual(['["torn"]']);
  await end('torn');
  expect(awaited()).toEqual([]);
  await site.end();
});

describe('a reader who looks through all years', () => {
  const dates = [2018, 2019, 2020, 2021, 2022, 2023].flatMap((year) => [`${year}-03-01T09:00:00.000Z`, `${year}-11-20T09:00:00.000Z`]);
  let site: SearchedSite;

  beforeAll(async () => {
    Object.assign(shardLimits, { few: 1 });
    const newsroom = new Newsroom(5);
    for (const [n, date] of dates.entries()) newsroom.publish(`Obsidian report ${n}`, `report-${n}`, null, date);
    newsroom.publish('Quartz bridge opens', 'crossing', null, '2019-05-01T10:00:00.000Z');
    newsroom.publish('Basalt tunnel waits', 'passage', null, '2021-05-01T10:00:00.000Z');
    newsroom.publish('Community centre', 'centre', null, '2019-05-02T10:00:00.000Z');
    newsroom.publish('Strike at the mine', 'strike', null, '2019-05-03T10:00:00.000Z');
    newsroom.publish('Feldspar road closes', 'road-1', null, '2019-05-01T10:00:00.000Z');
    newsroom.publish('Feldspar road opens', 'road-2', null, '2025-05-01T10:00:00.000Z');
    for (let n = 0; n < 12; n++)
      newsroom.write('en', `diary-${n}`, `Ferries, zeolites ${n}`, { body: 'The zeolite ferry. '.repeat(30), publicationDate: dates[n] });
    newsroom.write('en', 'cliffs', 'Ferry to the zeolite cliffs', { body: 'It sails at noon. '.repeat(30), publicationDate: dates[3] });
    for (let n = 0; n < 12; n++)
      newsroom.write('en', `walk-${n}`, `Cliff, cliff, cliff ${n}`, { body: 'Cliff, zeolites. '.repeat(30), publicationDate: dates[n] });
    for (let n = 0; n < 40; n++)
      newsroom.write('ru', `gyumri-${n}`, `Дневник ${n}`, {
        summary: 'Паводки, Гюмри.',
        body: 'Река. '.repeat(n),
        publicationDate: dates[n % 12],
      });
    for (let n = 0; n < 12; n++)
      newsroom.write('ru', `report-${n}`, `Санкции, отчёт ${n}`, { body: 'Санкции ЕС. '.repeat(30), publicationDate: dates[n] });
    newsroom.write('ru', 'ferrymen', 'Переплётчик с улицы Паромщиков', { body: 'Без слов. '.repeat(30), publicationDate: dates[3] });
    newsroom.write('ru', 'ferry', 'Мост закрыт, паром ходит чаще', { body: 'Без слов. '.repeat(30), publicationDate: dates[3] });
    newsroom.write('ru', 'eu', 'ЕС готовит санкции', { body: 'Без слов. '.repeat(30), publicationDate: dates[3] });
    newsroom.write('ru', 'flood', 'Паводок дошёл до города Гюмри', { body: 'Вода поднялась. '.repeat(30), publicationDate: dates[3] });
    site = await SearchedSite.open(newsroom);
    await site.publish();
    newsroom.edit('crossing', { title: 'Granite bridge opens' });
    newsroom.withdraw('passage');
    newsroom.publish('Marble harbour returns', 'harbour', null, '2025-05-01T10:00:00.000Z');
    newsroom.edit('report-3', { title: 'Obsidian report, amended' });
    newsroom.withdraw('report-6');
    await site.publish();
  }, 120_000);
  afterAll(() => site.end());

  it('finds a new story and a new title, and never a withdrawn one', async () => {
    const search = await opened();
    const urls = async (query: string): Promise<string[]> => (await search.search(question(query))).hits.map(({ url }) => url);
    expect(await urls('granite bridges')).toEqual(['/2019/05/crossing/']);
    expect(await urls('marble harbour')).toEqual(['/2025/05/harbour/']);
    expect(await urls('quartz bridge')).not.toContain('/2021/05/passage/');
    expect(await urls('quartz')).toEqual([]);
    expect(await urls('basalt tunnel')).toEqual([]);
    expect(await urls('abracadabrix')).toEqual([]);
  });

  it('finds the story that has the words in its title before those that say them more often', async () => {
    const search = await opened();
    const { hits, total } = await search.search(question('zeolite ferry'));
    expect(hits[0]?.url).toBe('/2019/11/cliffs/');
    expect(total).toBe(13);
    const next = await search.search(question('zeolite ferry', { to: 20 }));
    expect(next.hits.slice(0, 10)).toEqual(hits);
    expect(new Set([...hits, ...next.hits].map(({ url }) => url)).size).toBe(13);
  });

  it('finds the story that has other forms of the words in its title before those that say them more often', async () => {
    const search = await opened();
    const { hits, total } = await search.search(question('cliff zeolites'));
    expect(hits[0]?.url).toBe('/2019/11/cliffs/');
    expect(total).toBe(13);
  });

  it('orders titles while a word is half typed', async () => {
    const search = await opened();
    expect((await search.search(question('cliff zeol'))).hits[0]?.url).toBe('/2019/11/cliffs/');
  });

  it('finds nothing for a word that titles share only the stem with', async () => {
    const search = await opened();
    const { total, missing } = await search.search(question('communism strike'));
    expect({ total, missing }).toEqual({ total: 0, missing: ['communism'] });
  });

  it('finds the story that has the words in its title in other letters and forms too', async () => {
    const search = await openSearch(site.www, 'ru');
    search.loadOlder(true);
    for (const query of ['pavodki gyumri', 'pavodok gyumri']) {
      const { hits, total } = await search.search(question(query));
      expect(total).toBe(41);
      expect(hits[0]?.url).toBe('/ru/2019/11/flood/');
    }
  });

  it('knows words of two letters in a title too', async () => {
    const search = await openSearch(site.www, 'ru');
    search.loadOlder(true);
    const { hits, total } = await search.search(question('ЕС санкции'));
    expect(total).toBe(13);
    expect(hits[0]?.url).toBe('/ru/2019/11/eu/');
  });

  it('finds another form in a title, though another begins with the same letters or many stories have the words', async () => {
    const search = await openSearch(site.www, 'ru');
    search.loadOlder(true);
    const { hits } = await search.search(question('паромом'));
    expect(hits.map(({ url }) => url)).toContain('/ru/2019/11/ferry/');
    const many = await search.search(question('паводков гюмри'));
    expect(many.total).toBe(41);
    expect(many.hits[0]?.url).toBe('/ru/2019/11/flood/');
  });

  it('has stories in the order of their dates over many shards, and counts what is there', async () => {
    const search = await opened();
    const answer = await search.search(question('obsidian', { order: 'date', counts: true, to: 20 }));
    expect(answer.total).toBe(dates.length - 1);
    const shown = answer.hits.map(({ date }) => date);
    expect(shown).toEqual([...shown].sort((a, b) => b - a));
    expect(shown).toHaveLength(dates.length - 1);
    expect(answer.counts?.year.map(({ value, count }) => `${value}:${count}`)).toEqual([
      ...['2023:2', '2022:2', '2021:1', '2020:2', '2019:2', '2018:2'],
    ]);
    const chosen = await search.search(question('obsidian', { year: '2021', counts: true }));
    expect(chosen.total).toBe(1);
    expect(chosen.counts?.year.reduce((sum, { count }) => sum + count, 0)).toBe(dates.length - 1);
  });

  it('is told when dates or texts are lost', async () => {
    const search = await opened();
    const asked = async (query: string, order: 'date' | 'relevance' = 'relevance'): Promise<boolean> =>
      (await search.search(question(query, { order }))).incomplete;
    rmSync(join(folderOf('2020'), 'records.txt'));
    expect(await asked('obsidian')).toBe(false);
    expect(await asked('obsidian', 'date')).toBe(true);
    expect(await (await opened()).search(question('feldspar road'))).toMatchObject({ total: 2, incomplete: false });
    rmSync(join(folderOf('hot'), 'fragment'), { recursive: true });
    expect(await (await opened()).search(question('marble harbour'))).toMatchObject({ incomplete: true });
  });

  it.each([
    ['cut short', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['empty', Buffer.alloc(0)],
    ['a page of a host that answers everything', Buffer.from('<!doctype html><title>Welcome</title>')],
  ])('is told when the files of a bundle are %s, and answered from the others', async (_, damage) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const index = join(folderOf('2019'), 'index');
    expect(existsSync(index)).toBe(true);
    for (const file of readdirSync(index)) writeFileSync(join(index, file), damage);
    const answer = await (await opened()).search(question('feldspar road'));
    expect(answer.hits.map(({ url }) => url)).toEqual(['/2025/05/road-2/']);
    expect(answer.incomplete).toBe(true);
  });

  function folderOf(name: string): string {
    return join(
      site.www,
      'search',
      'en',
      shardsOf(site.publisher.store, 'en').find(({ shard, year }) => [shard, year].includes(name))?.folder ?? '',
    );
  }

  async function opened(): Promise<SearchEngine> {
    const search = await openSearch(site.www, 'en');
    search.loadOlder(true);
    return search;
  }
});
