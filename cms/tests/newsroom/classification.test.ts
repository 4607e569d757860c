import type { Locale } from '@broadsheet/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { connect, newName, newStory, publishedStory, set } from '../support/stories';

let newsroom: Newsroom;
let sections: string[];
let authors: string[];
let tags: string[];

beforeAll(async () => {
  newsroom = await openNewsroom();
  const several = (type: 'category' | 'author' | 'tag') => Promise.all([1, 2, 3].map(() => newName(newsroom.desk, type)));
  sections = await several('category');
  authors = await several('author');
  tags = await several('tag');
});
afterAll(() => newsroom.stop());

const all: Locale[] = ['en', 'ru', 'hy'];

/** Section, authors and tags of every row of a story, by language. */
async function rows(id: string, kind: 'draft' | 'published'): Promise<Record<string, string>> {
  const found: Row[] = await newsroom.strapi.db.query('api::article.article').findMany({
    where: { documentId: id, publishedAt: kind === 'draft' ? null : { $notNull: true } },
    populate: { category: true, authors: true, tags: true },
  });
  const names = new Map([...sections, ...authors, ...tags].map((documentId, index) => [documentId, 'abcdefghi'[index]]));
  return Object.fromEntries(
    found.map(({ locale, category, authors: by, tags: on }) => [
      locale,
      [category ? [category] : [], by, on].map((list) => list.map((one) => names.get(one.documentId) ?? '?').join('')).join('|'),
    ]),
  );
}

interface Row {
  locale: string;
  category: { documentId: string } | null;
  authors: { documentId: string }[];
  tags: { documentId: string }[];
}

const classified = () => ({
  category: set(sections[0] ?? ''),
  authors: connect(authors[1] ?? '', authors[0] ?? ''),
  tags: connect(tags[0] ?? ''),
});

/** The state that the admin shows beside a version: draft, published or modified. */
async function stateOf(id: string, locale: Locale): Promise<unknown> {
  return (await newsroom.desk.read('article', id, locale)).status;
}

test('what is chosen in one language holds in all, in the same order', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, all, classified());
  expect(await rows(id, 'draft')).toEqual({ en: 'a|ed|g', ru: 'a|ed|g', hy: 'a|ed|g' });
  idIn(await desk.save('article', id, { category: set(sections[1] ?? ''), authors: set(authors[2] ?? '', authors[1] ?? '') }, 'ru'));
  expect(await rows(id, 'draft')).toEqual({ en: 'b|fe|g', ru: 'b|fe|g', hy: 'b|fe|g' });
  idIn(await desk.save('article', id, { tags: { connect: [], disconnect: [{ documentId: tags[0] }] } }, 'hy'));
  expect(await rows(id, 'draft')).toEqual({ en: 'b|fe|', ru: 'b|fe|', hy: 'b|fe|' });
});

test.each([
  ['nothing', {}],
  ['empty lists, as the form sends them', { category: connect(), authors: connect(), tags: connect() }],
  ['nulls', { category: null, authors: [], tags: [] }],
])('a new language made with %s takes over and wipes nothing', async (_, fields) => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en'], classified());
  idIn(await desk.save('article', id, { title: 'Новый язык', ...fields }, 'ru'));
  expect(await rows(id, 'draft')).toEqual({ en: 'a|ed|g', ru: 'a|ed|g' });
  expect(await rows(id, 'published')).toEqual({ en: 'a|ed|g' });
});

test('a new language made with another section moves the story, and keeps what it did not name', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, ['en'], classified());
  idIn(await desk.save('article', id, { title: 'Другой раздел', category: connect(sections[2] ?? '') }, 'ru'));
  expect(await rows(id, 'draft')).toEqual({ en: 'c|ed|g', ru: 'c|ed|g' });
});

test('publishing one language moves every published version, and the feed names each that changed', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru'], classified());
  idIn(await desk.save('article', id, { title: 'Ոչ հրապարակված' }, 'hy'));
  idIn(await desk.save('article', id, { category: set(sections[1] ?? '') }, 'en'));
  expect(await rows(id, 'published')).toEqual({ en: 'a|ed|g', ru: 'a|ed|g' });
  const before = await feed.head();
  idIn(await desk.publish('article', id, 'en'));
  expect(await rows(id, 'published')).toEqual({ en: 'b|ed|g', ru: 'b|ed|g' });
  expect((await feed.since(before)).sort()).toEqual([
    `article ${id} en live`,
    `article ${id} ru live`,
    'edition en en live',
    'edition ru ru live',
  ]);
  expect(await feed.document('article', id, 'ru')).toMatchObject({ categoryId: sections[1] });
  const then = await feed.head();
  idIn(await desk.publish('article', id, 'en'));
  expect(await feed.since(then)).toEqual([`article ${id} en live`]);
});

test('copying to a sister version does not make it look edited, nor hide that it is', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru', 'hy'], classified());
  idIn(await desk.save('article', id, { summary: 'Не опубликовано' }, 'ru'));
  idIn(await desk.publish('article', id, 'en', { category: set(sections[2] ?? '') }));
  expect(await stateOf(id, 'hy')).toBe('published');
  expect(await stateOf(id, 'ru')).toBe('modified');
});

test('three languages saved and published at once end equal', async () => {
  const { desk } = newsroom;
  for (let round = 0; round < 5; round += 1) {
    const id = await publishedStory(desk, all, classified());
    const answers = await Promise.all(
      all.map((locale, index) =>
        desk.publish('article', id, locale, { category: set(sections[index] ?? ''), tags: set(tags[index] ?? '') }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    for (const kind of ['draft', 'published'] as const) expect(new Set(Object.values(await rows(id, kind))).size).toBe(1);
    const saves = await Promise.all(all.map((locale, index) => desk.save('article', id, { authors: set(authors[index] ?? '') }, locale)));
    expect(saves.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(new Set(Object.values(await rows(id, 'draft'))).size).toBe(1);
  }
});

test('going back to the published text goes back in all languages', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru'], classified());
  idIn(await desk.save('article', id, { title: 'Draft', category: set(sections[1] ?? '') }, 'en'));
  expect((await desk.discard('article', id, 'en')).status).toBe(200);
  expect(await rows(id, 'draft')).toEqual({ en: 'a|ed|g', ru: 'a|ed|g' });
});

test('a draft that was never published is not thrown away by going back', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en'], classified());
  idIn(await desk.save('article', id, { title: 'Только черновик' }, 'ru'));
  // The admin does not offer it; a script of the newsroom could.
  const articles = newsroom.strapi.documents('api::article.article');
  await expect(articles.discardDraft({ documentId: id, locale: 'ru' })).rejects.toThrow(
    'The Russian version of this story is not published',
  );
  expect(await desk.read('article', id, 'ru')).toMatchObject({ title: 'Только черновик' });
});

test('deleting one language leaves the others as they are', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, all, classified());
  expect((await desk.delete('article', id, 'ru')).status).toBe(200);
  expect(await rows(id, 'draft')).toEqual({ en: 'a|ed|g', hy: 'a|ed|g' });
  expect(await rows(id, 'published')).toEqual({ en: 'a|ed|g', hy: 'a|ed|g' });
});

test('a duplicate has the same classification and an address of its own', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en'], { title: 'Twice told', ...classified() });
  const form = await desk.read('article', id, 'en');
  const copy = idIn(
    await desk.duplicate(
      'article',
      id,
      { title: form.title, slug: form.slug, category: connect(), authors: connect(), tags: connect() },
      'en',
    ),
  );
  expect(await rows(copy, 'draft')).toEqual({ en: 'a|ed|g' });
  expect(await desk.read('article', copy, 'en')).toMatchObject({ slug: 'twice-told-2', publicationDate: null });
});

test('stories of two languages published in bulk keep their sisters equal', async () => {
  const { desk } = newsroom;
  const ids = await Promise.all([1, 2].map(() => publishedStory(desk, ['en', 'ru'], classified())));
  for (const id of ids) idIn(await desk.save('article', id, { category: set(sections[2] ?? '') }, 'ru'));
  expect((await desk.bulkPublish('article', ids, 'ru')).status).toBe(200);
  for (const id of ids) expect(await rows(id, 'published')).toEqual({ en: 'c|ed|g', ru: 'c|ed|g' });
});

test('a section that lacks the name of a published sister language is refused', async () => {
  const { desk } = newsroom;
  const half = idIn(await desk.create('category', { nameEn: 'Half named' }));
  const id = await publishedStory(desk, ['en', 'ru'], classified());
  const answer = await desk.publish('article', id, 'en', { category: set(half) });
  expect(answer.status).toBe(400);
  expect(answer.sentence).toContain('The section “Half named” has no Russian name and address.');
  expect(await rows(id, 'published')).toEqual({ en: 'a|ed|g', ru: 'a|ed|g' });
});
