import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { tinyPicture } from '../support/pictures';
import { connect, newName, newStory, publishedStory, set, unique } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

const refused = (words: string) => ({ status: 400, sentence: expect.stringContaining(words) });

test.each([
  ['en', 'Don’t stop: NATO & AI', 'dont-stop-nato-and-ai'],
  ['ru', 'Щука, объезд & Юлия', 'shchuka-obyezd-i-yuliya'],
  ['hy', 'Երևանում բացվեց նոր կամուրջ', 'yerevanum-batsvets-nor-kamurj'],
] as const)('an address is made from the %s title', async (locale, title, slug) => {
  const id = await newStory(newsroom.desk, [locale], { title });
  expect(await newsroom.desk.read('article', id, locale)).toMatchObject({ slug });
});

test('the admin’s “regenerate” suggests the same', async () => {
  const ask = async (contentTypeUID: string, field: string, data: object, locale: string) =>
    (await newsroom.desk.request('POST', `/content-manager/uid/generate?locale=${locale}`, { contentTypeUID, field, data })).body;
  expect(await ask('api::article.article', 'slug', { title: 'Նորություններ' }, 'hy')).toEqual({ data: 'norutyunner' });
  expect(await ask('api::author.author', 'slugHy', { nameHy: 'Ոստիկան' }, 'en')).toEqual({ data: 'vostikan' });
});

test('a second story of the same title gets a number; the same address in another language is free', async () => {
  const { desk } = newsroom;
  const title = unique('Same title');
  const first = await newStory(desk, ['en'], { title });
  const second = await newStory(desk, ['en'], { title });
  const slug = String((await desk.read('article', first, 'en')).slug);
  expect(await desk.read('article', second, 'en')).toMatchObject({ slug: `${slug}-2` });
  idIn(await desk.save('article', second, { title: 'Р', slug }, 'ru'));
  expect(await desk.read('article', second, 'ru')).toMatchObject({ slug });
});

test('an address that another draft or published story has is refused on save, and nothing of the form is kept', async () => {
  const { desk } = newsroom;
  const owner = await publishedStory(desk, ['en'], { title: 'The owner', slug: 'owned' });
  const other = await newStory(desk, ['en'], { title: 'Another' });
  const answer = await desk.save('article', other, { title: 'Changed', slug: 'owned' }, 'en');
  expect(answer).toMatchObject(refused('“owned” (English) already belongs to the story “The owner”'));
  expect(await desk.read('article', other, 'en')).toMatchObject({ title: 'Another', slug: 'another' });
  // The draft has moved on, readers still find it at its old address.
  idIn(await desk.save('article', owner, { slug: 'moved-on' }, 'en'));
  expect(await desk.save('article', other, { slug: 'owned' }, 'en')).toMatchObject(refused('already belongs to'));
});

test('the database guards an address that is written past the check', async () => {
  const { strapi } = newsroom;
  const id = await newStory(newsroom.desk, ['en'], { title: 'Guarded' });
  const row = (documentId: string) => ({ document_id: documentId, title: 'x', slug: 'guarded', locale: 'en' });
  await expect(strapi.db.connection('articles').insert(row('other'))).rejects.toThrow(/unique/i);
  await strapi.db.connection('articles').where({ document_id: id }).update({ title: 'Still there' });
});

test.each(['search', 'ru', 'tags', '2024'])('the word “%s” is the site’s own', async (slug) => {
  expect(await newsroom.desk.create('page', { title: 'Page', slug }, 'en')).toMatchObject(refused('uses the address'));
  expect(await newsroom.desk.create('category', { nameEn: 'Section', slugEn: slug })).toMatchObject(refused('uses the address'));
});

test.each(['Upper', 'two--hyphens', 'ёж', 'a/b', 'x'.repeat(121)])('“%s” is not an address', async (slug) => {
  expect((await newsroom.desk.create('article', { title: 'T', slug }, 'en')).status).toBe(400);
});

test('sections and pages share one name space in each language', async () => {
  const { desk } = newsroom;
  idIn(await desk.create('category', { nameEn: 'Common', nameRu: 'Общее', slugRu: 'obshchee' }));
  expect(await desk.create('page', { title: 'P', slug: 'common' }, 'en')).toMatchObject(refused('belongs to the section “Common”'));
  idIn(await desk.create('page', { title: 'P', slug: 'common' }, 'ru'));
  idIn(await desk.create('page', { title: 'About us', slug: 'about' }, 'en'));
  expect(await desk.create('category', { nameEn: 'About', slugEn: 'about' })).toMatchObject(refused('belongs to the page “About us”'));
  const made = idIn(await desk.create('category', { nameEn: 'About' }));
  expect(await desk.read('category', made)).toMatchObject({ slugEn: 'about-2' });
});

test('empty addresses of names are no addresses, and a name needs a language', async () => {
  const { desk } = newsroom;
  const [first, second] = [
    idIn(await desk.create('tag', { nameEn: unique('Tag'), nameRu: '', slugRu: '' })),
    idIn(await desk.create('tag', { nameEn: unique('Tag'), nameRu: '', slugRu: '' })),
  ];
  expect(await desk.read('tag', first)).toMatchObject({ slugRu: null, nameRu: null });
  expect(first).not.toBe(second);
  expect(await desk.create('tag', { nameEn: '  ' })).toMatchObject(refused('has no name'));
  expect(await desk.create('tag', { nameEn: '🎉' })).toMatchObject(refused('No address could be made'));
});

test('a story without a title or section is not published, and says so', async () => {
  const { desk, feed } = newsroom;
  const bare = idIn(await desk.create('article', { title: '' }, 'ru'));
  expect(await desk.publish('article', bare, 'ru')).toMatchObject(refused('has no Russian title'));
  const title = idIn(await desk.create('article', { title: 'Title' }, 'en'));
  expect(await desk.publish('article', title, 'en')).toMatchObject(refused('has no section'));
  const signs = await newStory(desk, ['en'], { title: '🎉🎉' });
  expect(await desk.publish('article', signs, 'en')).toMatchObject(refused('No address could be made'));
  idIn(await desk.publish('article', signs, 'en', { slug: 'party' }));
  expect(await feed.document('article', signs, 'en')).toMatchObject({ title: '🎉🎉', slug: 'party' });
});

test('a cover needs its alternative text and its credit', async () => {
  const { desk } = newsroom;
  const [file] = JSON.parse(JSON.stringify((await desk.upload('cover.png', await tinyPicture(), 'image/png')).body));
  const id = await newStory(desk, ['en'], { cover: file.id });
  const answer = await desk.publish('article', id, 'en');
  expect(answer).toMatchObject(refused('no alternative text'));
  expect(answer.sentence).toContain('no credit');
  idIn(await desk.publish('article', id, 'en', { coverAlt: 'A bridge', coverCredit: 'Photo: A. Author' }));
});

test.each([
  ['category', 'section'],
  ['authors', 'author'],
  ['tags', 'tag'],
])('a story whose %s lack a name in its language is not published', async (field, noun) => {
  const { desk } = newsroom;
  const type = noun === 'section' ? 'category' : noun === 'author' ? 'author' : 'tag';
  const only = idIn(await desk.create(type, { nameRu: unique('Только русский') }));
  const id = await newStory(desk, ['en'], { [field]: connect(only) });
  expect(await desk.publish('article', id, 'en')).toMatchObject(refused(`The ${noun} “Только русский`));
  idIn(await desk.save(type, only, { nameEn: unique('English too') }));
  idIn(await desk.publish('article', id, 'en'));
});

test.each(['category', 'author', 'tag'] as const)('a %s in use is neither deleted nor emptied', async (type) => {
  const { desk, feed } = newsroom;
  const name = await newName(desk, type);
  const field = { category: 'category', author: 'authors', tag: 'tags' }[type];
  const id = await publishedStory(desk, ['en', 'ru'], { [field]: set(name) });
  const before = await feed.head();
  expect(await desk.delete(type, name)).toMatchObject(refused('1 story has this'));
  expect(await desk.save(type, name, { nameRu: '' })).toMatchObject(refused('1 story published in Russian'));
  expect(await feed.since(before)).toEqual([]);
  idIn(await desk.save(type, name, { nameHy: '' }));
  expect(await feed.document(type, name)).not.toHaveProperty('name.hy');
  expect((await desk.delete('article', id, '*')).status).toBe(200);
  expect((await desk.delete(type, name)).status).toBe(200);
});

test('settings take https links and a real time zone only', async () => {
  const { desk } = newsroom;
  expect(await desk.saveSettings({ socialLinks: [{ platform: 'x', url: 'http://x.com/a' }] })).toMatchObject(
    refused('begins with https://'),
  );
  expect(await desk.saveSettings({ promo: { titleEn: 'T', url: 'javascript:alert(1)' } })).toMatchObject(refused('begins with https://'));
  expect(await desk.saveSettings({ breakingBanner: { textEn: 'T', url: 'http://a.b' } })).toMatchObject(
    refused('must begin with https://'),
  );
  expect(await desk.saveSettings({ timeZone: 'Mars/Olympus' })).toMatchObject(refused('“Mars/Olympus” is not a time zone'));
  expect(await desk.request('DELETE', '/content-manager/single-types/api::site-setting.site-setting')).toMatchObject(
    refused('cannot be deleted'),
  );
});

test('a text of 5 MB is refused with a sentence, and the draft before it stays', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, ['en'], { body: 'short' });
  const answer = await desk.save('article', id, { body: 'x'.repeat(5 * 1024 * 1024) }, 'en');
  expect(answer).toMatchObject(refused('5.0 MB long; at most 1 MB'));
  expect(await desk.read('article', id, 'en')).toMatchObject({ body: 'short' });
  const huge = await desk.save('article', id, { body: 'x'.repeat(17 * 1024 * 1024) }, 'en');
  expect(huge.status).toBe(413);
  expect(huge.sentence).toContain('at most 16 MB');
});

test('the publication date is set once for each language, can be edited, and stays', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru']);
  const date = async (locale: 'en' | 'ru') => (await feed.document('article', id, locale))?.publicationDate;
  const [english, russian] = [await date('en'), await date('ru')];
  idIn(await desk.publish('article', id, 'en', { title: 'Again' }));
  expect(await date('en')).toBe(english);
  idIn(await desk.publish('article', id, 'en', { publicationDate: '2019-05-06T07:08:00.000Z' }));
  expect(await date('en')).toBe('2019-05-06T07:08:00.000Z');
  expect(await date('ru')).toBe(russian);
  idIn(await desk.publish('article', id, 'en', { title: 'Once more' }));
  expect(await date('en')).toBe('2019-05-06T07:08:00.000Z');
});

test('a story cannot be its own successor', async () => {
  const id = await newStory(newsroom.desk, ['en']);
  const answer = await newsroom.desk.save('article', id, { successor: { connect: [{ documentId: id, locale: 'en' }] } }, 'en');
  expect(answer).toMatchObject(refused('its own successor'));
});

test('what was typed in a new language is kept as a draft when it is refused', async () => {
  const { desk } = newsroom;
  const nameless = idIn(await desk.create('author', { nameEn: unique('Nameless') }));
  const story = await newStory(desk, ['en'], { title: 'Only in English' });
  const typed = { title: 'Только набрано', body: 'Много слов.', slug: 'search' };
  expect(await desk.save('article', story, typed, 'ru')).toMatchObject(refused('search'));
  expect(await desk.read('article', story, 'ru')).toMatchObject({ title: typed.title, body: typed.body, slug: 'tolko-nabrano' });
  expect((await desk.publish('article', story, 'hy', { title: 'Հազիվ գրված', body: 'Շատ բառեր։', slug: '2024' })).status).toBe(400);
  expect(await desk.read('article', story, 'hy')).toMatchObject({ title: 'Հազիվ գրված', body: 'Շատ բառեր։' });
  // An author without an Armenian name: it may be saved, but not published.
  const byNobody = await newStory(desk, ['en'], { title: 'By nobody', authors: connect(nameless) });
  expect((await desk.publish('article', byNobody, 'hy', { title: 'Պահված', body: 'Մնում է։' })).status).toBe(400);
  expect(await desk.read('article', byNobody, 'hy')).toMatchObject({ title: 'Պահված', body: 'Մնում է։' });
  // In a language that is saved already, the form keeps it, and the draft stays as it was.
  expect(await desk.save('article', story, { title: 'Другое', slug: 'search' }, 'ru')).toMatchObject(refused('search'));
  expect(await desk.read('article', story, 'ru')).toMatchObject({ title: typed.title });
});
