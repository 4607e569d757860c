import { once } from 'node:events';
import { mkdtemp, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { fetchPicture, largestPicture } from '../src/importing/fetch-picture';
import { MediaFolder } from '../src/importing/media-folder';
import { checkAddress, guardedLookup } from '../src/importing/network-guard';
import { pictureTypeOf } from '../src/importing/picture-type';
import { tinyPicture } from './support/pictures';

let server: Server;
let origin: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-media-'));
  server = createServer((request, response) => {
    const location = { '/to-file': 'file:///etc/passwd', '/round': '/round', '/on': '/picture' }[request.url ?? ''];
    if (location !== undefined) response.writeHead(302, { location }).end();
    else if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    else if (request.url === '/huge') response.writeHead(200).end(Buffer.alloc(largestPicture + 1));
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('picture');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['http://127.0.0.1/a.png', 'this machine or its network'],
  ['http://2130706433/', 'this machine or its network'],
  ['http://0x7f.1/', 'this machine or its network'],
  ['http://[::ffff:127.0.0.1]/', 'this machine or its network'],
  ['http://169.254.169.254/latest/meta-data/', 'this machine or its network'],
  ['http://example.com:6379/', 'not one of the web'],
  ['file:///etc/passwd', 'only http and https'],
  ['gopher://example.com/', 'only http and https'],
])('%s is not asked for a picture', (address, words) => {
  expect(() => checkAddress(new URL(address), false)).toThrow(words);
});

test('a name that leads to this machine is refused when it is looked up, so that no request is sent', async () => {
  const answer = await new Promise((resolve) => {
    guardedLookup(false, 3000)('localhost', { all: true }, (error) => resolve(error?.message));
  });
  expect(answer).toContain('this machine or its network');
});

test.each([
  ['/to-file', 'file: is not fetched'],
  ['/round', 'redirected more than 4 times'],
  ['/page', 'of the type "text/html"'],
  ['/huge', 'larger than 25 MB'],
])('what is at %s is not taken', async (path, words) => {
  const outcome = await fetchPicture(origin + path, true).then(
    () => 'taken',
    (error: unknown) => String(error),
  );
  expect(outcome).toContain(words);
});

test('a redirect is followed, and what a server calls its picture does not matter', async () => {
  expect((await fetchPicture(`${origin}/on`, true)).toString()).toBe('picture');
});

test('a picture is judged by its bytes', async () => {
  expect(await pictureTypeOf(Buffer.from(await tinyPicture()))).toBe('image/png');
  await expect(pictureTypeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>'))).rejects.toThrow(
    'type svg',
  );
  await expect(pictureTypeOf(Buffer.from('GIF89a?'))).rejects.toThrow('no picture');
  await expect(pictureTypeOf(Buffer.alloc(0))).rejects.toThrow('empty');
});

test('a copy of the uploads gives what lies in it, and nothing beside it', async () => {
  const uploads = join(folder, 'uploads');
  await mkdir(join(uploads, '2019'), { recursive: true });
  await writeFile(join(folder, 'secret.png'), 'secret');
  await writeFile(join(uploads, '2019/нева.png'), 'river');
  await symlink(join(folder, 'secret.png'), join(uploads, 'link.png'));
  const media = new MediaFolder(uploads);
  const read = async (path: string): Promise<string | undefined> => (await media.read(path))?.toString();
  for (const path of [
    '/wp-content/uploads/2019/%D0%BD%D0%B5%D0%B2%D0%B0.png',
    '/blog/wp-content/uploads/sites/3/2019/нева.png',
    '/2019/нева.png',
  ])
    expect(await read(path), path).toBe('river');
  for (const path of [
    '/wp-content/uploads/../secret.png',
    '/uploads/%2e%2e/secret.png',
    '/uploads/..%2fsecret.png',
    '/uploads/2019/../2019/нева.png',
    '/uploads/link.png',
    '/uploads/2019',
    '/uploads/%00',
    '/%',
  ])
    expect(await read(path), path).toBeUndefined();
  expect(await new MediaFolder(folder).read('/wp-content/uploads/2019/нева.png')).toEqual(Buffer.from('river'));
  await writeFile(join(uploads, 'huge.png'), '');
  await truncate(join(uploads, 'huge.png'), largestPicture + 1);
  await expect(read('/uploads/huge.png')).rejects.toThrow('larger than 25 MB');
});
