import { createRequire } from 'node:module';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { newStory, publishedStory } from '../support/stories';

const require = createRequire(import.meta.url);
const { contentViews, componentViews } =
  require('../../dist/src/first-start/admin-words.js') as typeof import('../../src/first-start/admin-words');
const { fromEnglish, toEnglish } =
  require('../../dist/src/first-start/admin-translations.js') as typeof import('../../src/first-start/admin-translations');

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

/** The same desk with the interface in Russian. */
async function inRussian(method: string, path: string, body?: unknown) {
  const response = await fetch(`${newsroom.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${newsroom.desk.token}`,
      'content-type': 'application/json',
      cookie: 'newsroom-admin-language=ru',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const configuration = '/content-manager/content-types/api::article.article/configuration';
const story = '/content-manager/collection-types/api::article.article';

test('every label, hint and name of the admin has its Russian, and its way back', () => {
  const views = [...Object.values(contentViews), ...Object.values(componentViews)];
  const texts = views.flatMap(({ rows }) => rows.flat().flatMap(({ label, hint }) => (hint ? [label, hint] : [label])));
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => !/[а-яё]/i.test(fromEnglish(text, 'ru')))).toEqual([]);
  expect(texts.filter((text) => fromEnglish(text, 'en') !== text)).toEqual([]);
  expect(texts.filter((text) => toEnglish(fromEnglish(text, 'ru'), 'ru') !== text)).toEqual([]);
});

test('an editor with the Russian interface reads Russian labels, hints and names; another one English', async () => {
  const russian = await inRussian('GET', configuration);
  expect(russian.text).toContain('"label":"Подводка"');
  expect(russian.text).toContain('Одно-два предложения');
  expect(russian.text).toContain('"label":"Изменено"');
  expect((await inRussian('GET', '/content-manager/init')).text).toContain('"displayName":"Материал"');
  expect(JSON.stringify((await newsroom.desk.request('GET', configuration)).body)).toContain('"label":"Summary"');
});

test('a form arranged in Russian stays in English for others', async () => {
  const shape = z.object({
    data: z.object({
      contentType: z.object({
        settings: z.unknown(),
        metadatas: z.record(z.string(), z.object({ edit: z.record(z.string(), z.unknown()), list: z.record(z.string(), z.unknown()) })),
        layouts: z.unknown(),
      }),
    }),
  });
  const { settings, metadatas, layouts } = shape.parse(JSON.parse((await inRussian('GET', configuration)).text)).data.contentType;
  // What the form sends back of it.
  const fields = Object.fromEntries(
    Object.entries(metadatas).flatMap(([name, { edit, list }]) => {
      const { mainField: _none, ...column } = list;
      return name === 'documentId' ? [] : [[name, { edit, list: column }]];
    }),
  );
  expect(await inRussian('PUT', configuration, { settings, metadatas: fields, layouts })).toMatchObject({ status: 200 });
  expect(JSON.stringify((await newsroom.desk.request('GET', configuration)).body)).toContain('"label":"Summary"');
});

test('a refusal is in the language of the editor’s interface', async () => {
  const id = idIn(await newsroom.desk.create('article', { title: 'No section' }, 'en'));
  const answer = await inRussian('POST', `${story}/${id}/actions/publish?locale=en`, {});
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('Не выбран раздел.') });
  expect((await newsroom.desk.publish('article', id, 'en')).sentence).toContain('The story has no section.');
});

test('an address with other signs is refused with a sentence, also where Strapi has one of its own', async () => {
  const id = await newStory(newsroom.desk, ['en']);
  expect(await newsroom.desk.save('article', id, { slug: 'Ой, адрес!' }, 'en')).toMatchObject({
    status: 400,
    sentence: expect.stringContaining('Correct it, or empty it'),
  });
  const answer = await inRussian('PUT', `${story}/${id}?locale=en`, { slug: 'Ой, адрес!' });
  expect(answer.text).toContain('строчные латинские буквы');
});

test('the address that “fill in from another locale” brings along is made anew', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, ['en'], { title: 'The bridge', slug: 'the-bridge' });
  idIn(await desk.save('article', id, { title: 'Мост', slug: 'the-bridge' }, 'ru'));
  expect(await desk.read('article', id, 'ru')).toMatchObject({ slug: 'most' });
  // Whoever wants it so may have it so.
  idIn(await desk.save('article', id, { slug: 'the-bridge' }, 'ru'));
  expect(await desk.read('article', id, 'ru')).toMatchObject({ slug: 'the-bridge' });
});

test('settings refuse a security contact that is none, and an empty name where stories are published', async () => {
  const { desk } = newsroom;
  const refused = (words: string) => ({ status: 400, sentence: expect.stringContaining(words) });
  expect(await desk.saveSettings({ securityContact: 'http://a.b' })).toMatchObject(refused('neither an e-mail address'));
  for (const contact of ['security@example.com', 'https://example.com/tell', '']) {
    expect((await desk.saveSettings({ securityContact: contact })).status).toBe(200);
  }
  expect((await desk.saveSettings({ nameHy: '' })).status).toBe(200);
  await publishedStory(desk, ['hy']);
  expect(await desk.saveSettings({ nameHy: ' ' })).toMatchObject(refused('Stories are published in Armenian'));
});

test('a title of more than 500 characters is refused, one of more than 110 is not', async () => {
  const { desk } = newsroom;
  const id = await newStory(desk, ['en'], { title: 'x'.repeat(300) });
  expect((await desk.save('article', id, { title: 'x'.repeat(501) }, 'en')).sentence).toContain('501 characters long; at most 500');
});
