import { locales } from '@broadsheet/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Newsroom, openNewsroom } from '../support/newsroom';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

async function everything() {
  const { strapi } = newsroom;
  return {
    languages: await strapi.db.query('plugin::i18n.locale').findMany({ select: ['code', 'name'], orderBy: { id: 'asc' } }),
    defaultLanguage: await strapi.plugin('i18n').service('locales').getDefaultLocale(),
    roles: await strapi.db.query('admin::role').findMany({ select: ['code'], orderBy: { id: 'asc' } }),
    permissions: await strapi.db.query('admin::permission').count(),
    admins: await strapi.db.query('admin::user').findMany({ select: ['email'] }),
    tokens: await strapi.db
      .query('admin::api-token')
      .findMany({ select: ['name', 'type', 'accessKey'], populate: { permissions: { select: ['action'] } } }),
    settings: await strapi.db.query('api::site-setting.site-setting').findMany(),
    head: await newsroom.feed.head(),
  };
}

test('the first start makes a whole newsroom', async () => {
  const found = await everything();
  expect(found.languages.slice(0, 3)).toMatchObject([
    { code: 'en', name: 'English' },
    { code: 'ru', name: 'Русский' },
    { code: 'hy', name: 'Հայերեն' },
  ]);
  expect(found.languages.map(({ code }) => code)).toEqual([...locales]);
  expect(found.defaultLanguage).toBe('en');
  expect(found.roles.map((role) => role.code)).toEqual([
    'strapi-super-admin',
    'broadsheet-author',
    'broadsheet-editor',
    'broadsheet-chief-editor',
  ]);
  expect(found.admins).toMatchObject([{ email: 'admin@example.com' }]);
  expect(found.tokens).toMatchObject([{ type: 'custom', permissions: [{ action: 'api::change.change.feed' }] }]);
  expect(found.settings).toMatchObject([{ timeZone: 'Asia/Yerevan', nameEn: 'Broadsheet' }]);
});

test('a second start changes nothing, and keeps what an admin changed in a role', async () => {
  const { strapi } = newsroom;
  const role = await strapi.db.query('admin::role').findOne({ where: { code: 'broadsheet-author' }, populate: { permissions: true } });
  await strapi.db.query('admin::permission').delete({ where: { id: role.permissions[0].id } });
  await strapi.db.query('admin::role').update({ where: { id: role.id }, data: { name: 'Reporter' } });
  const before = await everything();
  await newsroom.restart();
  expect(await everything()).toEqual(before);
  expect(await newsroom.strapi.db.query('admin::role').findOne({ where: { id: role.id } })).toMatchObject({ name: 'Reporter' });
});

test('another CMS_READ_TOKEN takes the place of the old one', async () => {
  // The setting is read once in a process, so the row is put back to another token's instead.
  const tokens = () => newsroom.strapi.db.query('admin::api-token');
  await tokens().update({ where: { type: 'custom' }, data: { accessKey: 'another' } });
  expect((await newsroom.feed.request('')).status).toBe(401);
  await newsroom.restart();
  expect((await newsroom.feed.request('')).status).toBe(200);
  expect(await tokens().count()).toBe(1);
});

test('what was written past the log is found at the next start', async () => {
  const { strapi, feed } = newsroom;
  const before = await feed.head();
  const row = await strapi.db.query('api::tag.tag').create({ data: { nameEn: 'Past', slugEn: 'past' } });
  expect(await feed.since(before)).toEqual([]);
  await newsroom.restart();
  expect(await newsroom.feed.since(before)).toEqual([`tag ${row.documentId} live`]);
  await newsroom.strapi.db.query('api::tag.tag').delete({ where: { id: row.id } });
  const then = await newsroom.feed.head();
  await newsroom.restart();
  expect(await newsroom.feed.since(then)).toEqual([`tag ${row.documentId} gone`]);
});

test('forms have the newsroom’s words and order, and keep what an admin arranged', async () => {
  const path = '/content-manager/content-types/api::article.article/configuration';
  const read = async () => JSON.parse(JSON.stringify((await newsroom.desk.request('GET', path)).body)).data.contentType;
  const found = await read();
  expect(found.layouts.list).toEqual(['title', 'category', 'publicationDate']);
  expect(
    found.layouts.edit
      .flat()
      .map((field: { name: string }) => field.name)
      .slice(0, 3),
  ).toEqual(['title', 'summary', 'body']);
  expect(found.metadatas.slug.edit).toMatchObject({ label: 'Address', description: expect.stringContaining('made from the title') });
  expect(found.metadatas.authors.edit.mainField).toBe('nameEn');
  // The admin drops these before it sends the form back.
  for (const { list } of Object.values<{ list: { mainField?: unknown } }>(found.metadatas)) delete list.mainField;
  const { settings, metadatas, layouts } = found;
  const kept = { settings, metadatas, layouts: { ...layouts, list: ['id', 'title'] } };
  expect(await newsroom.desk.request('PUT', path, kept)).toMatchObject({ status: 200 });
  await newsroom.restart();
  expect((await read()).layouts.list).toEqual(['id', 'title']);
});

test('a field that is new in a later version is opened to roles and placed in forms', async () => {
  const page = 'api::page.page';
  const rowsOf = async () => newsroom.strapi.db.query('admin::permission').findMany({ where: { subject: page }, populate: { role: true } });
  const mayUpdate = async (code: string): Promise<string[]> =>
    (await rowsOf()).find(({ action, role }) => action.endsWith('explorer.update') && role.code === code)?.properties.fields;
  const without = async (code: string, ...fields: string[]) => {
    for (const { id, properties, role } of await rowsOf()) {
      if (role.code !== code || !properties.fields) continue;
      const kept = properties.fields.filter((field: string) => !fields.includes(field));
      await newsroom.strapi.db.query('admin::permission').update({ where: { id }, data: { properties: { ...properties, fields: kept } } });
    }
  };
  // As the version before would have left it: nobody knew the summary. Editors may not write texts any more.
  const store = newsroom.strapi.store({ type: 'core', name: 'broadsheet', key: 'fields' });
  const seen = JSON.parse(JSON.stringify(await store.get({})));
  await store.set({ value: { ...seen, [page]: seen[page].filter((field: string) => field !== 'summary') } });
  await without('broadsheet-chief-editor', 'summary');
  await without('broadsheet-editor', 'summary', 'body');
  const types = newsroom.strapi.service('plugin::content-manager.content-types');
  const type = types.findContentType(page);
  const found = JSON.parse(JSON.stringify(await types.findConfiguration(type)));
  const rows = found.layouts.edit.filter((row: { name: string }[]) => !row.some(({ name }) => name === 'summary'));
  await types.updateConfiguration(type, { ...found, layouts: { ...found.layouts, edit: [...rows, [{ name: 'summary', size: 6 }]] } });

  await newsroom.restart();
  expect(await mayUpdate('broadsheet-chief-editor')).toContain('summary');
  expect(await mayUpdate('broadsheet-editor')).not.toContain('summary');
  const again = newsroom.strapi.service('plugin::content-manager.content-types');
  const arranged = JSON.parse(JSON.stringify(await again.findConfiguration(again.findContentType(page))));
  expect(arranged.layouts.edit.slice(0, 2)).toEqual([[{ name: 'title', size: 12 }], [{ name: 'summary', size: 12 }]]);
});

test('columns, words and fields of a later version reach a database of an earlier one, save what an admin arranged', async () => {
  const [article, settings] = ['api::article.article', 'api::site-setting.site-setting'];
  const configuration = async (uid: string) => {
    const types = newsroom.strapi.service('plugin::content-manager.content-types');
    return JSON.parse(JSON.stringify(await types.findConfiguration(types.findContentType(uid))));
  };
  const configure = async (uid: string, change: (found: Awaited<ReturnType<typeof configuration>>) => void) => {
    const types = newsroom.strapi.service('plugin::content-manager.content-types');
    const found = await configuration(uid);
    change(found);
    await types.updateConfiguration(types.findContentType(uid), found);
  };
  const remembered = (key: string) => newsroom.strapi.store({ type: 'core', name: 'broadsheet', key });

  // As before anything of it was remembered: the list as it was, and a field that has no words yet.
  await remembered('given-views').delete({});
  await remembered('fields').delete({});
  await configure(article, ({ layouts }) => (layouts.list = ['title', 'category', 'publicationDate', 'updatedAt']));
  await configure(settings, ({ metadatas, layouts }) => {
    Object.assign(metadatas.securityContact.edit, { label: 'securityContact', description: '' });
    layouts.edit.unshift(layouts.edit.pop());
  });
  await newsroom.restart();
  expect((await configuration(article)).layouts.list).toEqual(['title', 'category', 'publicationDate']);
  const { metadatas, layouts } = await configuration(settings);
  expect(metadatas.securityContact.edit.label).toBe('Security contact');
  expect(layouts.edit.at(-1)).toEqual([{ name: 'securityContact', size: 12 }]);

  // As the version before gave it: one label is as it was, one an admin has written anew, and so are the columns.
  const given = JSON.parse(JSON.stringify(await remembered('given-views').get({})));
  Object.assign(given[article].words.summary, { label: 'Standfirst' });
  Object.assign(given[article].words.title, { label: 'Heading' });
  await remembered('given-views').set({ value: given });
  await configure(article, (found) => {
    found.metadatas.summary.edit.label = 'Standfirst';
    found.metadatas.title.edit.label = 'The desk’s own word';
    found.layouts.list = ['title', 'updatedAt'];
  });
  await newsroom.restart();
  const renewed = await configuration(article);
  expect(renewed.metadatas.summary.edit.label).toBe('Summary');
  expect(renewed.metadatas.title.edit.label).toBe('The desk’s own word');
  expect(renewed.layouts.list).toEqual(['title', 'updatedAt']);
});
