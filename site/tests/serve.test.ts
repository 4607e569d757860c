import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { serve } from '../publisher/serve.ts';

const page = `<!doctype html><title>Մամուլ</title>${'<p>Ամեն օր նոր թերթ։</p>'.repeat(200)}`;
const picture = Buffer.from(Uint8Array.from({ length: 4096 }, (_, index) => index % 7));

let outside: string;
let folder: string;
let server: Server;

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'served-'));
  folder = join(outside, 'www');
  mkdirSync(join(folder, 'media'), { recursive: true });
  mkdirSync(join(folder, '_astro'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, '404.html'), page);
  writeFileSync(join(folder, 'media/a.jpg'), picture);
  writeFileSync(join(folder, '_astro/site.abc.css'), 'p { margin: 0 }'.repeat(200));
  server = await serve(folder, '127.0.0.1', 0);
});

afterAll(() => {
  server.close();
  rmSync(outside, { recursive: true, force: true });
});

describe('the server for local use', () => {
  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const)('packs pages for a browser that takes %s', async (encoding, unpack) => {
    for (const path of ['/', '/nowhere/', '/_astro/site.abc.css']) {
      const { headers, body } = await get(path, { 'accept-encoding': encoding });
      expect(headers).toMatchObject({ 'content-encoding': encoding, vary: expect.stringMatching(/accept-encoding/i) as string });
      expect(unpack(body).toString()).toContain(path.endsWith('.css') ? 'margin' : 'Ամեն օր');
      expect(body.length).toBeLessThan(page.length / 4);
    }
  });

  it('sends what is packed already, and to those who did not ask, as it is', async () => {
    const plain = await get('/', {});
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(page);
    const image = await get('/media/a.jpg', { 'accept-encoding': 'gzip, br' });
    expect(image.headers['content-encoding']).toBeUndefined();
    expect(image.body.equals(picture)).toBe(true);
  });

  it('leads on from an old address at which no file can stand, and follows the map as it changes', async () => {
    const map = join(folder, 'redirects.map');
    expect((await get('/?p=12', {})).status).toBe(200);
    writeFileSync(map, '/?p=12 /2022/04/flood/;\n/2019/а/ /ru/flood/;\n/away/ https://other.example/?q=%24x;\n');
    for (const [asked, location] of [
      ['/?p=12', '/2022/04/flood/'],
      ['/?p=12&fbclid=x&p=13', '/2022/04/flood/'],
      ['/2019/%D0%B0/?utm_source=x', '/ru/flood/'],
      ['/2019/%D0%B0/', '/ru/flood/'],
      ['/2019/%d0%b0', '/ru/flood/'],
      ['/away/', 'https://other.example/?q=%24x'],
    ] as const)
      expect(await get(asked, {})).toMatchObject({ status: 301, headers: { location } });
    expect((await get('/?p=13', {})).status).toBe(200);
    expect((await get('/2019/%d0%b1/', {})).status).toBe(404);
    writeFileSync(map, '/?p=13 /2022/04/flood/;\n');
    expect((await get('/?p=13', {})).status).toBe(301);
    expect((await get('/?p=12', {})).status).toBe(200);
    rmSync(map);
    expect((await get('/?p=13', {})).status).toBe(200);
  });

  it('stays in its folder, and shows nothing that lies in it by accident, however the address is written', async () => {
    writeFileSync(join(outside, 'secret'), 'secret words');
    mkdirSync(join(outside, 'www-old'));
    writeFileSync(join(outside, 'www-old/secret'), 'secret words');
    mkdirSync(join(folder, '.git'));
    for (const hidden of ['.git/config', '.env', 'media/.env']) writeFileSync(join(folder, hidden), 'secret words');
    const ways = ['..', '%2e%2e', '.%2e', '%2E.'].flatMap((up) => ['/', '%2f', '%2F', '\\', '%5c', '%2f%2f', '/./'].map((by) => up + by));
    const paths = [
      ...ways.flatMap((way) => [
        `/${way}secret`,
        `/media/${way}${way}secret`,
        `/${way}www-old/secret`,
        `/media/x/${way}${way}${way}secret`,
      ]),
      ...['', '%2f', '/', 'media/..%2f..'].map((way) => `/${way}${outside}/secret`),
      ...['/.git/config', '/.env', '/%2egit/config', '/media/.env', '/media%2f.env', '/.well-known/../.env', '/.well-known/..%2f.env'],
      ...['/%252e%252e%252fsecret', '/..%00/secret', '/..;/secret', '/%c0%ae%c0%ae/secret', `/file://${outside}/secret`],
    ];
    const shown = [];
    for (const path of paths) {
      const { status, body } = await get(path, {});
      if (status === 200 || body.toString().includes('secret words')) shown.push({ path, status });
    }
    expect(shown).toEqual([]);
  });

  it('lets no browser guess what a file is, nor tell other sites which page was read', async () => {
    for (const path of ['/', '/media/a.jpg', '/_astro/site.abc.css'])
      expect((await get(path, {})).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
      });
    expect((await get('/nowhere/', {})).headers['x-content-type-options']).toBe('nosniff');
  });

  it('gives one page or the other, whole, while pages are put in its place', async () => {
    const pages = ['short', 'long '.repeat(4000)];
    const swap = (number: number): void => {
      writeFileSync(join(folder, 'next'), pages[number % 2] ?? '');
      renameSync(join(folder, 'next'), join(folder, 'swapped.html'));
    };
    swap(0);
    for (let round = 0; round < 40; round++) {
      const asked = Array.from({ length: 10 }, () => get('/swapped.html', {}));
      for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(() => resolve(swap(turn))));
      for (const { body } of await Promise.all(asked)) expect(pages).toContain(body.toString());
    }
  });

  it('gives a part of a file by its own bytes', async () => {
    const { status, headers, body } = await get('/', { 'accept-encoding': 'gzip', range: 'bytes=0-1999' });
    expect(status).toBe(206);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.equals(Buffer.from(page).subarray(0, 2000))).toBe(true);
  });

  it('lets browsers keep for ever what is named by its content, and nothing else', async () => {
    for (const path of ['/media/a.jpg', '/_astro/site.abc.css'])
      expect((await get(path, {})).headers['cache-control']).toContain('immutable');
    for (const path of ['/', '/nowhere/']) expect((await get(path, {})).headers['cache-control']).toBe('no-cache');
  });
});

/** One request without a browser's own unpacking. */
function get(path: string, headers: Record<string, string>): Promise<{ status?: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    asked.on('error', reject).end();
  });
}
