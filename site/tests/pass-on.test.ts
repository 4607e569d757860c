import { createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { viewsOf } from '../publisher/pass-on.ts';
import { serve } from '../publisher/serve.ts';

let folder: string;
let cms: Server;
let site: Server;
let asked: { method: string; url: string; headers: IncomingHttpHeaders }[];
let answer: RequestListener;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passed-on-'));
  asked = [];
  answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=5' }).end('{}');
  cms = createServer((incoming, response) => {
    asked.push({ method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers });
    answer(incoming, response);
  });
  await new Promise<void>((resolve) => cms.listen(0, '127.0.0.1', resolve));
  site = await serve(folder, '127.0.0.1', 0, viewsOf(`http://127.0.0.1:${portOf(cms)}`));
});

afterEach(() => {
  for (const server of [cms, site]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

it('passes views on with what says who asks, and nothing else', async () => {
  const { status, headers, body } = await ask('POST', '/api/views/abc/en?driven', {
    'user-agent': 'Firefox',
    origin: 'http://site',
    'sec-purpose': 'prefetch',
    'x-forwarded-for': '203.0.113.9',
    cookie: 'session=secret',
    authorization: 'Bearer secret',
  });
  expect({ status, body, cache: headers['cache-control'] }).toEqual({ status: 200, body: '{}', cache: 'public, max-age=5' });
  const [passed] = asked;
  expect(passed).toMatchObject({ method: 'POST', url: '/api/views/abc/en?driven' });
  expect(passed?.headers).toMatchObject({ 'user-agent': 'Firefox', origin: 'http://site', 'sec-purpose': 'prefetch' });
  // The web server before this one said the first, this one saw the second.
  expect(passed?.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
  expect(JSON.stringify(passed)).not.toContain('secret');
});

it('passes nothing else of the cms on', async () => {
  for (const path of ['/api/changes', '/admin', '/api/viewsomething', '/api/views/../changes', '/api/views/%2e%2e/changes'])
    expect((await ask('GET', path)).status, path).toBe(404);
  expect(asked).toEqual([]);
});

it('says nothing, which is no error in a reader’s console, while the cms is away or cannot answer', async () => {
  const nothing = { status: 204, cache: 'no-store', body: '' };
  const said = async (method: string) => {
    const { status, headers, body } = await ask(method, '/api/views/abc/en');
    return { status, cache: headers['cache-control'], body };
  };
  answer = (_request, response) => response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"…"}');
  expect(await said('GET')).toEqual(nothing);
  cms.closeAllConnections();
  await new Promise((resolve) => cms.close(resolve));
  expect(await said('GET')).toEqual(nothing);
  expect(await said('POST')).toEqual(nothing);
  expect((await ask('GET', '/nowhere/')).status).toBe(404);
});

it('does not take in a body that the cms refuses unread', async () => {
  answer = (_request, response) => response.writeHead(400).end('{}');
  let sent = 0;
  const status = await new Promise<number | undefined>((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port: portOf(site), path: '/api/views/abc/en', method: 'POST' });
    outgoing.on('response', (response) => resolve(response.statusCode));
    outgoing.on('error', () => resolve(undefined));
    const chunk = Buffer.alloc(1_000_000);
    const push = (): void => {
      if (outgoing.destroyed || ++sent > 100) return;
      outgoing.write(chunk, push);
    };
    push();
  });
  expect([400, undefined]).toContain(status);
  expect(sent).toBeLessThan(50);
  // The cms hears of it as of a bad request.
  expect(asked).toMatchObject([{ method: 'POST', url: '/api/views' }]);
});

it('passes readers on while as many bodies wait for their refusal as it would pass on at once', async () => {
  const bodies = Array.from({ length: 520 }, () => {
    const sending = request({ host: '127.0.0.1', port: portOf(site), path: '/api/views/abc/en', method: 'POST' });
    sending.on('error', () => undefined).write('x'.repeat(1000));
    return sending;
  });
  await Promise.all(bodies.map((sending) => new Promise((resolve) => sending.once('socket', (socket) => socket.once('connect', resolve)))));
  expect((await ask('POST', '/api/views/def/en')).status).toBe(200);
  expect(asked).toContainEqual(expect.objectContaining({ url: '/api/views/def/en' }));
  for (const sending of bodies) sending.destroy();
});

function portOf(server: Server): number {
  const address = server.address();
  return address && typeof address === 'object' ? address.port : 0;
}

function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: portOf(site), method, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asking.on('error', reject);
    asking.end();
  });
}
