import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { AdminApi, type Entry } from './admin-api.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { smallPicture } from './small-picture.ts';
import { until } from './until.ts';

const article = 'api::article.article';
const lists = [
  '/',
  '/harbour/',
  '/authors/ani-sarkisyan/',
  '/tags/ships/',
  '/rss.xml',
  '/harbour/rss.xml',
  '/authors/ani-sarkisyan/rss.xml',
];

let newsroom: RunningNewsroom;
let admin: AdminApi;
let harbour: Entry;
let culture: Entry;
let id: string;

beforeAll(async () => {
  newsroom = await RunningNewsroom.make();
  await newsroom.startCms();
  await newsroom.startPublisher();
  admin = new AdminApi(newsroom.cmsUrl, newsroom);
  harbour = await admin.create('api::category.category', name('Harbour', 'Порт', 'Նավահանգիստ'));
  culture = await admin.create('api::category.category', name('Culture', 'Культура', 'Մշակույթ'));
  const author = await admin.create('api::author.author', { ...name('Ani Sarkisyan', 'Ани Саркисян', 'Անի Սարգսյան'), kind: 'person' });
  const tag = await admin.create('api::tag.tag', name('Ships', 'Корабли', 'Նավեր'));
  const data = { title: 'The second berth', body: 'It opened at **noon**.', publicationDate: '2026-03-10T08:00:00.000Z' };
  const chosen = { category: set(harbour), authors: set(author), tags: set(tag) };
  id = (await admin.create(article, { ...data, ...chosen }, 'en')).documentId;
});

beforeEach(({ onTestFailed }) => onTestFailed(() => console.log(newsroom.said.slice(-30).join('\n'))));

afterAll(() => newsroom.end());

// Each step goes on from the one before, as a day in a newsroom does.
describe('what an editor does, everywhere that readers look', () => {
  it('publish: page, front page, section, author, tag, feeds and sitemap', async () => {
    await admin.publish(article, id, {}, 'en');
    await everywhere('The second berth', ['/2026/03/the-second-berth/', ...lists]);
    await everywhere('/2026/03/the-second-berth/', ['/sitemaps/en-2026-03.xml']);
    await everywhere('/sitemaps/en-2026-03.xml', ['/sitemap.xml']);
  });

  it('edit: the new words everywhere, the old ones nowhere', async () => {
    await admin.update(article, id, { title: 'The second berth is open' }, 'en');
    expect((await newsroom.page('/')).text).not.toContain('is open');
    await admin.publish(article, id, {}, 'en');
    await everywhere('The second berth is open', ['/2026/03/the-second-berth/', ...lists]);
  });

  it('translate: each language leads to the other, and keeps section, authors and tags', async () => {
    await admin.update(article, id, { title: 'Второй причал', body: 'Открыт.', publicationDate: '2026-03-10T09:00:00.000Z' }, 'ru');
    await admin.publish(article, id, {}, 'ru');
    await everywhere('Второй причал', [
      '/ru/2026/03/vtoroy-prichal/',
      '/ru/',
      '/ru/port/',
      '/ru/authors/ani-sarkisyan/',
      '/ru/tags/korabli/',
      '/ru/rss.xml',
    ]);
    await everywhere('hreflang="ru" href="' + newsroom.siteUrl + '/ru/2026/03/vtoroy-prichal/"', ['/2026/03/the-second-berth/']);
    await everywhere('/2026/03/the-second-berth/', ['/ru/2026/03/vtoroy-prichal/', '/sitemaps/ru-2026-03.xml']);
  });

  it('new slug: the old address leads on, lists and feeds name the new one', async () => {
    await admin.update(article, id, { slug: 'berth-two' }, 'en');
    await admin.publish(article, id, {}, 'en');
    await everywhere('/2026/03/berth-two/', [
      '/2026/03/the-second-berth/',
      '/ru/2026/03/vtoroy-prichal/',
      '/redirects.map',
      '/sitemaps/en-2026-03.xml',
      ...lists,
    ]);
    await nowhere('/2026/03/the-second-berth/', [...lists, '/ru/2026/03/vtoroy-prichal/', '/sitemaps/en-2026-03.xml']);
  });

  it('another section: all languages move, and the old section forgets it', async () => {
    await admin.update(article, id, { category: set(culture) }, 'en');
    await admin.publish(article, id, {}, 'en');
    await everywhere('The second berth is open', ['/culture/', '/culture/rss.xml', '/culture/2026/03/']);
    await everywhere('Второй причал', ['/ru/kultura/', '/ru/kultura/2026/03/']);
    await nowhere('The second berth is open', ['/harbour/', '/harbour/rss.xml']);
    await nowhere('Второй причал', ['/ru/port/']);
    await until('its old month is gone', async () => (await newsroom.page('/harbour/2026/03/')).status === 404);
  });

  it('another date: another month, the old address leads on', async () => {
    await admin.update(article, id, { publicationDate: '2026-02-28T22:30:00.000Z' }, 'en');
    await admin.publish(article, id, {}, 'en');
    // Half past ten in the evening in London is the next month in Yerevan already: nothing moves.
    await everywhere('2026-03-01T02:30', ['/2026/03/berth-two/']);
    await admin.update(article, id, { publicationDate: '2026-02-28T12:00:00.000Z' }, 'en');
    await admin.publish(article, id, {}, 'en');
    await everywhere('/2026/02/berth-two/', ['/2026/03/berth-two/', '/2026/03/the-second-berth/', '/sitemaps/en-2026-02.xml', '/']);
    await until(
      'the month without stories is gone from the sitemaps',
      async () => (await newsroom.page('/sitemaps/en-2026-03.xml')).status === 404,
    );
  });

  it('another name for the section: every page that bears it', async () => {
    await admin.update('api::category.category', culture.documentId, { nameEn: 'Arts', slugEn: 'arts' });
    await everywhere('Arts', ['/2026/02/berth-two/', '/', '/arts/', '/arts/rss.xml']);
    await everywhere('/arts/', ['/culture/', '/redirects.map']);
    await everywhere('/arts/2026/02/', ['/culture/2026/02/']);
  });

  it('a picture and its replacement: shown when ready, without a new publication', async () => {
    const file = await admin.upload('berth.jpg', await smallPicture(1), 'image/jpeg');
    await admin.update(article, id, { cover: file, coverAlt: 'Cranes', coverCredit: 'A. S.' }, 'en');
    await admin.publish(article, id, {}, 'en');
    let first = '';
    await until('its picture shows', async () => {
      first = /\/media\/[\w/-]+\.jpg/.exec((await newsroom.page('/2026/02/berth-two/')).text)?.[0] ?? '';
      return first !== '';
    });
    await admin.upload('berth.jpg', await smallPicture(2), 'image/jpeg', file);
    await until('the new picture shows', async () => {
      const now = /\/media\/[\w/-]+\.jpg/.exec((await newsroom.page('/2026/02/berth-two/')).text)?.[0] ?? '';
      return now !== '' && now !== first;
    });
  });

  it('withdraw one language: the other stands alone', async () => {
    await admin.unpublish(article, id, 'ru');
    await until('it is gone', async () => (await newsroom.page('/ru/2026/03/vtoroy-prichal/')).status === 404);
    await nowhere('vtoroy-prichal', ['/2026/02/berth-two/', '/ru/', '/ru/rss.xml', '/sitemaps/ru.xml', '/redirects.map']);
  });

  it('delete: nothing of it is left in the folder that is served', async () => {
    await admin.remove(article, id, '*');
    await until('its page is gone', async () => (await newsroom.page('/2026/02/berth-two/')).status === 404);
    await until('no file tells of it', () => filesWith('berth-two', 'The second berth', 'Второй причал').length === 0);
    await until('its picture is gone', () => files().filter((file) => file.includes('/media/')).length === 0);
    expect(await newsroom.verify()).toMatchObject({ code: 0 });
  });
});

async function everywhere(text: string, paths: string[]): Promise<void> {
  for (const path of paths) await until(`${path} has “${text}”`, async () => (await newsroom.page(path)).text.includes(text), 15_000);
}

async function nowhere(text: string, paths: string[]): Promise<void> {
  for (const path of paths) await until(`${path} has no “${text}”`, async () => !(await newsroom.page(path)).text.includes(text), 15_000);
}

function name(en: string, ru: string, hy: string): object {
  return { nameEn: en, nameRu: ru, nameHy: hy };
}

function set(entry: Entry): object {
  return { set: [{ id: entry['id'], documentId: entry.documentId }] };
}

function files(): string[] {
  const www = join(newsroom.folder, 'www');
  return readdirSync(www, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function filesWith(...texts: string[]): string[] {
  return files().filter((file) => texts.some((text) => readFileSync(file, 'utf8').includes(text)));
}
