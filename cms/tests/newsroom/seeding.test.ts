import { createRequire } from 'node:module';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Newsroom, openNewsroom } from '../support/newsroom';
import { newName } from '../support/stories';

const require = createRequire(import.meta.url);
// The compiled program, on the Strapi that was compiled with it.
const { seedArchive } = require('../../dist/src/seeding/seed-archive.js') as typeof import('../../src/seeding/seed-archive');

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

/** Every article of the feed, without its place in the log. */
async function articles() {
  const { changes } = await newsroom.feed.read();
  return changes.flatMap((change) => (change.state === 'live' && change.type === 'article' ? [change.document] : []));
}

test('articles come to readers in three languages, with everything they refer to', async () => {
  const sport = await newName(newsroom.desk, 'category', 'Sport');
  expect(await seedArchive(newsroom.strapi, { articles: 40, seed: 'a' })).toEqual({ before: 0, written: 40, documents: 120 });
  const { changes } = await newsroom.feed.read();
  const ids = new Set(changes.filter(({ state }) => state === 'live').map(({ type, id }) => `${type} ${id}`));
  const found = await articles();
  expect(found.length).toBe(120);
  for (const { categoryId, authorIds, tagIds, relatedIds, cover } of found) {
    const referred = [
      `category ${categoryId}`,
      ...authorIds.map((id) => `author ${id}`),
      ...tagIds.map((id) => `tag ${id}`),
      ...relatedIds.map((id) => `article ${id}`),
      ...(cover ? [`file ${cover.fileId}`] : []),
    ];
    for (const reference of referred) expect(ids, reference).toContain(reference);
    expect(authorIds.length).toBeGreaterThan(0);
  }
  expect(found.some(({ cover }) => cover) && found.some(({ relatedIds }) => relatedIds.length > 0)).toBe(true);
  // A section that the newsroom had already is used.
  expect(found.some(({ categoryId }) => categoryId === sport)).toBe(true);
  expect(changes.filter(({ type }) => type === 'category').length).toBe(12);
});

test('drafts and published rows agree, as after a publish in the admin', async () => {
  const [first] = await articles();
  const draft = await newsroom.desk.read('article', first?.id ?? '', first?.locale);
  expect(draft).toMatchObject({ title: first?.title, slug: first?.slug, status: 'published' });
});

test('an editor can change and publish one of them', async () => {
  const [first] = await articles();
  if (!first) throw new Error('nothing was seeded');
  const before = await newsroom.feed.head();
  const answer = await newsroom.desk.publish('article', first.id, first.locale, { title: 'Corrected', slug: first.slug });
  expect(answer.status).toBe(200);
  expect(await newsroom.feed.since(before)).toContain(`article ${first.id} ${first.locale} live`);
});

test('a second run adds nothing, a larger one goes on', async () => {
  const before = await newsroom.feed.head();
  expect(await seedArchive(newsroom.strapi, { articles: 40, seed: 'a' })).toEqual({ before: 40, written: 0, documents: 0 });
  expect(await newsroom.feed.head()).toBe(before);
  expect(await seedArchive(newsroom.strapi, { articles: 45, seed: 'a' })).toEqual({ before: 40, written: 5, documents: 15 });
  expect((await articles()).length).toBe(135);
});

test('the same seed makes the same archive in another newsroom, and the log needs no repair', async () => {
  const mine = await articles();
  // There can be only one Strapi in a process.
  await newsroom.stop();
  newsroom = await openNewsroom();
  await seedArchive(newsroom.strapi, { articles: 45, seed: 'a' });
  const sorted = (documents: typeof mine) =>
    documents
      .filter(({ title }) => title !== 'Corrected')
      .sort((a, b) => (a.id + a.locale < b.id + b.locale ? -1 : 1))
      // The first newsroom had a section of its own under one of the addresses.
      .map((document) => ({ ...document, categoryId: '' }));
  const shared = sorted(mine);
  const ids = new Set(shared.map(({ id, locale }) => `${id}/${locale}`));
  expect(sorted(await articles()).filter(({ id, locale }) => ids.has(`${id}/${locale}`))).toEqual(shared);
  const head = await newsroom.feed.head();
  await newsroom.restart();
  expect(await newsroom.feed.head()).toBe(head);
});
