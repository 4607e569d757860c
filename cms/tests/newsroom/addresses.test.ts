import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { newName, newStory, publishedStory, set } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

const site = 'http://localhost:4321';

/** Who opens a story from here is known as an editor there. */
const marked = (url: string): unknown => expect.stringMatching(new RegExp(`^${url}#editor=\\d+\\.[\\w-]{22}$`));

async function addresses(type: string, id: string, locale?: string): Promise<unknown> {
  return (await newsroom.desk.request('GET', `/newsroom/addresses/${type}/${id}${locale ? `?locale=${locale}` : ''}`)).body;
}

test('an editor is told where readers find a published story, and only then', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, ['en', 'ru'], { title: 'Seen', publicationDate: '2024-03-04T05:06:07.000Z' });
  expect(await addresses('article', id, 'en')).toEqual({ data: [] });
  idIn(await desk.publish('article', id, 'en'));
  expect(await addresses('article', id, 'en')).toEqual({ data: [{ locale: 'en', url: marked(`${site}/2024/03/seen/`) }] });
  expect(await addresses('article', id, 'ru')).toEqual({ data: [] });
  // The draft has another address already; readers still find the old one.
  idIn(await desk.save('article', id, { slug: 'to-be-seen' }, 'en'));
  expect(await addresses('article', id, 'en')).toEqual({ data: [{ locale: 'en', url: marked(`${site}/2024/03/seen/`) }] });
  idIn(await desk.publish('article', id, 'en'));
  expect(await addresses('article', id, 'en')).toEqual({ data: [{ locale: 'en', url: marked(`${site}/2024/03/to-be-seen/`) }] });
});

test('pages, sections, authors and tags have an address where readers find them', async () => {
  const { desk } = newsroom;
  const page = idIn(await desk.create('page', { title: 'О нас', slug: 'o-nas' }, 'ru'));
  idIn(await desk.publish('page', page, 'ru'));
  expect(await addresses('page', page, 'ru')).toEqual({ data: [{ locale: 'ru', url: `${site}/ru/o-nas/` }] });
  const tag = await newName(desk, 'tag', 'Bridges');
  expect(await addresses('tag', tag)).toEqual({ data: [] });
  await publishedStory(desk, ['en', 'hy'], { tags: set(tag) });
  expect(await addresses('tag', tag)).toMatchObject({ data: [{ locale: 'en', url: `${site}/tags/bridges/` }, { locale: 'hy' }] });
});

test('an address is told to editors only', async () => {
  const id = await publishedStory(newsroom.desk, ['en']);
  expect((await fetch(`${newsroom.url}/newsroom/addresses/article/${id}`)).status).toBe(401);
  expect((await newsroom.desk.request('GET', `/newsroom/addresses/change/${id}`)).status).toBe(403);
});

test('whether an address is free is found by an index, however many stories there are', async () => {
  const { desk, strapi } = newsroom;
  const { connection } = strapi.db;
  const asked: { sql: string; bindings: unknown[] }[] = [];
  const note = (query: { sql: string; bindings: unknown[] }): void => void asked.push(query);
  connection.on('query', note);
  const id = await publishedStory(desk, ['en']);
  idIn(await desk.save('article', id, { slug: 'is-it-free' }, 'en'));
  connection.off('query', note);
  const checks = asked.filter(({ sql }) => /^select .* from .articles. where .slug. = /.test(sql));
  expect(checks.length).toBeGreaterThan(1);
  for (const { sql, bindings } of checks) {
    const explained = sql.replace(/\$\d+/g, '?');
    const plan: unknown = await connection.transaction(async (trx) => {
      if (process.env.TEST_DATABASE === 'sqlite') return trx.raw(`explain query plan ${explained}`, bindings as string[]);
      await trx.raw('set local enable_seqscan = off');
      return trx.raw(`explain ${explained}`, bindings as string[]);
    });
    expect(JSON.stringify(plan)).toMatch(/articles_slug_index/);
  }
});
