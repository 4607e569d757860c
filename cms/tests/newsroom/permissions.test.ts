import { afterAll, beforeAll, expect, test } from 'vitest';

import { Desk, idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { readToken } from '../support/settings';
import { connect, newName, newStory, publishedStory } from '../support/stories';

let newsroom: Newsroom;
let author: Desk;
let editor: Desk;
let chief: Desk;

beforeAll(async () => {
  newsroom = await openNewsroom();
  author = await deskOf('broadsheet-author');
  editor = await deskOf('broadsheet-editor');
  chief = await deskOf('broadsheet-chief-editor');
});
afterAll(() => newsroom.stop());

async function deskOf(code: string): Promise<Desk> {
  const login = { email: `${code}@example.com`, password: 'Aa1-for-tests-only' };
  const role = await newsroom.strapi.db.query('admin::role').findOne({ where: { code } });
  await newsroom.strapi.service('admin::user').create({ ...login, firstname: code, isActive: true, roles: [role.id] });
  return Desk.open(newsroom.url, login);
}

test('the feed is for the read token alone', async () => {
  const status = async (headers: Record<string, string>) => (await fetch(`${newsroom.url}/api/changes`, { headers })).status;
  expect(await status({})).toBe(401);
  expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await status({ authorization: `Bearer ${readToken}` })).toBe(200);
});

test.each([
  '/api/articles?status=draft',
  '/api/articles',
  '/api/site-setting',
  '/api/upload/files',
  '/api/users',
  '/api/users-permissions/roles',
  '/api/i18n/locales',
  '/api/auth/local/register',
  '/content-manager/collection-types/api::article.article',
  '/admin/users',
])('neither the read token nor the public reads %s', async (path) => {
  await newStory(newsroom.desk, ['en'], { title: 'A secret draft' });
  for (const headers of [{}, { authorization: `Bearer ${readToken}` }]) {
    const response = await fetch(`${newsroom.url}${path}`, { headers });
    expect([401, 403, 404, 405]).toContain(response.status);
    expect(await response.text()).not.toContain('secret draft');
  }
});

test('a draft is in no line of the feed, not that of a published story or page either', async () => {
  const { desk } = newsroom;
  await newStory(desk, ['en', 'ru', 'hy'], { title: 'A secret draft' });
  const story = await publishedStory(desk, ['en']);
  await desk.save('article', story, { title: 'A secret draft' }, 'en');
  const page = idIn(await desk.create('page', { title: 'Contacts', body: 'Text.' }, 'en'));
  await desk.publish('page', page, 'en');
  await desk.save('page', page, { title: 'A secret draft' }, 'en');
  expect(await (await newsroom.feed.request('')).text()).not.toContain('secret draft');
});

test('an author writes drafts in every language and cannot publish, delete, or change what others wrote', async () => {
  const category = await newName(newsroom.desk, 'category');
  const own = idIn(await author.create('article', { title: 'Mine', category: connect(category) }, 'en'));
  for (const locale of ['ru', 'hy'] as const)
    expect((await author.save('article', own, { title: `Моё ${locale}` }, locale)).status).toBe(200);
  expect(await author.read('article', own, 'ru')).toMatchObject({ title: 'Моё ru' });
  expect((await author.publish('article', own, 'en')).status).toBe(403);
  expect((await author.delete('article', own, 'en')).status).toBe(403);
  const other = await newStory(newsroom.desk, ['en']);
  expect((await author.save('article', other, { title: 'Taken' }, 'en')).status).toBe(403);
  expect((await author.create('category', { nameEn: 'No' })).status).toBe(403);
  expect((await author.saveSettings({ nameEn: 'No' })).status).toBe(403);
});

test('an editor publishes, and keeps away from sections, settings and deleting', async () => {
  const id = await newStory(newsroom.desk, ['en', 'ru']);
  expect((await editor.publish('article', id, 'en')).status).toBe(200);
  expect((await editor.publish('article', id, 'ru')).status).toBe(200);
  expect((await editor.unpublish('article', id, 'ru')).status).toBe(200);
  expect((await editor.create('author', { nameEn: 'New author' })).status).toBe(201);
  expect((await editor.create('category', { nameEn: 'No' })).status).toBe(403);
  expect((await editor.saveSettings({ nameEn: 'No' })).status).toBe(403);
  expect((await editor.create('redirect', { from: '/no/', to: '/' })).status).toBe(403);
  expect((await editor.delete('article', id, 'en')).status).toBe(403);
});

test('a chief editor does all that, and not what is the admin’s', async () => {
  const id = await publishedStory(newsroom.desk, ['en']);
  expect((await chief.create('category', { nameEn: 'Chief’s' })).status).toBe(201);
  expect((await chief.saveSettings({ nameEn: 'The Paper' })).status).toBe(200);
  expect((await chief.create('redirect', { from: '/chief/', to: '/' })).status).toBe(201);
  expect((await chief.delete('article', id, '*')).status).toBe(200);
  expect((await chief.request('GET', '/admin/users')).status).toBe(403);
  expect((await chief.request('GET', '/admin/api-tokens')).status).toBe(403);
});

test('the log and the views are in nobody’s content', async () => {
  const { body } = await newsroom.desk.request('GET', '/content-manager/content-types');
  const shown = JSON.parse(JSON.stringify(body)).data.filter((type: { isDisplayed: boolean }) => type.isDisplayed);
  const uids = shown.map((type: { uid: string }) => type.uid);
  expect(uids).toContain('api::article.article');
  expect(uids).not.toContain('api::change.change');
  expect(uids).not.toContain('api::view.view');
});
