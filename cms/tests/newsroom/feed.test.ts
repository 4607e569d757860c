import { afterAll, beforeAll, expect, test } from 'vitest';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { connect, newName, newStory, publishedStory, set } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

/** What `work` changed for readers. */
async function changed(work: () => Promise<unknown>): Promise<string[]> {
  const before = await newsroom.feed.head();
  await work();
  return newsroom.feed.since(before);
}

test('a story comes with all that the site shows, when it is published and not before', async () => {
  const { desk, feed } = newsroom;
  const category = await newName(desk, 'category');
  const [first, second] = [await newName(desk, 'author'), await newName(desk, 'author')];
  const tag = await newName(desk, 'tag');
  const other = await publishedStory(desk, ['ru']);
  let id = '';
  const drafted = await changed(async () => {
    id = await newStory(desk, ['ru'], {
      title: 'Мост открыт',
      summary: 'Коротко',
      body: '# Текст <script>alert(1)</script> 🎉 שלום',
      category: connect(category),
      authors: connect(second, first),
      tags: connect(tag),
      related: { connect: [{ documentId: other, locale: 'ru' }], disconnect: [] },
      lead: true,
      seoTitle: 'Мост',
    });
  });
  expect(drafted).toEqual([]);
  expect(await changed(() => desk.publish('article', id, 'ru'))).toEqual([`article ${id} ru live`]);
  expect(await feed.document('article', id, 'ru')).toEqual({
    id,
    locale: 'ru',
    title: 'Мост открыт',
    slug: 'most-otkryt',
    summary: 'Коротко',
    body: '# Текст <script>alert(1)</script> 🎉 שלום',
    cover: null,
    categoryId: category,
    authorIds: [second, first],
    tagIds: [tag],
    publicationDate: expect.stringMatching(/^20\d\d-.*Z$/),
    updateDate: null,
    updateNote: '',
    lead: true,
    breaking: false,
    relatedIds: [other],
    seo: { title: 'Мост', description: '', imageId: null },
  });
});

test('saving a published story changes nothing for readers until it is published again', async () => {
  const { desk, feed } = newsroom;
  const id = await publishedStory(desk, ['en']);
  const before = await feed.document('article', id, 'en');
  expect(await changed(() => desk.save('article', id, { summary: 'New' }, 'en'))).toEqual([]);
  expect(await feed.document('article', id, 'en')).toEqual(before);
  expect(await changed(() => desk.publish('article', id, 'en'))).toEqual([`article ${id} en live`]);
  expect(await feed.document('article', id, 'en')).toMatchObject({ summary: 'New', publicationDate: before?.publicationDate });
});

test('each language version is published, withdrawn and deleted by itself', async () => {
  const { desk } = newsroom;
  const id = await publishedStory(desk, ['en', 'ru', 'hy']);
  expect(await changed(() => desk.unpublish('article', id, 'ru'))).toEqual([`article ${id} ru gone`, 'edition ru ru live']);
  expect(await changed(() => desk.publish('article', id, 'ru'))).toEqual([`article ${id} ru live`]);
  expect(await changed(() => desk.delete('article', id, 'hy'))).toEqual([`article ${id} hy gone`, 'edition hy hy live']);
  expect((await changed(() => desk.delete('article', id, '*'))).sort()).toEqual([
    `article ${id} en gone`,
    `article ${id} ru gone`,
    'edition en en live',
    'edition ru ru live',
  ]);
});

test('a draft that is deleted was never there', async () => {
  const id = await newStory(newsroom.desk, ['en']);
  expect(await changed(() => newsroom.desk.delete('article', id, '*'))).toEqual([]);
});

test('stories published together come together', async () => {
  const { desk } = newsroom;
  const ids = [await newStory(desk, ['en']), await newStory(desk, ['en']), await newStory(desk, ['en'])];
  const lines = await changed(async () => expect((await desk.bulkPublish('article', ids, 'en')).status).toBe(200));
  expect(lines.sort()).toEqual(ids.map((id) => `article ${id} en live`).sort());
});

test('the document service publishes in one call too', async () => {
  const { strapi, feed, desk } = newsroom;
  const category = await newName(desk, 'category');
  const data = { title: 'In one go', category: { documentId: category } };
  let id = '';
  const made = await changed(async () => {
    const entry = await strapi.documents('api::article.article').create({ data, locale: 'en', status: 'published' });
    id = entry.documentId;
    expect(entry.publishedAt).not.toBeNull();
  });
  expect(made).toEqual([`article ${id} en live`]);
  const renamed: Record<string, unknown> = { title: 'Changed' };
  const again = await changed(() =>
    strapi.documents('api::article.article').update({ documentId: id, locale: 'en', data: renamed, status: 'published' }),
  );
  expect(again).toEqual([`article ${id} en live`]);
  expect(await feed.document('article', id, 'en')).toMatchObject({ title: 'Changed', slug: 'in-one-go' });
});

test('a page, a section, an author, a tag and the settings come when they change', async () => {
  const { desk, feed } = newsroom;
  const page = idIn(await desk.create('page', { title: 'О газете', body: 'Мы', footerPosition: 2 }, 'ru'));
  expect(await changed(() => desk.publish('page', page, 'ru'))).toEqual([`page ${page} ru live`]);
  expect(await feed.document('page', page, 'ru')).toEqual({
    id: page,
    locale: 'ru',
    title: 'О газете',
    slug: 'o-gazete',
    summary: '',
    body: 'Мы',
    footerPosition: 2,
  });
  for (const type of ['category', 'author', 'tag'] as const) {
    const id = await newName(desk, type);
    expect(await changed(() => desk.save(type, id, { nameEn: `Renamed ${type}` }))).toEqual([`${type} ${id} live`]);
    expect(await feed.document(type, id)).toMatchObject({ name: { en: `Renamed ${type}` } });
    expect(await changed(() => desk.delete(type, id))).toEqual([`${type} ${id} gone`]);
  }
  const [setting] = (await feed.read()).changes.filter((change) => change.type === 'site-setting');
  const order = await newName(desk, 'category');
  const fields = {
    nameRu: 'Газета',
    sectionOrder: set(order),
    socialLinks: [{ platform: 'telegram', url: 'https://t.me/paper' }],
    appLinks: [{ store: 'app-store', language: 'ru', url: 'https://apps.example/1' }],
    promo: { titleRu: 'Читайте', url: 'https://example.com/' },
    breakingBanner: { textRu: 'Срочно', url: '/ru/2026/04/a/' },
  };
  expect(await changed(() => desk.saveSettings(fields))).toEqual([`site-setting ${setting?.id} live`]);
  expect(await feed.document('site-setting', setting?.id ?? '')).toMatchObject({
    name: { en: 'Broadsheet', ru: 'Газета' },
    sectionOrder: [order],
    socialLinks: [{ platform: 'telegram', url: 'https://t.me/paper' }],
    appLinks: [{ store: 'app-store', locale: 'ru' }],
    promo: { title: { ru: 'Читайте' }, imageId: null },
    breakingBanner: { text: { ru: 'Срочно' }, url: '/ru/2026/04/a/' },
  });
  expect((await changed(() => desk.delete('category', order))).sort()).toEqual([
    `category ${order} gone`,
    `site-setting ${setting?.id} live`,
  ]);
});

test('a story whose related story is withdrawn comes again without it', async () => {
  const { desk, feed } = newsroom;
  const related = await publishedStory(desk, ['en']);
  const id = await publishedStory(desk, ['en'], { related: { connect: [{ documentId: related, locale: 'en' }], disconnect: [] } });
  expect(await feed.document('article', id, 'en')).toMatchObject({ relatedIds: [related] });
  expect((await changed(() => desk.publish('article', related, 'en'))).sort()).toEqual([`article ${related} en live`]);
  expect(await feed.document('article', id, 'en')).toMatchObject({ relatedIds: [related] });
  expect((await changed(() => desk.unpublish('article', related, 'en'))).sort()).toEqual(
    [`article ${id} en live`, `article ${related} en gone`, 'edition en en live'].sort(),
  );
  expect(await feed.document('article', id, 'en')).toMatchObject({ relatedIds: [] });
});

test('a language that is removed takes its versions with it; an unknown one cannot be added', async () => {
  const { desk, strapi } = newsroom;
  const id = await publishedStory(desk, ['en', 'hy']);
  const hy = await strapi.db.query('plugin::i18n.locale').findOne({ where: { code: 'hy' } });
  const lines = await changed(async () => expect((await desk.request('DELETE', `/i18n/locales/${hy.id}`)).status).toBe(200));
  expect(lines).toContain(`article ${id} hy gone`);
  expect(lines.filter((line) => !line.endsWith(' hy gone'))).toEqual(['edition hy hy live']);
  const unknown = await desk.request('POST', '/i18n/locales', { code: 'fr', name: 'French', isDefault: false });
  expect(unknown.status).toBe(400);
  expect(unknown.sentence).toContain('does not speak “fr”');
  expect((await desk.request('POST', '/i18n/locales', { code: 'hy', name: 'Հայերեն', isDefault: false })).status).toBe(200);
  expect(await changed(async () => idIn(await desk.publish('article', id, 'hy', { title: 'Նորից' })))).toEqual([`article ${id} hy live`]);
});

test('a document that breaks the contract is left out, and the others come', async () => {
  const { desk, strapi, feed } = newsroom;
  const [broken, whole] = [await publishedStory(desk, ['en']), await publishedStory(desk, ['en'])];
  await strapi.db.connection('articles').where({ document_id: broken }).update({ title: '' });
  const lines = (await feed.read()).changes.map((change) => change.id);
  expect(lines).toContain(whole);
  expect(lines).not.toContain(broken);
});
