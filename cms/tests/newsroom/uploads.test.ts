import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { type Answer, idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { tinyPicture } from '../support/pictures';
import { newName, publishedStory } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

const file = z.object({ id: z.number(), documentId: z.string(), url: z.string() });

/** The admin answers an upload with a list, and a replaced file with the file. */
function fileIn(answer: Answer) {
  return file.parse(Array.isArray(answer.body) ? answer.body[0] : answer.body);
}

async function upload(name: string) {
  return fileIn(await newsroom.desk.upload(name, await tinyPicture(), 'image/png'));
}

test('an uploaded picture comes at once, and can be read where it says', async () => {
  const { feed, url } = newsroom;
  const before = await feed.head();
  const { documentId, url: path } = await upload('bridge.png');
  expect(await feed.since(before)).toEqual([`file ${documentId} live`]);
  const document = await feed.document('file', documentId);
  expect(document).toMatchObject({ url: path, mime: 'image/png', width: 40, height: 30, alt: '', focalPoint: null });
  const response = await fetch(`${url}${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/png');
});

test('a replaced picture keeps its address and has another version', async () => {
  const { desk, feed } = newsroom;
  const { id, documentId, url } = await upload('old.png');
  const old = await feed.document('file', documentId);
  const before = await feed.head();
  fileIn(await desk.upload('new.png', await tinyPicture(90, '#aa0000'), 'image/png', id));
  expect(await feed.since(before)).toEqual([`file ${documentId} live`]);
  const now = await feed.document('file', documentId);
  expect(now).toMatchObject({ url, width: 90 });
  expect(now?.version).not.toBe(old?.version);
});

test('a picture’s words and focal point come', async () => {
  const { desk, feed } = newsroom;
  const { id, documentId } = await upload('words.png');
  const form = new FormData();
  form.append(
    'fileInfo',
    JSON.stringify({ name: 'words.png', alternativeText: 'A bridge', caption: 'At dawn', focalPoint: { x: 20, y: 70 } }),
  );
  expect((await desk.request('POST', `/upload?id=${id}`, form)).status).toBe(200);
  expect(await feed.document('file', documentId)).toMatchObject({ alt: 'A bridge', caption: 'At dawn', focalPoint: { x: 20, y: 70 } });
});

test('a deleted picture is gone; several at once too', async () => {
  const { desk, feed } = newsroom;
  const [one, two, three] = [await upload('1.png'), await upload('2.png'), await upload('3.png')];
  const before = await feed.head();
  expect((await desk.request('DELETE', `/upload/files/${one.id}`)).status).toBe(200);
  expect((await desk.request('POST', '/upload/actions/bulk-delete', { fileIds: [two.id, three.id] })).status).toBe(200);
  expect((await feed.since(before)).sort()).toEqual([one, two, three].map(({ documentId }) => `file ${documentId} gone`).sort());
});

test('the query layer’s writes of many files come too', async () => {
  const { strapi, feed } = newsroom;
  const files = strapi.db.query('plugin::upload.file');
  const row = (name: string) => ({
    name,
    hash: name,
    url: `/uploads/${name}`,
    mime: 'image/png',
    size: 1,
    provider: 'local',
    folderPath: '/',
  });
  const before = await feed.head();
  await files.createMany({ data: [row('many-1'), row('many-2')] });
  const made = await files.findMany({ where: { name: { $startsWith: 'many-' } }, orderBy: { id: 'asc' } });
  const ids: string[] = made.map((one: { documentId: string }) => one.documentId);
  expect(await feed.since(before)).toEqual(ids.map((id) => `file ${id} live`));
  const then = await feed.head();
  await files.updateMany({ where: { name: { $startsWith: 'many-' } }, data: { caption: 'c' } });
  expect(await feed.since(then)).toEqual(ids.map((id) => `file ${id} live`));
  const later = await feed.head();
  await files.deleteMany({ where: { name: { $startsWith: 'many-' } } });
  expect((await feed.since(later)).sort()).toEqual(ids.map((id) => `file ${id} gone`).sort());
});

test('a picture in use is not deleted, and its bytes stay', async () => {
  const { desk, feed, url } = newsroom;
  const cover = await upload('cover.png');
  const author = await newName(desk, 'author');
  idIn(await desk.save('author', author, { portrait: cover.id }));
  const story = await publishedStory(desk, ['en'], { cover: cover.id, coverAlt: 'A', coverCredit: 'C' });
  const before = await feed.head();
  const answer = await desk.request('DELETE', `/upload/files/${cover.id}`);
  expect(answer).toMatchObject({ status: 400, sentence: expect.stringContaining('used in 3 places') });
  expect((await fetch(`${url}${cover.url}`)).status).toBe(200);
  expect(await feed.since(before)).toEqual([]);
  expect(await feed.document('article', story, 'en')).toMatchObject({ cover: { fileId: cover.documentId, alt: 'A', credit: 'C' } });
});

test('a picture in the text of a story or page is not deleted, in a draft either', async () => {
  const { desk, url } = newsroom;
  const inStory = await upload('in-story.png');
  const story = await publishedStory(desk, ['en'], { title: 'The bridge', body: `Look: ![a bridge](${inStory.url})` });
  // The published row holds it still.
  idIn(await desk.save('article', story, { body: 'Nothing to see.' }, 'en'));
  const inPage = await upload('in-page.png');
  idIn(await desk.create('page', { title: 'Мост', slug: 'most', body: `[файл](https://cms.example${inPage.url})` }, 'ru'));
  for (const [{ id, url: path }, title] of [
    [inStory, 'The bridge'],
    [inPage, 'Мост'],
  ] as const) {
    const answer = await desk.request('DELETE', `/upload/files/${id}`);
    expect(answer).toMatchObject({ status: 400, sentence: expect.stringContaining(`in the text of “${title}”`) });
    expect((await fetch(`${url}${path}`)).status).toBe(200);
  }
  idIn(await desk.publish('article', story, 'en'));
  expect((await desk.request('DELETE', `/upload/files/${inStory.id}`)).status).toBe(200);
});

test('a picture that is cut off is refused with a sentence', async () => {
  const whole = await tinyPicture(300);
  const { id } = await upload('whole.png');
  for (const replaced of [undefined, id]) {
    for (const mime of ['image/png', 'application/octet-stream']) {
      const answer = await newsroom.desk.upload('cut.png', whole.slice(0, whole.length - 60), mime, replaced);
      expect(answer).toMatchObject({ status: 400, sentence: expect.stringContaining('“cut.png” cannot be read as a picture') });
    }
  }
});

test('a file whose row cannot be finished leaves neither a row nor a line', async () => {
  const { desk, feed, strapi } = newsroom;
  const before = await feed.head();
  let armed = true;
  strapi.db.lifecycles.subscribe({
    models: ['plugin::upload.file'],
    afterCreate() {
      if (armed) throw new Error('the disk is full');
    },
  });
  expect((await desk.upload('half.png', await tinyPicture(), 'image/png')).status).toBe(500);
  armed = false;
  expect(await feed.since(before)).toEqual([]);
  expect(await strapi.db.query('plugin::upload.file').count({ where: { name: 'half.png' } })).toBe(0);
});

test.each([
  [
    'image.svg',
    'image/svg+xml',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><rect width="9" height="9"/></svg>',
  ],
  ['page.html', 'text/html', '<!doctype html><script>alert(1)</script>'],
  ['page.png', 'image/png', '<!doctype html><script>alert(1)</script>'],
])('%s of type %s is not taken when it can carry script', async (name, mime, text) => {
  const before = await newsroom.feed.head();
  const answer = await newsroom.desk.upload(name, new TextEncoder().encode(text), mime);
  expect(answer.status).toBe(400);
  expect(answer.sentence).toMatch(/PNG, JPEG|JPEG or PNG|not what its name says/);
  expect(await newsroom.feed.since(before)).toEqual([]);
});

test.each(['evil.html', 'evil.js', 'evil.HTML', 'evil.svg', 'evil.png.html', 'evil.', 'evil', 'evil.pdf'])(
  '%s whose bytes begin like a picture is not taken, whatever it calls itself',
  async (name) => {
    const { desk, feed } = newsroom;
    const { id } = await upload('harmless.gif.png');
    const gif = await sharp(await tinyPicture())
      .gif()
      .toBuffer();
    const before = await feed.head();
    for (const bytes of [new TextEncoder().encode('GIF89a=1;alert(1)//<script>alert(1)</script>'), new Uint8Array(gif)]) {
      for (const mime of ['application/octet-stream', '']) {
        for (const replaced of [undefined, id]) {
          const answer = await desk.upload(name, bytes, mime, replaced);
          expect(answer, `${mime} ${replaced}`).toMatchObject({ status: 400, sentence: expect.stringContaining(`“${name}”`) });
        }
      }
    }
    expect(await feed.since(before)).toEqual([]);
  },
);

test('a picture without a type is taken by its bytes and its name', async () => {
  const { documentId } = fileIn(await newsroom.desk.upload('PLAIN.PNG', await tinyPicture(), 'application/octet-stream'));
  expect(await newsroom.feed.document('file', documentId)).toMatchObject({ mime: 'image/png' });
});

test('a file of more than 50 MB is refused, and nothing of it is kept', async () => {
  const { desk, feed, settings } = newsroom;
  const [before, kept] = [await feed.head(), readdirSync(join(settings.DATA_DIR ?? '', 'public/uploads')).sort()];
  // Who refuses before the last byte may also cut the connection before its answer is read.
  const large = desk.upload('large.png', new Uint8Array(51 * 1024 * 1024), 'image/png');
  const answer = await large.then(
    ({ status }) => String(status),
    (error: unknown) => String(error instanceof Error ? error.cause : error),
  );
  expect(answer).toMatch(/^413$|ECONNRESET|EPIPE|other side closed/);
  expect(await feed.since(before)).toEqual([]);
  expect(readdirSync(join(settings.DATA_DIR ?? '', 'public/uploads')).sort()).toEqual(kept);
});

test('what was uploaded can run nothing when it is opened by itself', async () => {
  const { url } = await upload('shown.png');
  const { headers } = await fetch(`${newsroom.url}${url}`);
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
