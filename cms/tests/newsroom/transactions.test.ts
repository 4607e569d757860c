import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { startSecondCms } from '../support/second-cms';
import { newStory, publishedStory } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

/** Makes the next write of a story fail after everything was done. */
function failOnce(sentence: string): void {
  let armed = true;
  newsroom.strapi.db.lifecycles.subscribe({
    models: ['api::article.article'],
    afterCreate({ result }) {
      if (!armed || !result.publishedAt) return;
      armed = false;
      throw new Error(sentence);
    },
  });
}

test('a publish that fails leaves nothing: no log row, no published row, no date, no redirect', async () => {
  const { desk, feed, strapi } = newsroom;
  const id = await newStory(desk, ['en']);
  const before = await feed.head();
  failOnce('the disk is full');
  expect((await desk.publish('article', id, 'en', { title: 'Half' })).status).toBe(500);
  expect(await feed.since(before)).toEqual([]);
  expect(await strapi.db.query('api::article.article').count({ where: { documentId: id, publishedAt: { $notNull: true } } })).toBe(0);
  expect(await desk.read('article', id, 'en')).toMatchObject({ publicationDate: null });
  idIn(await desk.publish('article', id, 'en'));
  expect(await feed.since(before)).toEqual([`article ${id} en live`]);
});

test('a re-publish that fails keeps the published story and its address', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en'], { slug: 'kept' });
  const [before, document] = [await feed.head(), await feed.document('article', id, 'en')];
  failOnce('the disk is full');
  expect((await desk.publish('article', id, 'en', { slug: 'not-kept' })).status).toBe(500);
  expect(await feed.since(before)).toEqual([]);
  expect(await feed.document('article', id, 'en')).toEqual(document);
});

test('when one of several cannot be published, none is', async () => {
  const { desk, feed } = newsroom;
  const whole = await newStory(desk, ['en']);
  const bare = idIn(await desk.create('article', { title: 'No section' }, 'en'));
  const before = await feed.head();
  const answer = await desk.bulkPublish('article', [whole, bare], 'en');
  expect(answer).toMatchObject({ status: 400, sentence: expect.stringContaining('no section') });
  expect(await feed.since(before)).toEqual([]);
  expect(await desk.read('article', whole, 'en')).toMatchObject({ status: 'draft' });
});

test('whoever follows the feed misses none of the stories published meanwhile by many', async () => {
  const { desk, feed } = newsroom;
  const ids = await Promise.all(Array.from({ length: 24 }, () => newStory(desk, ['en'])));
  const seen = follow(ids.length, await feed.head());
  const answers = await Promise.all(ids.map((id) => desk.publish('article', id, 'en')));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect((await seen).sort()).toEqual([...ids].sort());
});

test.runIf(process.env.TEST_DATABASE === 'postgres')(
  'two processes on one database give cursors in the order of their commits',
  async () => {
    const second = await startSecondCms(newsroom.settings);
    try {
      const ids = await Promise.all(Array.from({ length: 30 }, () => newStory(newsroom.desk, ['en'])));
      const seen = follow(ids.length, await newsroom.feed.head());
      const answers = await Promise.all(ids.map((id, index) => (index % 2 ? newsroom.desk : second.desk).publish('article', id, 'en')));
      expect(answers.map((answer) => answer.status)).toEqual(ids.map(() => 200));
      expect((await seen).sort()).toEqual([...ids].sort());
      // A commit of the other process alone wakes who waits here.
      const after = await newsroom.feed.head();
      const answer = newsroom.feed.read(`?after=${after}&wait=60`);
      const tag = idIn(await second.desk.create('tag', { nameEn: 'From the other' }));
      expect((await answer).changes).toMatchObject([{ type: 'tag', id: tag }]);
    } finally {
      await second.stop();
    }
  },
);

/** Reads on from cursor to cursor, as the publisher does, until it has seen so many stories. */
async function follow(count: number, from: number): Promise<string[]> {
  const seen = new Set<string>();
  for (let after = from; seen.size < count;) {
    const { changes, end } = await newsroom.feed.read(`?after=${after}&wait=30`);
    if (end === after) throw new Error(`nothing came for half a minute; ${seen.size} of ${count} stories seen`);
    for (const change of changes) if (change.type === 'article') seen.add(change.id);
    after = end;
  }
  return [...seen];
}
