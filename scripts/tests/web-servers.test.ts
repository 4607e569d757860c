/** The web servers' files, in the real servers where this machine has them: Caddy as the containers run it, nginx as the example has it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort } from '../ports.ts';
import { root } from '../repository.ts';

const servers = [
  { name: 'Caddy', program: ['/usr/bin/caddy', '/usr/local/bin/caddy'].find(existsSync), start: startCaddy },
  { name: 'nginx', program: ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(existsSync), start: startNginx },
];

/** What stands on every answer, whatever it is. */
const guarding = {
  'content-security-policy': "frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'strict-transport-security': 'max-age=31536000',
};

const style = 'body { color: black }\n'.repeat(200);

describe.each(servers)('$name before the newsroom', ({ name, program, start }) => {
  let folder: string;
  let cms: Server;
  let seen: { url: string; headers: IncomingHttpHeaders; whole: boolean }[];
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    if (!program) return;
    folder = mkdtempSync(join(tmpdir(), 'web-server-'));
    release('1', 'The first front page');
    renameSync(link('1'), join(folder, 'www'));
    seen = [];
    cms = createServer((asked, answer) => {
      const noted = { url: asked.url ?? '', headers: asked.headers, whole: false };
      seen.push(noted);
      asked.resume().on('end', () => {
        noted.whole = true;
        answer.writeHead(asked.url?.includes('unfit') ? 503 : 200, { 'content-type': 'application/json' }).end('{"counted":true}');
      });
    });
    const cmsPort = await freePort();
    await new Promise<void>((resolve) => cms.listen(cmsPort, '127.0.0.1', resolve));
    port = await freePort();
    server = await start(program, folder, port, cmsPort);
  });

  afterAll(async () => {
    if (!program) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
    cms.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string | Buffer) =>
    ask(port, path, headers, method, body);

  it.runIf(program)('gives pages with the headers that they cannot give themselves, and keeps them no longer than one look', async () => {
    const { status, headers, text } = await get('/');
    expect(status).toBe(200);
    expect(text).toContain('The first front page');
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', ...guarding });
    expect(headers['server'] ?? '').not.toMatch(/\d|caddy/i);
    expect((await get('/', { 'if-none-match': String(headers.etag) })).status).toBe(304);
    for (const path of ['/media/a.jpg', '/nothing/', '/old-story/', '/api/views/abc/en'])
      expect({ path, ...(await get(path)).headers }).toMatchObject({ path, ...guarding });
  });

  it.runIf(program)('keeps for ever what is named by its content, and gives it as it was compressed beforehand', async () => {
    for (const [encoding, open] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      // nginx from Debian knows gzip alone.
      if (encoding === 'br' && program?.endsWith('nginx')) continue;
      const { headers, bytes } = await get('/_astro/page.abc123.css', { 'accept-encoding': encoding });
      expect(headers).toMatchObject({ 'content-encoding': encoding, 'cache-control': 'public, max-age=31536000, immutable' });
      expect(headers['content-type']).toMatch(/^text\/css/);
      // Not the style itself: the file beside it, which says so here.
      expect(open(bytes).toString()).toBe(`${style}/* ${encoding} */`);
    }
    expect((await get('/search/en/2025-x1/pagefind.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/search/en/manifest.json')).headers['cache-control']).toBe('no-cache');
    expect((await get('/fragments/en/notices.js')).headers['cache-control']).toBe('public, max-age=10');
    expect((await get('/', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
  });

  it.runIf(program)('says what is a feed, a manifest, a list', async () => {
    expect((await get('/rss.xml')).headers['content-type']).toBe('application/xml; charset=utf-8');
    expect((await get('/ru/analytics/rss.xml')).headers['content-type']).toBe('application/xml; charset=utf-8');
    expect((await get('/manifest.webmanifest')).headers['content-type']).toBe('application/manifest+json');
    expect((await get('/redirects.map')).headers['content-type']).toMatch(/^text\/plain/);
    expect((await get('/.well-known/security.txt')).status).toBe(200);
  });

  it.runIf(program)('says in the reader’s language that a page is not there, and shows neither folders nor stray files', async () => {
    for (const [path, words] of [
      ['/nothing/', 'Not found'],
      ['/ru/nothing/', 'Не найдено'],
      ['/hy/nothing', 'Չի գտնվել'],
      ['/media/', 'Not found'],
      ['/.git/config', 'Not found'],
      ['/ru/.env', 'Не найдено'],
    ] as const) {
      const { status, text, headers } = await get(path);
      expect({ path, status, text }).toMatchObject({ path, status: 404, text: expect.stringContaining(words) as string });
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    for (const path of ['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/media/../../secret', '/.well-known/..%2f.git/config'])
      expect((await get(path)).text).not.toContain('secret words');
  });

  it.runIf(program)('leads old addresses on, with nothing that a list could add to the answer', async () => {
    expect(await get('/old-story/')).toMatchObject({
      status: 301,
      headers: { location: expect.stringMatching(/\/2026\/01\/story\/$/) as string },
    });
    for (const old of [
      '/?p=12',
      '/?p=12&fbclid=a&b=c',
      '/old-story',
      '/old-story/?utm_source=a',
      '/2019/%D0%BD%D0%B5%D0%B2%D0%B0?fbclid=a',
      '/index.php?option=a&id=5',
      '/2019/%D0%BD%d0%b5%D0%B2%D0%B0/',
    ])
      expect(await get(old), old).toMatchObject({
        status: 301,
        headers: { location: expect.stringMatching(/\/2026\/01\/story\/$/) as string },
      });
    expect((await get('/?p=13')).status).toBe(200);
    expect((await get('/?p=123&p=12')).status).toBe(200);
    const odd = await get('/odd/');
    expect(odd.headers.location).toContain('%0D%0Aset-cookie');
    expect(odd.headers['set-cookie']).toBeUndefined();
  });

  it.runIf(program)('passes views on to the cms with the reader’s address, and nothing else of it', async () => {
    expect((await get('/api/views/abc/en', { 'x-forwarded-for': '203.0.113.9' }, 'POST')).text).toBe('{"counted":true}');
    expect(seen.at(-1)).toMatchObject({ url: '/api/views/abc/en', headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect((await get('/api/views?articles=abc')).status).toBe(200);
    const before = seen.length;
    for (const path of [
      '/admin',
      '/admin/',
      '/api/changes?after=0',
      '/api/viewsx',
      '/uploads/x.jpg',
      '/health',
      '/metrics',
      '/_publisher/health',
      '/api/views/../changes',
    ])
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 404 });
    expect(seen).toHaveLength(before);
  });

  it.runIf(program)('passes no report of a reading on that is longer than one can be', async () => {
    const before = seen.length;
    // Older Caddys take a body that they refuse for a cms that failed.
    expect([413, 204]).toContain((await get('/api/views/abc/en', {}, 'POST', 'x'.repeat(1_500))).status);
    expect(seen.slice(before).filter(({ whole }) => whole)).toEqual([]);
    expect((await get('/api/views/abc/en', {}, 'POST', 'x'.repeat(200))).status).toBe(200);
  });

  it.runIf(program && name === 'nginx')(
    'lets editors upload what the cms takes, and passes nothing larger and none of the machines’ doors on',
    async () => {
      const host = { host: 'cms.example.org' };
      expect((await get('/upload', host, 'POST', Buffer.alloc(50_000_000))).status).toBe(200);
      expect(seen.at(-1)).toMatchObject({ url: '/upload', whole: true, headers: { 'x-forwarded-for': '127.0.0.1' } });
      const before = seen.length;
      // Refused by what is announced; the rest is never sent.
      expect((await get('/upload', { ...host, 'content-length': '70000000' }, 'POST', 'x')).status).toBe(413);
      for (const path of ['/api/changes?after=0', '/api/views/abc/en', '/metrics', '/health', '/%61pi/changes', '/x/../metrics'])
        expect({ path, status: (await get(path, host)).status }).toEqual({ path, status: 404 });
      expect(seen).toHaveLength(before);
    },
  );

  it.runIf(program)('follows to the next release at once', async () => {
    release('2', 'The second front page');
    renameSync(link('2'), join(folder, 'www'));
    expect((await get('/')).text).toContain('The second front page');
  });

  // The last but one: the cms does not come back.
  it.runIf(program)('says nothing of views, which is no error in a reader’s console, while the cms is away or unfit', async () => {
    const quiet = { status: 204, text: '', headers: { 'cache-control': expect.stringMatching(/^no-/) as string } };
    expect(await get('/api/views/unfit/en')).toMatchObject(quiet);
    cms.closeAllConnections();
    await new Promise((resolve) => cms.close(resolve));
    expect(await get('/api/views/abc/en')).toMatchObject(quiet);
    expect(await get('/api/views/abc/en', { 'content-length': '0' }, 'POST')).toMatchObject(quiet);
    expect((await get('/nothing/')).status).toBe(404);
  });

  // The last of them: this reader is heard no more for a while.
  it.runIf(program && name === 'nginx')('hears no more of a reader who counts without end', async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, () => get('/api/views/abc/en')));
    expect(answers.map(({ status }) => status)).toContain(429);
  });

  function release(id: string, front: string): void {
    const files: Record<string, string | Buffer> = {
      'index.html': `<!doctype html><title>${front}</title>${'<p>Text.</p>'.repeat(100)}`,
      '404.html': 'Not found',
      'ru/404.html': 'Не найдено',
      'hy/404.html': 'Չի գտնվել',
      'rss.xml': '<rss/>',
      'ru/analytics/rss.xml': '<rss/>',
      'redirects.map':
        '/old-story/ /2026/01/story/;\n/?p=12 /2026/01/story/;\n/index.php?option=a&id=5 /2026/01/story/;\n/2019/нева/ /2026/01/story/;\n/odd/ /new/%0D%0Aset-cookie:%20a=b;\n',
      '.well-known/security.txt': 'Contact: x',
      '.git/config': 'secret words',
      'ru/.env': 'secret words',
      'manifest.webmanifest': '{}',
      'media/a.jpg': 'picture',
      'fragments/en/notices.js': '//',
      'search/en/manifest.json': '{}',
      'search/en/2025-x1/pagefind.js': '//',
      '_astro/page.abc123.css': style,
      '_astro/page.abc123.css.br': brotliCompressSync(`${style}/* br */`),
      '_astro/page.abc123.css.gz': gzipSync(`${style}/* gzip */`),
      '../../secret': 'secret words',
    };
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, 'releases', id, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  function link(id: string): string {
    symlinkSync(`releases/${id}`, join(folder, 'www.next'));
    return join(folder, 'www.next');
  }
});

async function startCaddy(program: string, folder: string, port: number, cmsPort: number): Promise<ChildProcess> {
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${readFileSync(join(root, 'docker/Caddyfile'), 'utf8')}`);
  const settings = { SITE_ADDRESS: `http://127.0.0.1:${port}`, SITE_ROOT: join(folder, 'www'), CMS_ADDRESS: `127.0.0.1:${cmsPort}` };
  return running(
    spawn(program, ['run', '--config', file, '--adapter', 'caddyfile'], { env: { ...process.env, ...settings, HOME: folder } }),
    port,
  );
}

async function startNginx(program: string, folder: string, port: number, cmsPort: number): Promise<ChildProcess> {
  const example = readFileSync(join(root, 'docker/nginx.conf.example'), 'utf8')
    .replaceAll(/^\s*ssl_certificate.*$/gm, '')
    .replaceAll('listen 443 ssl http2', `listen 127.0.0.1:${port}`)
    .replaceAll('listen 80;', `listen 127.0.0.1:${port};`)
    .replaceAll('server_name news.example.org;\n\treturn', 'server_name plain.example.org;\n\treturn')
    .replaceAll('server_name news.example.org', 'server_name 127.0.0.1')
    .replaceAll('/srv/newsroom/www', join(folder, 'www'))
    .replaceAll('/var/log/nginx', folder)
    .replaceAll('127.0.0.1:1337', `127.0.0.1:${cmsPort}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
  const file = join(folder, 'nginx.conf');
  // The worker must be able to read a folder that this account alone may enter.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    file,
    `${user}\npid ${folder}/nginx.pid;\ndaemon off;\nevents {}\nhttp {\ninclude /etc/nginx/mime.types;\n${temporary}\n${example}}\n`,
  );
  return running(spawn(program, ['-c', file, '-e', join(folder, 'start.log')]), port);
}

async function running(server: ChildProcess, port: number): Promise<ChildProcess> {
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let waited = 0; waited < 400; waited++) {
    if (server.exitCode !== null) break;
    const answers = await ask(port, '/', {}, 'GET').then(
      () => true,
      () => false,
    );
    if (answers) return server;
    await sleep(50);
  }
  throw new Error(`The web server does not answer:\n${said}`);
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

/** One request as it is written: paths are not tidied up, nothing is decompressed, nothing followed. */
function ask(port: number, path: string, headers: Record<string, string>, method: string, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString() });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
