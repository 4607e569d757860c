import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import type { OldSite } from '../../src/importing/old-site';
import type { ImportOptions } from '../../src/importing/options';
import type { ImportReport } from '../../src/importing/report';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { tinyPicture } from '../support/pictures';

const require = createRequire(import.meta.url);
// The compiled program, on the Strapi that was compiled with it.
const { importArchive } = require('../../dist/src/importing/import-archive.js') as typeof import('../../src/importing/import-archive');
const { undoImport } = require('../../dist/src/importing/undo.js') as typeof import('../../src/importing/undo');
const { readOldSite } = require('../../dist/src/importing/old-site.js') as typeof import('../../src/importing/old-site');

let newsroom: Newsroom;
let pictures: Server;
let file: string;
let exported: string;

beforeAll(async () => {
  newsroom = await openNewsroom();
  const bytes = await tinyPicture();
  pictures = createServer((request, response) => {
    const found = request.url === '/gannet.png';
    response.writeHead(found ? 200 : 404, { 'content-type': 'image/png' }).end(found ? bytes : '');
  });
  pictures.listen(0, '127.0.0.1');
  await once(pictures, 'listening');
  const address = pictures.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const fixture = await readFile(join(import.meta.dirname, '../fixtures/wordpress-export.xml'), 'utf8');
  exported = fixture.replaceAll('PICTURES', `http://127.0.0.1:${port}`);
  file = join(newsroom.settings.DATA_DIR ?? '', 'export.xml');
});
afterAll(async () => {
  for (const old of opened) old.close();
  pictures.close();
  await newsroom.stop();
});

async function run(content: string, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  await writeFile(file, content);
  const old = await readOldSite(file);
  opened.push(old);
  const all = { file, dryRun: false, language: null, allowPrivate: true, media: null, undo: false, ...options };
  return all.undo ? undoImport(newsroom.strapi, old, all) : importArchive(newsroom.strapi, old, all);
}

/** What was left over from the last runs, so that the reports can still be read. */
const opened: OldSite[] = [];

const article = z.looseObject({ documentId: z.string(), title: z.string(), slug: z.string(), body: z.string().nullable() });

async function published(title: string, uid: 'api::article.article' | 'api::page.page' = 'api::article.article') {
  const found: unknown = await newsroom.strapi.db.query(uid).findOne({
    where: { title, publishedAt: { $notNull: true } },
    ...(uid === 'api::article.article' ? { populate: ['category', 'authors', 'tags', 'cover'] } : {}),
  });
  return found === null ? null : article.parse(found);
}

const body = `The **Gannet** sailed  
for the last time.

![A ferry](/uploads/X "The Gannet at dusk")

She was [ours](/about/#crew). \\[sic\\]

![A white ferry](/uploads/X "The Gannet")
![gone](GONE)`;

test('a dry run says what would happen and changes nothing', async () => {
  const before = await newsroom.feed.head();
  const report = await run(exported, { dryRun: true });
  expect(report).toMatchObject({ imported: 5, changed: 0, unchanged: 0, drafts: 1, redirects: 17, pictures: 2 });
  expect(await newsroom.feed.head()).toBe(before);
});

test('pictures of the local network are not fetched unless that is allowed', async () => {
  const report = await run(exported.replaceAll('<wp:status>', '<wp:status>x').replaceAll('<wp:status><![CDATA[', '<wp:status><![CDATA[x'), {
    allowPrivate: false,
  });
  expect(report.imported).toBe(0);
  const { ImportPictures } = require('../../dist/src/importing/import-pictures.js') as typeof import('../../src/importing/import-pictures');
  const { ImportedItems } = require('../../dist/src/importing/imported-items.js') as typeof import('../../src/importing/imported-items');
  const { scratch } = opened.at(-1) ?? {};
  if (!scratch) throw new Error('nothing was opened');
  const guarded = { dryRun: false, allowPrivate: false, media: null };
  const brought = new ImportPictures(newsroom.strapi, scratch, new ImportedItems(newsroom.strapi), report, guarded);
  const address = /http:\/\/127[^<"]*gannet\.png/.exec(exported)?.[0] ?? '';
  expect(await brought.bring(address, { alt: '', caption: '' })).toBeNull();
  expect(report.list('picture').map(({ why }) => why)).toEqual([
    expect.stringMatching(/port \d+ is not one of the web|address of this machine/),
  ]);
});

test('posts and pages come in with their names, dates, pictures and old addresses', async () => {
  const report = await run(exported);
  expect(report).toMatchObject({
    imported: 5,
    changed: 0,
    unchanged: 0,
    drafts: 1,
    redirects: 17,
    pictures: 1,
    names: { category: 3, author: 2, tag: 2 },
  });
  expect(report.list('skipped').map(({ what, why }) => `${what} ${why}`)).toEqual([
    'post 13 “Secret” it is protected by a password',
    'post 15 “Thrown away” it was in the trash',
  ]);
  expect(report.list('picture')).toEqual([{ what: expect.stringMatching(/gone\.png$/), why: 'the answer was 404' }]);
  expect(report.list('leftOut').map(({ why }) => why)).toEqual([
    'items of the type nav_menu_item',
    'shortcode [poll]',
    'comments, which the newsroom does not have',
    'block latest-posts',
  ]);

  const ferry = await published('Last ferry — the Gannet');
  expect(ferry).toMatchObject({
    slug: 'last-ferry',
    summary: 'Forty years, then silence.',
    category: { nameEn: 'Harbour & Sea', slugEn: 'harbour', descriptionEn: 'What the tide brings', nameRu: null },
    authors: [{ nameEn: 'Mira Holt', kind: 'person' }],
    tags: [{ nameEn: 'Ferries' }, { nameEn: 'Letters' }],
    coverAlt: 'A white ferry',
    coverCredit: 'The Old Lantern',
    cover: { mime: 'image/png' },
  });
  expect(new Date(String(ferry?.publicationDate)).toISOString()).toBe('2019-03-31T22:30:00.000Z');
  expect(ferry?.body?.replace(/\/uploads\/[\w.]+/g, '/uploads/X').replace(/http:[^)]*gone\.png/, 'GONE')).toBe(body);
  expect(await published('Half written')).toBeNull();
  // The section has the address of the page; a year is no address for a story.
  expect(await published('Harbour', 'api::page.page')).toMatchObject({ slug: 'harbour-2' });
  expect(await published('May 6, 2020')).toMatchObject({ slug: '2020-2', category: { nameEn: 'Uncategorised' } });
});

test('what came in reaches the feed, redirects included', async () => {
  const { changes } = await newsroom.feed.read();
  const documents = changes.flatMap((change) => (change.state === 'live' && change.type === 'redirect' ? [change.document] : []));
  expect(documents.map(({ from, to }) => `${from} ${to.kind}`).sort()).toEqual([
    '/?p=11 article',
    '/?p=12 article',
    '/?p=16 page',
    '/?p=17 page',
    '/?page_id=16 page',
    '/?page_id=17 page',
    '/archive/ferry/ article',
    '/archive/first-ferry/ article',
    '/archive/last-ferry/ article',
    '/archive/untitled/ article',
    '/author/mira/ author',
    '/category/harbour/ category',
    '/category/letters/ category',
    '/feed/ address',
    '/harbour/ page',
    '/paper/about/ page',
    '/tag/ferries/ tag',
  ]);
});

test('a second run changes nothing, a dry one says so', async () => {
  const before = await newsroom.feed.head();
  for (const dryRun of [true, false]) {
    // A picture that could not be fetched is asked for once more.
    expect(await run(exported, { dryRun })).toMatchObject({
      imported: 0,
      changed: 0,
      unchanged: 5,
      redirects: 0,
      pictures: dryRun ? 1 : 0,
    });
  }
  expect(await newsroom.feed.head()).toBe(before);
});

test('what changed in the export is changed, but not what an editor has saved since', async () => {
  const page = await published('About the Lantern', 'api::page.page');
  const story = await published('Last ferry — the Gannet');
  await newsroom.desk.save(
    'page',
    page?.documentId ?? '',
    { title: 'About the Lantern', slug: page?.slug, body: 'An editor was here.' },
    'en',
  );
  const changed = exported.replace('We keep a light.', 'We keep two lights.').replace('Forty years', 'Fifty years');
  const report = await run(changed);
  expect(report).toMatchObject({ imported: 0, changed: 1, unchanged: 3 });
  expect(report.list('kept')).toEqual([
    { what: 'page 16 “About the Lantern”', why: 'it was changed in the export, but also here since; it stays as it is here' },
  ]);
  expect(report.list('changed').map(({ what }) => what)).toEqual(['post 11 “Last ferry — the Gannet”']);
  expect(await published('Last ferry — the Gannet')).toMatchObject({
    documentId: story?.documentId,
    slug: 'last-ferry',
    summary: 'Fifty years, then silence.',
  });
  expect(await published('About the Lantern', 'api::page.page')).toMatchObject({ body: 'We keep a light.' });
});

test('the same export in another language is another set of stories', async () => {
  const report = await run(exported, { language: 'ru' });
  expect(report).toMatchObject({ imported: 5, pictures: 0 });
  expect(await published('6 мая 2020 г.')).toMatchObject({ locale: 'ru', category: { nameRu: 'Без рубрики', nameEn: null } });
});

test('old addresses are kept the one way the site knows; those where nothing can lead on are counted', async () => {
  const moved = exported
    .replace('<link>https://lantern.example/archive/last-ferry/<', '<link>https://lantern.example/hy/archive/last-ferry<')
    .replace('<link>https://lantern.example/paper/about/<', '<link>https://lantern.example/paper/about/index.html<')
    .replace('<link>https://lantern.example/harbour/<', '<link>https://lantern.example/media/harbour/<');
  const report = await run(moved, { language: 'hy' });
  expect(report.imported).toBe(5);
  expect(report.list('look').map(({ what, why }) => `${what} ${why}`)).toEqual(
    expect.arrayContaining([
      'page 16 “About the Lantern” does not keep its old address: it is the index.html of another',
      'page 17 “Harbour” does not keep its old address: the site keeps its own files and services there',
    ]),
  );
  const rows: { from: string }[] = await newsroom.strapi.db.connection('redirects').select('from');
  const froms = rows.map(({ from }) => from);
  expect(froms).toContain('/hy/archive/last-ferry/');
  expect(froms.filter((from) => /index\.html|^\/media/.test(from))).toEqual([]);
});

test('what the newsroom’s rules refuse is skipped with their sentence', async () => {
  const long = exported.replace('Blocks speak.', 'word '.repeat(300_000)).replaceAll('lantern.example/?p=12', 'lantern.example/?p=99');
  const report = await run(long);
  expect(report.imported).toBe(0);
  expect(
    report
      .list('skipped')
      .map(({ why }) => why)
      .join(),
  ).toMatch(/at most 1 MB can be saved/);
});

test('stories that name their language come in it, links lead to the new address, and pictures come from a copy of the uploads', async () => {
  const media = join(newsroom.settings.DATA_DIR ?? '', 'old-uploads');
  await mkdir(join(media, '2019/04'), { recursive: true });
  await writeFile(join(media, '2019/04/boat.jpg'), await tinyPicture(60, '#aa3311'));
  await symlink('/etc/hostname', join(media, 'leak.jpg'));
  const inside = Buffer.from(await tinyPicture(70)).toString('base64');
  const uploads = 'https://two.invalid/wp-content/uploads';
  const story = (id: number, language: string, text: string): string =>
    `<item><title>Story ${id}</title><link>https://two.invalid/2019/${id}/</link><wp:post_id>${id}</wp:post_id><wp:status>publish</wp:status>
     <wp:post_type>post</wp:post_type><wp:post_name>story-${id}</wp:post_name><wp:post_date_gmt>2019-04-01 10:00:00</wp:post_date_gmt>
     <category domain="language" nicename="${language}">x</category><content:encoded><![CDATA[${text}]]></content:encoded></item>`;
  const two = `<rss><channel><title>Two</title><link>https://two.invalid</link><wp:wxr_version>1.2</wp:wxr_version>
    ${story(901, 'ru', `<img src="${uploads}/2019/04/boat.jpg" alt="A"><a href="/?p=902">next</a><img src="data:image/png;base64,${'A'.repeat(10)}" alt="none">`)}
    ${story(902, 'hy_AM', `<img src="data:image/png;base64,${inside}" alt="B"><img src="${uploads}/leak.jpg" alt="C">`)}
    ${story(903, 'de', 'Moin')}</channel></rss>`;
  const report = await run(two, { media });
  expect(report.list('picture').map(({ what }) => what)).toEqual([`${uploads}/leak.jpg`]);
  expect(report).toMatchObject({ imported: 2, pictures: 2 });
  expect(report.list('skipped').map(({ why }) => why)).toEqual(['it is in the language “de”, which this newsroom does not have']);
  const russian = await published('Story 901');
  expect(russian).toMatchObject({
    locale: 'ru',
    body: expect.stringMatching(/^!\[A\]\(\/uploads\/[^)]+\.png\)\[next\]\(\/hy\/2019\/04\/story-902\/\)$/),
  });
  expect(await published('Story 902')).toMatchObject({
    locale: 'hy',
    body: expect.stringMatching(/^!\[B\]\(\/uploads\/[^)]+\.png\)!\[C\]\(https:\/\/two\.invalid\/wp-content\/uploads\/leak\.jpg\)$/),
  });

  await newsroom.desk.save('article', russian?.documentId ?? '', { title: 'Story 901', slug: russian?.slug, body: 'Edited.' }, 'ru');
  expect((await run(two, { media })).list('kept')).toEqual([
    { what: 'post 901 “Story 901”', why: 'it was edited here since it was imported' },
  ]);
  const undone = await run(two, { undo: true });
  expect(undone).toMatchObject({ removed: 1 });
  expect(undone.list('kept').map(({ what }) => what)).toEqual(['post 901 “Story 901”']);
  expect(await published('Story 902')).toBeNull();
  expect(await published('Story 901')).not.toBeNull();
  const froms: { from: string }[] = await newsroom.strapi.db.connection('redirects').select('from').where('from', 'like', '%90_%');
  expect(froms.map(({ from }) => from).sort()).toEqual(['/2019/901/', '/?p=901']);
  // Taken back, it can be brought in again.
  expect(await run(two, { media })).toMatchObject({ imported: 1, pictures: 1 });
});

test('an address that an editor takes while a long import runs is left to the editor', async () => {
  const taken = `<rss><channel><title>T</title><link>https://t.invalid</link><wp:wxr_version>1.2</wp:wxr_version>${['a', 'b']
    .map(
      (
        name,
        index,
      ) => `<item><title>${name}</title><wp:post_id>95${index}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
        <wp:post_name>taken-${name}</wp:post_name><wp:post_date_gmt>2019-04-01 10:00:00</wp:post_date_gmt></item>`,
    )
    .join('')}</channel></rss>`;
  await writeFile(file, taken);
  const old = await readOldSite(file);
  opened.push(old);
  const options = { file, dryRun: false, language: null, allowPrivate: false, media: null, undo: false };
  const { ImportNames } = require('../../dist/src/importing/import-names.js') as typeof import('../../src/importing/import-names');
  const original = Reflect.get(ImportNames.prototype, 'section') as (...args: unknown[]) => unknown;
  let faster: Promise<unknown> | undefined;
  ImportNames.prototype.section = function (this: unknown, ...args: unknown[]) {
    // After the plan, before the batch.
    faster ??= newsroom.desk.create('article', { title: 'Faster', slug: 'taken-a' }, 'en');
    return faster.then(() => original.apply(this, args));
  } as typeof ImportNames.prototype.section;
  try {
    const report = await importArchive(newsroom.strapi, old, options);
    expect(report).toMatchObject({ imported: 2 });
    expect(report.list('look').map(({ what, why }) => `${what}: ${why}`)).toContain(
      '2 new items from post 950 “a”: written one by one, which is much slower, because together they were refused: an address is taken',
    );
  } finally {
    ImportNames.prototype.section = original as typeof ImportNames.prototype.section;
  }
  expect(await published('a')).toMatchObject({ slug: 'taken-a-2' });
  expect(await published('b')).toMatchObject({ slug: 'taken-b' });
});
