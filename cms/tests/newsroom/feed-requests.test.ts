import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { newName, publishedStory } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

/** The signal of the compiled newsroom that answers the requests. */
async function waiting(): Promise<number> {
  const { createRequire } = await import('node:module');
  const { changeSignal } = createRequire(import.meta.url)('../../dist/src/publishing/change-signal.js');
  return changeSignal(newsroom.strapi).waiting;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test.each([
  ['?after=-1', 'Parameter after is "-1"'],
  ['?after=x', 'Parameter after is "x"'],
  ['?limit=0', 'Parameter limit is "0"'],
  ['?wait=61', 'Parameter wait is "61"'],
  ['?wait=1.5', 'Parameter wait is "1.5"'],
  ['?since=1', 'does not know "since"'],
  ['?after[$gt]=1', 'Parameter after is'],
])('the request %s is refused with a sentence', async (query, sentence) => {
  const response = await newsroom.feed.request(query);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(sentence) } });
});

test('a cursor of another database is a conflict, not silence', async () => {
  const response = await newsroom.feed.request('?after=999999');
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('Begin again at after=0') } });
});

test('the log has one name in every answer', async () => {
  const [first, second] = [await newsroom.feed.read(), await newsroom.feed.read('?after=0&limit=1')];
  expect(first.log).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.log).toBe(first.log);
});

test('pieces of the feed are the feed', async () => {
  const { desk, feed } = newsroom;
  await publishedStory(desk, ['en', 'ru', 'hy']);
  idIn(await desk.create('tag', { nameEn: 'Last' }));
  const whole = await feed.read();
  const pieces = [];
  for (let after = 0, end = -1; end !== after;) {
    const piece = await feed.read(`?after=${after}&limit=2`);
    expect(piece.changes.length).toBeLessThanOrEqual(2);
    pieces.push(...piece.changes);
    end = after;
    after = piece.end;
    if (piece.changes.length === 0) break;
  }
  expect(pieces).toEqual(whole.changes);
  const cursors = whole.changes.map((change) => change.cursor);
  expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
  expect(whole.end).toBe(cursors.at(-1));
});

test('from the beginning only what is live comes; later what is gone too', async () => {
  const { desk, feed } = newsroom;
  const name = await newName(desk, 'tag');
  const after = await feed.head();
  await desk.delete('tag', name);
  expect((await feed.read()).changes.some((change) => change.state === 'gone')).toBe(false);
  expect(await feed.since(after)).toEqual([`tag ${name} gone`]);
});

test('more documents than one batch come in one stream', async () => {
  const { strapi, feed } = newsroom;
  const { createRequire } = await import('node:module');
  const { recordChanges } = createRequire(import.meta.url)('../../dist/src/publishing/change-log.js');
  const rows = Array.from({ length: 1300 }, (_, index) => ({ nameEn: `Tag number ${index}`, slugEn: `tag-number-${index}` }));
  await strapi.db.query('api::tag.tag').createMany({ data: rows });
  const tags: { documentId: string }[] = await strapi.db
    .query('api::tag.tag')
    .findMany({ where: { nameEn: { $startsWith: 'Tag number' } } });
  const before = await feed.head();
  await strapi.db.transaction(({ trx }) =>
    recordChanges(
      trx,
      tags.map(({ documentId: id }) => ({ type: 'tag', id, locale: null, state: 'live' })),
    ),
  );
  const { changes, end } = await feed.read(`?after=${before}`);
  expect(changes).toHaveLength(1300);
  expect(end).toBe(before + 1300);
});

test('a request that waits is answered by the commit it waits for', async () => {
  const { desk, feed } = newsroom;
  const after = await feed.head();
  const answers = [1, 2, 3].map(() => feed.read(`?after=${after}&wait=60`));
  await until(async () => (await waiting()) === 3);
  const name = idIn(await desk.create('tag', { nameEn: 'Awaited' }));
  for (const answer of await Promise.all(answers)) expect(answer.changes).toMatchObject([{ type: 'tag', id: name }]);
  expect(await waiting()).toBe(0);
});

test('requests that wait hold no connection of the database', async () => {
  const { desk, feed, strapi } = newsroom;
  const after = await feed.head();
  const answers = Array.from({ length: 40 }, () => feed.read(`?after=${after}&wait=60`));
  await until(async () => (await waiting()) === 40);
  expect(strapi.db.connection.client.pool.numPendingAcquires()).toBe(0);
  idIn(await desk.create('tag', { nameEn: 'Forty waited' }));
  expect(await Promise.all(answers)).toHaveLength(40);
});

test('a request that waits in vain ends where it began', async () => {
  const after = await newsroom.feed.head();
  expect(await newsroom.feed.read(`?after=${after}&wait=1`)).toMatchObject({ changes: [], end: after });
});

test('a reader who leaves is not waited for', async () => {
  const leaving = new AbortController();
  const after = await newsroom.feed.head();
  const answer = newsroom.feed.request(`?after=${after}&wait=60`, { signal: leaving.signal });
  await until(async () => (await waiting()) === 1);
  leaving.abort();
  await expect(answer).rejects.toThrow();
  await until(async () => (await waiting()) === 0);
});

test('the cms stops while requests wait', async () => {
  const after = await newsroom.feed.head();
  const answer = newsroom.feed.request(`?after=${after}&wait=60`).catch(() => 'cut');
  await until(async () => (await waiting()) === 1);
  await newsroom.restart();
  await answer;
  expect(await newsroom.feed.head()).toBe(after);
});

test('a copy of this database that has gone on by itself is noticed, though it has the same log and more changes', async () => {
  const { desk, feed } = newsroom;
  await newName(desk, 'tag');
  const copied = await feed.read();
  // Read in this life; in the copy, which was made before, this life has ended and another has begun.
  await newsroom.restart();
  await newName(newsroom.desk, 'tag');
  await newName(newsroom.desk, 'tag');
  const later = await newsroom.feed.read();
  expect(later).toMatchObject({ log: copied.log });
  expect(later.life).not.toBe(copied.life);
  const ask = async (after: number, life: string | null) => (await newsroom.feed.request(`?after=${after}&life=${life}`)).status;
  expect(await ask(copied.end, copied.life)).toBe(200);
  expect(await ask(copied.end + 1, copied.life)).toBe(409);
  expect(await ask(later.end, later.life)).toBe(200);
  expect(await ask(copied.end, 'a-life-of-another-copy')).toBe(409);
  expect(await ask(0, 'a-life-of-another-copy')).toBe(200);
  expect(await ask(1, 'not a life')).toBe(400);
});
