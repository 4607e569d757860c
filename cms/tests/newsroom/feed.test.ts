import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

test('a published story comes with all that the site shows', async () => {
  const { desk, feed } = newsroom;
  const category = idIn(await desk.create('category', { nameEn: 'Politics', nameRu: 'Политика' }));
  const before = await feed.head();
  const id = idIn(await desk.create('article', { title: 'Bridge opens', category: { connect: [{ documentId: category }] } }, 'en'));
  expect(await feed.since(before)).toEqual([]);
  idIn(await desk.publish('article', id, 'en'));
  expect(await feed.since(before)).toEqual([`article ${id} en live`]);
  expect(await feed.document('article', id, 'en')).toMatchObject({ slug: 'bridge-opens', categoryId: category });
});
