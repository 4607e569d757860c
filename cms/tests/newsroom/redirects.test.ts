import type { Locale, RedirectDocument } from '@broadsheet/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { newName, newStory, publishedStory, unique } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

/** Where every old address leads, as the feed tells it. */
async function redirects(): Promise<Record<string, RedirectDocument['to']>> {
  const { changes } = await newsroom.feed.read();
  return Object.fromEntries(
    changes.flatMap((change) =>
      change.type === 'redirect' && change.state === 'live' ? [[change.document.from, change.document.to]] : [],
    ),
  );
}

const article = (id: string, locale: Locale = 'en') => ({ kind: 'article', id, locale });
const april = { publicationDate: '2026-04-10T08:00:00.000Z' };

test('a story whose address changes is found at its old one, in its own language', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru'], { slug: 'old-name', ...april });
  idIn(await desk.publish('article', id, 'ru', { slug: 'staroe', publicationDate: '2026-04-10T08:00:00.000Z' }));
  const before = await feed.head();
  idIn(await desk.save('article', id, { slug: 'new-name' }, 'en'));
  expect(await feed.since(before)).toEqual([]);
  idIn(await desk.publish('article', id, 'en'));
  idIn(await desk.publish('article', id, 'ru', { slug: 'novoe' }));
  const found = await redirects();
  expect(found['/2026/04/old-name/']).toEqual(article(id));
  expect(found['/ru/2026/04/staroe/']).toEqual(article(id, 'ru'));
  expect((await feed.read(`?after=${before}`)).changes.filter((change) => change.type === 'redirect')).toHaveLength(2);
});

test('a date that leaves the month in the newsroom’s zone moves the address; one that stays does not', async () => {
  const { desk } = newsroom;
  // 20:30 UTC on the last of March is half past midnight in Yerevan, in April.
  const id = await publishedStory(desk, ['en'], { slug: 'at-midnight', publicationDate: '2026-03-31T20:30:00.000Z' });
  idIn(await desk.publish('article', id, 'en', { publicationDate: '2026-04-02T08:00:00.000Z' }));
  expect(await redirects()).not.toHaveProperty(['/2026/03/at-midnight/']);
  expect(await redirects()).not.toHaveProperty(['/2026/04/at-midnight/']);
  idIn(await desk.publish('article', id, 'en', { publicationDate: '2026-05-02T08:00:00.000Z' }));
  expect((await redirects())['/2026/04/at-midnight/']).toEqual(article(id));
});

test('an address that changes twice, and back, leads to the story each time', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en'], { slug: 'first', ...april });
  for (const slug of ['second', 'third', 'first']) idIn(await desk.publish('article', id, 'en', { slug }));
  const found = await redirects();
  expect(found['/2026/04/second/']).toEqual(article(id));
  expect(found['/2026/04/third/']).toEqual(article(id));
});

test('an old address that another story takes and leaves leads to that one', async () => {
  const { desk } = newsroom;
  const first = await publishedStory(desk, ['en'], { slug: 'wanted', ...april });
  idIn(await desk.publish('article', first, 'en', { slug: 'wanted-no-more' }));
  const second = await publishedStory(desk, ['en'], { slug: 'wanted', ...april });
  idIn(await desk.publish('article', second, 'en', { slug: 'left-again' }));
  const found = await redirects();
  expect(found['/2026/04/wanted/']).toEqual(article(second));
  expect(await newsroom.strapi.db.query('api::redirect.redirect').count({ where: { from: '/2026/04/wanted/' } })).toBe(1);
});

test('pages, sections, authors and tags leave their old roots behind, each in its language', async () => {
  const { desk } = newsroom;
  const page = idIn(await desk.create('page', { title: 'Us', slug: 'us' }, 'hy'));
  idIn(await desk.publish('page', page, 'hy'));
  idIn(await desk.publish('page', page, 'hy', { slug: 'about-us' }));
  expect((await redirects())['/hy/us/']).toEqual({ kind: 'page', id: page, locale: 'hy' });
  const roots = { category: '/ru/staryj/', author: '/ru/authors/staryj/', tag: '/ru/tags/staryj/' };
  for (const [type, root] of Object.entries(roots)) {
    const id = idIn(await desk.create(type, { nameEn: unique('Kept'), nameRu: 'Старый', slugRu: 'staryj' }));
    idIn(await desk.save(type, id, { slugRu: 'novyj' }));
    expect((await redirects())[root]).toEqual({ kind: type, id, locale: 'ru' });
  }
});

test('a draft that was never published leaves nothing behind', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, ['en'], { slug: 'never-seen', ...april });
  idIn(await desk.save('article', id, { slug: 'still-not-seen' }, 'en'));
  idIn(await desk.publish('article', id, 'en'));
  expect(await redirects()).not.toHaveProperty(['/2026/04/never-seen/']);
});

test.each(['unpublish', 'delete'] as const)(
  'a story withdrawn by %s leads to its successor, and so does all that led to it',
  async (how) => {
    const { desk } = newsroom;
    const successor = await publishedStory(desk, ['en'], april);
    const slug = `gone-by-${how}`;
    const id = await publishedStory(desk, ['en'], { slug: `${slug}-before`, ...april });
    idIn(await desk.publish('article', id, 'en', { slug }));
    idIn(await desk.save('article', id, { successor: { connect: [{ documentId: successor, locale: 'en' }] } }, 'en'));
    expect((await desk[how]('article', id, 'en')).status).toBe(200);
    const found = await redirects();
    expect(found[`/2026/04/${slug}/`]).toEqual(article(successor));
    expect(found[`/2026/04/${slug}-before/`]).toEqual(article(successor));
  },
);

test('a story withdrawn without a successor leads nowhere new', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en'], { slug: 'just-gone', ...april });
  const before = await feed.head();
  expect((await desk.unpublish('article', id, 'en')).status).toBe(200);
  expect(await feed.since(before)).toEqual([`article ${id} en gone`, 'edition en en live']);
});

test('another time zone moves the stories near the end of a month, thousands at once', async () => {
  const { desk, strapi, feed } = newsroom;
  const id = await publishedStory(desk, ['en'], { slug: 'night', publicationDate: '2025-12-31T21:00:00.000Z' });
  const stays = await publishedStory(desk, ['en'], { slug: 'day', publicationDate: '2025-12-15T12:00:00.000Z' });
  const [row] = await strapi.db.connection('articles').where({ document_id: id }).whereNotNull('published_at');
  const copy = { ...row };
  delete copy.id;
  const many = Array.from({ length: 6000 }, (__, index) => ({ ...copy, document_id: `bulk${index}`, slug: `night-${index}` }));
  for (let start = 0; start < many.length; start += 100) await strapi.db.connection('articles').insert(many.slice(start, start + 100));
  const before = await feed.head();
  expect((await desk.saveSettings({ timeZone: 'Europe/London' })).status).toBe(200);
  const { changes } = await feed.read(`?after=${before}`);
  expect(changes.filter((change) => change.type === 'redirect')).toHaveLength(6001);
  const found = await redirects();
  expect(found['/2026/01/night/']).toEqual(article(id));
  expect(found['/2026/01/night-5999/']).toEqual(article('bulk5999'));
  expect(Object.values(found)).not.toContainEqual(article(stays));
});

test('an editor’s own redirect goes anywhere on the site or to https, and not to itself', async () => {
  const { desk, feed } = newsroom;
  const before = await feed.head();
  const id = idIn(await desk.create('redirect', { from: '/old/', to: 'https://example.com/x' }));
  expect((await redirects())['/old/']).toEqual({ kind: 'address', url: 'https://example.com/x' });
  idIn(await desk.save('redirect', id, { to: '/new/' }));
  expect((await redirects())['/old/']).toEqual({ kind: 'address', url: '/new/' });
  const other = idIn(await desk.create('redirect', { from: '/new/', to: '/newest/' }));
  for (const [fields, words] of [
    [{ from: 'old', to: '/' }, 'is not an old address'],
    [{ from: '/a b/', to: '/' }, 'is not an old address'],
    [{ from: '/', to: '/a/' }, 'is not an old address'],
    [{ from: '/x/', to: 'http://example.com/' }, 'https://'],
    [{ from: '/x/', to: '' }, 'Say where'],
    [{ from: '/x/', to: '/x/' }, 'lead to itself'],
    [{ from: '/newest/', to: '/old/' }, 'lead to itself'],
    [{ from: '/old/', to: '/y/' }, 'already'],
  ] as const) {
    expect(await desk.create('redirect', fields)).toMatchObject({ status: 400, sentence: expect.stringContaining(words) });
  }
  expect((await desk.delete('redirect', other)).status).toBe(200);
  expect(await feed.since(before)).toEqual([`redirect ${id} live`, `redirect ${other} gone`]);
});

test('an old address is saved the one way the site knows, and not where the site itself stands', async () => {
  const { desk, feed } = newsroom;
  const before = await feed.head();
  const id = idIn(await desk.create('redirect', { from: ' /stood/here ', to: '/there/' }));
  expect(await redirects()).toMatchObject({ '/stood/here/': { kind: 'address', url: '/there/' } });
  expect(await desk.read('redirect', id)).toMatchObject({ from: '/stood/here/' });
  for (const [fields, words] of [
    [{ from: '/stood/here', to: '/y/' }, 'already'],
    [{ from: '/there', to: '/stood/here' }, 'lead to itself'],
    [{ from: '/stood/index.html', to: '/y/' }, 'without index.html'],
    [{ from: '/ru/search', to: '/y/' }, 'always stands there'],
    [{ from: '/redirects.map', to: '/y/' }, 'always stands there'],
    [{ from: '/uploads/a.png', to: '/y/' }, 'its own files and services'],
    [{ from: `/${'a'.repeat(201)}/`, to: '/y/' }, 'more than 200 characters'],
    [{ from: '/z', to: '/z/' }, 'lead to itself'],
  ] as const) {
    expect(await desk.create('redirect', fields)).toMatchObject({ status: 400, sentence: expect.stringContaining(words) });
  }
  expect(await desk.save('redirect', id, { from: '/admin' })).toMatchObject({ status: 400 });
  expect(await feed.since(before)).toEqual([`redirect ${id} live`]);
});

test('an editor may send a redirect that wrote itself elsewhere', async () => {
  const { desk, strapi } = newsroom;
  const name = await newName(desk, 'tag', 'Moved tag');
  idIn(await desk.save('tag', name, { slugEn: 'moved-once' }));
  const { documentId } = await strapi.db.query('api::redirect.redirect').findOne({ where: { from: '/tags/moved-tag/' } });
  idIn(await desk.save('redirect', documentId, { to: '/elsewhere/' }));
  expect((await redirects())['/tags/moved-tag/']).toEqual({ kind: 'address', url: '/elsewhere/' });
});
