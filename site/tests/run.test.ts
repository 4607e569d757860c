import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { filesUnder } from '../publisher/output.ts';
import { closeStore, openReader, openStore, readMeta } from '../publisher/store.ts';
import { FeedServer } from './feed-server.ts';
import { Newsroom, seeded } from './newsroom.ts';
import { spoilTable } from './spoilt-store.ts';

const program = fileURLToPath(new URL('../publisher/run.ts', import.meta.url));
const rollback = fileURLToPath(new URL('../publisher/rollback.ts', import.meta.url));
const verifier = fileURLToPath(new URL('../publisher/verify.ts', import.meta.url));

let folder: string;
let newsroom: Newsroom;
let cms: FeedServer;
let cmsUrl: string;
let port: number;
let running: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'site-run-'));
  newsroom = new Newsroom(21);
  cms = new FeedServer(newsroom);
  cmsUrl = await cms.listen();
  port = await freePort();
  running = [];
});

afterEach(async () => {
  for (const child of running) await end(child, 'SIGKILL');
  await cms.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the publisher as a program', () => {
  it('publishes, serves, and follows the cms', { timeout: 90_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    expect((await get('/')).status).toBe(200);
    const title = newsroom.publish('Rain over the river', 'rain-over-the-river');
    cms.announce();
    for (const path of [title, '/', '/rss.xml']) await until(async () => (await get(path)).text.includes('Rain over the river'), said);
    const line = /\[publish\] article "Rain over the river" \(en\): \d+ rendered, \d+ written, 0 removed in \d+ ms/;
    await until(() => line.test(said()), said);
  });

  it('answers as a web server should', { timeout: 90_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    const front = await get('/');
    expect(front.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(front.headers.get('cache-control')).toBe('no-cache');
    const etag = front.headers.get('etag') ?? '';
    expect((await get('/', { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304);
    expect((await get('/rss.xml')).headers.get('content-type')).toContain('application/xml');
    const notices = await get('/fragments/en/notices.js');
    expect(notices.headers.get('content-type')).toMatch(/^(?:text|application)\/javascript/);
    expect(notices.headers.get('cache-control')).toBe('public, max-age=10');
    newsroom.set({ securityContact: 'safety@example.org' });
    cms.announce();
    await until(async () => (await get('/.well-known/security.txt')).status === 200, said);
    expect((await get('/.well-known/security.txt')).headers.get('content-type')).toBe('text/plain; charset=utf-8');
    for (const [path, lang] of [
      ['/nothing/', 'en'],
      ['/ru/nothing/', 'ru'],
      ['/hy/nothing/', 'hy'],
    ] as const) {
      const missing = await get(path);
      expect(missing.status).toBe(404);
      expect(missing.text).toContain(`lang="${lang}"`);
    }
    for (const path of ['/../store.db', '/%2e%2e/site/store.db', '/..%2fsite%2fstore.db'])
      expect((await get(path)).text).not.toContain('SQLite');
    expect((await fetch(address('/'), { method: 'POST' })).status).toBe(405);
    for (const path of ['//', '//x:y', '/%E0%A4%A', '/%00']) expect((await get(path)).status).toBeGreaterThanOrEqual(400);
    expect((await get('/')).status).toBe(200);
  });

  it('says what is wrong with the token, goes on serving, and recovers', { timeout: 90_000 }, async () => {
    const first = run();
    await until(() => first.said().includes('[site] ready'), first.said);
    await end(first.child, 'SIGTERM');
    const { said } = run({ CMS_READ_TOKEN: 'another-token-of-the-tests-0123456789' });
    await until(() => said().includes('refused the read token'), said);
    expect((await get('/')).status).toBe(200);
  });

  it('stands while the cms is away, says so once, and catches up', { timeout: 90_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    await cms.close();
    await until(() => said().includes('does not answer'), said);
    expect((await get('/')).status).toBe(200);
    const path = newsroom.publish('Written meanwhile', 'written-meanwhile');
    const again = new FeedServer(newsroom);
    await again.listen(Number(new URL(cmsUrl).port));
    await until(async () => (await get(path)).status === 200, said);
    expect(said().match(/does not answer/g)).toHaveLength(1);
    expect(said()).toContain('answers again');
    await again.close();
  });

  it('leaves a line that breaks the contract out and takes the rest', { timeout: 90_000 }, async () => {
    cms.strayLines = [
      'no json',
      JSON.stringify({
        cursor: 1,
        type: 'article',
        id: 'bad1',
        locale: 'ru',
        at: '2026-01-01T00:00:00.000Z',
        state: 'live',
        document: { title: '' },
      }),
      JSON.stringify({ cursor: 'x', type: 'article', id: 'bad2', locale: 'ru', at: '2026-01-01T00:00:00.000Z', state: 'gone' }),
    ];
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    expect(said()).toContain('article bad1 (ru) was left out');
    expect(said()).toMatch(/article bad1 \(ru\) was left out, because it breaks the contract: .+ → at document\.title/);
    expect(said()).toMatch(/article bad2 \(ru\) was left out, because it breaks the contract: .+ → at cursor/);
    expect(said()).toContain('is not JSON and was left out');
    expect((await get('/about/')).status).toBe(200);
  });

  it('makes a damaged store anew from the cms', { timeout: 90_000 }, async () => {
    const first = run();
    await until(() => first.said().includes('[site] ready'), first.said);
    await end(first.child, 'SIGKILL');
    // The write-ahead log alone could bring the whole store back.
    for (const beside of ['store.db-wal', 'store.db-shm']) rmSync(join(folder, 'site', beside), { force: true });
    writeFileSync(join(folder, 'site', 'store.db'), 'this is no database at all, but it is long enough to be read as one'.repeat(200));
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    expect(said()).toContain('set aside and made anew');
    expect(existsSync(join(folder, 'site', 'store.db.broken'))).toBe(true);
    expect((await verify()).said).toContain('no difference');
  });

  it(
    'makes a store anew that turns out to be damaged while a page is made, and counts it as no fault of the page',
    { timeout: 90_000 },
    async () => {
      const first = run();
      await until(() => first.said().includes('[site] ready'), first.said);
      const path = newsroom.publish('Rain over the river', 'rain-over-the-river');
      cms.announce();
      await until(async () => (await get(path)).status === 200, first.said);
      await end(first.child, 'SIGTERM');
      spoilTable(join(folder, 'site', 'store.db'), 'article_html');
      newsroom.publish('Snow over the river', 'rain-over-the-river');
      const { said } = run();
      await until(async () => (await get(path)).text.includes('Snow over the river'), said);
      expect(said()).toContain('set aside and made anew');
      expect(said()).not.toContain('could not be rendered');
    },
  );

  it('begins anew when the cms has another database', { timeout: 90_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    const path = newsroom.publish('In the other database', 'in-the-other-database');
    cms.log = 'log-2';
    cms.announce();
    await until(async () => (await get(path)).status === 200, said);
    expect(said()).toContain('another database');
  });

  it('begins anew when the cms holds an older copy of its database that has gone on by itself', { timeout: 90_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    const lost = newsroom.publish('Only in the copy that is gone', 'only-in-the-copy-that-is-gone');
    cms.announce();
    await until(async () => (await get(lost)).status === 200, said);
    await cms.close();
    newsroom.forget('only-in-the-copy-that-is-gone');
    const path = newsroom.publish('Written after the restore', 'written-after-the-restore');
    const restored = new FeedServer(newsroom);
    restored.lives = ['life-0', 'life-2'];
    await restored.listen(Number(new URL(cmsUrl).port));
    await until(async () => (await get(path)).status === 200 && (await get(lost)).status === 404, said);
    expect(said()).toContain('such as a restored backup');
    await restored.close();
  });

  it('does not empty the site for an empty database', { timeout: 90_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    await cms.close();
    const empty = new Newsroom(21);
    empty.clear();
    const other = new FeedServer(empty);
    other.log = 'log-2';
    await other.listen(Number(new URL(cmsUrl).port));
    await until(() => said().includes('nothing is changed'), said);
    expect(said()).toMatch(/The cms now has 0 stories, and this site was made from \d+/);
    expect((await get('/')).status).toBe(200);
    expect((await get('/about/')).status).toBe(200);
    await other.close();
  });

  it('finds a page that was tampered with, and one that nobody published', { timeout: 180_000 }, async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    expect(await verify()).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'www', 'about', 'index.html'), '<p>Somebody was here</p>');
    writeFileSync(join(folder, 'www', 'stray.html'), 'left');
    rmSync(join(folder, 'www', 'rss.xml'));
    const verdict = await verify();
    expect(verdict.code).toBe(1);
    expect(verdict.said).toMatch(/\/about\/ differs from byte 1/);
    expect(verdict.said).toContain('/stray.html stands, but nothing is published there');
    expect(verdict.said).toContain('/rss.xml is missing');
    // A sample of some pages sees all that nobody published.
    const sample = await verify('--sample', '3');
    expect(sample.said).toMatch(/\[verify\] [0-3] pages compared, chosen by chance from about \d+/);
    expect(sample.said).toContain('/stray.html stands, but nothing is published there');
    expect(await verify('--sample', 'some')).toMatchObject({ code: 2 });
  });

  it('makes pictures after the page, and does without a broken one', { timeout: 90_000 }, async () => {
    cms.files.set(
      '/uploads/good.jpg',
      await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#345' } })
        .jpeg()
        .toBuffer(),
    );
    cms.files.set('/uploads/bad.jpg', Buffer.from('no picture at all'));
    newsroom.upload('good', '/uploads/good.jpg');
    newsroom.upload('bad', '/uploads/bad.jpg');
    const good = newsroom.publish('With a picture', 'with-a-picture', { fileId: 'good', alt: 'A view', caption: '', credit: 'X' });
    const bad = newsroom.publish('With a broken picture', 'with-a-broken-picture', {
      fileId: 'bad',
      alt: 'A view',
      caption: '',
      credit: 'X',
    });
    const { said } = run();
    await until(async () => /\/media\/[\w/]+-960\.jpg/.test((await get(good)).text), said);
    const [source] = /\/media\/[\w/-]+\.avif/.exec((await get(good)).text) ?? [];
    expect((await get(source ?? '')).headers.get('content-type')).toBe('image/avif');
    await until(() => said().includes('/uploads/bad.jpg is no picture'), said);
    expect((await get(bad)).status).toBe(200);
    expect((await get(bad)).text).not.toContain('/media/');
    newsroom.edit('with-a-broken-picture', { body: 'Published again.' });
    newsroom.withdraw('with-a-picture');
    cms.announce();
    await until(async () => (await get(source ?? '')).status === 404, said);
    expect(said().split('/uploads/bad.jpg is no picture')).toHaveLength(2);
  });

  it('offers a cover in every format and width, at once, and cuts around its focal point', { timeout: 90_000 }, async () => {
    const sky = await sharp({ create: { width: 1200, height: 400, channels: 3, background: '#f00' } })
      .toFormat('png')
      .toBuffer();
    const halves = sharp({ create: { width: 1200, height: 800, channels: 3, background: '#00f' } }).composite([
      { input: sky, top: 0, left: 0 },
    ]);
    cms.files.set('/uploads/halves.jpg', await halves.jpeg().toBuffer());
    newsroom.upload('high', '/uploads/halves.jpg', { x: 50, y: 4 });
    newsroom.upload('low', '/uploads/halves.jpg?low', { x: 21, y: 96 });
    const cover = (fileId: string): { fileId: string; alt: string; caption: string; credit: string } => ({
      fileId,
      alt: 'A view',
      caption: '',
      credit: 'X',
    });
    const pages = [newsroom.publish('High', 'high', cover('high')), newsroom.publish('Low', 'low', cover('low'))] as const;
    const { said } = run();
    await until(async () => (await get(pages[0])).text.includes('<picture>') && (await get(pages[1])).text.includes('<picture>'), said);
    const [high, low] = [(await get(pages[0])).text, (await get(pages[1])).text];
    for (const format of ['avif', 'webp'])
      expect(high).toMatch(
        new RegExp(`<source type="image/${format}" srcset="/media/\\S+-480.${format} 480w, \\S+ 960w, \\S+ 1200w" sizes="[^"]+">`),
      );
    expect(/<img [^>]*-960\.jpg[^>]*>/.exec(high)?.[0]).toMatch(
      /width="960" height="640" alt="A view" data-focus-x="5" data-focus-y="0" fetchpriority="high">$/,
    );
    expect(low).toContain('data-focus-x="2" data-focus-y="10"');
    const colours = async (html: string): Promise<boolean> => {
      const card = await fetch(/og:image" content="[^"]*(\/media\/[^"]*)"/.exec(html)?.[1]?.replace(/^/, address('')) ?? '');
      const { channels } = await sharp(Buffer.from(await card.arrayBuffer())).stats();
      return (channels[0]?.mean ?? 0) > (channels[2]?.mean ?? 0);
    };
    expect(await colours(high)).toBe(true);
    expect(await colours(low)).toBe(false);
  });

  it('publishes once and stops', { timeout: 90_000 }, async () => {
    const { child, said } = run({}, ['--once']);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(said()).toContain('[publish] done');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'www', 'index.html'), 'utf8')).toContain('The Test');
  });

  it('publishes once: says that the cms is away and changes nothing', async () => {
    await cms.close();
    const { child, said } = run({}, ['--once']);
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(said()).toContain('Nothing was published');
    expect(existsSync(join(folder, 'www', 'index.html'))).toBe(false);
  });

  it('comes to the right site after kills in its first reading, in full renders and in publishes', { timeout: 240_000 }, async () => {
    const random = seeded(31);
    for (let act = 0; act < 250; act++) newsroom.act();
    const seen = { reading: 0, rendering: 0, publishing: 0 };
    for (let kill = 0; kill < 9; kill++) {
      // Every other two starts bear another address on every page: a release of its own.
      const { child, said } = run({ SITE_URL: `https://${kill % 4 < 2 ? 'one' : 'another'}.example.org` });
      // The first two kills fall as soon as there is a store, and a page; the others anywhere.
      const begun = ['site/store.db', 'www/index.html'][kill] ?? 'www';
      await until(() => existsSync(join(folder, begun)), said);
      if (kill < 2) await sleep(1);
      else if (kill % 3 === 2) await until(() => said().includes('[site] ready'), said);
      else await sleep(random() * 1500);
      newsroom.act();
      cms.announce();
      await sleep(random() * 100);
      await end(child, 'SIGKILL');
      seen[said().includes('[site] ready') ? 'publishing' : existsSync(join(folder, 'www', 'index.html')) ? 'rendering' : 'reading']++;
    }
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    const verdict = await verify();
    expect(verdict.said).toContain('[verify] no difference');
    expect(verdict.code).toBe(0);
  });

  it('tells its receipts, and goes back a release, for those who show its token', async () => {
    const { said } = run();
    await until(() => said().includes('[site] ready'), said);
    newsroom.publish('Rain over the river', 'rain-over-the-river');
    cms.announce();
    const token = { authorization: `Bearer ${cms.token}` };
    await until(async () => {
      const { text } = await get('/_publisher/receipts?after=0', token);
      return /"title":"Rain over the river".*"live":"20/.test(text);
    }, said);
    for (const wrong of ['limit=many', 'limit=-1', 'after=0.5', 'after=']) {
      const { status, text } = await get(`/_publisher/receipts?${wrong}`, token);
      expect([status, text], wrong).toEqual([400, expect.stringContaining('are whole numbers')]);
    }
    expect((await get('/_publisher/receipts')).status).toBe(404);
    expect((await get('/_publisher/receipts', { authorization: 'Bearer wrong' })).status).toBe(404);
    const answer = await fetch(address('/_publisher/rollback'), { method: 'POST', headers: token });
    expect(await answer.json()).toEqual({ done: 'There is no release before this one to go back to.' });
  });

  it(
    'goes back a release and forth again on command, whether it runs or not, and verifies what readers see',
    { timeout: 90_000 },
    async () => {
      const first = run();
      await until(() => first.said().includes('[site] ready'), first.said);
      expect(await toItsEnd(rollback)).toEqual({ code: 0, said: '[rollback] There is no release before this one to go back to.\n' });
      await end(first.child, 'SIGTERM');
      makeOlder();
      const { child, said } = run();
      await until(() => said().includes('release 2 is live'), said);
      await until(() => said().includes('[site] ready'), said);
      expect((await get('/')).text).not.toContain('id="contents"');
      expect(said()).not.toContain('cannot be loaded');
      expect(await toItsEnd(rollback)).toMatchObject({ code: 0, said: expect.stringContaining('Readers see release 1 again.') as string });
      expect(said()).toContain('[publish] Readers see release 1 again.');
      expect((await get('/')).text).toContain('id="contents"');
      const verdict = await verify();
      expect(verdict.said).toContain('readers were taken back to release 1');
      expect(verdict.said).toContain('[verify] no difference');
      expect(verdict.code).toBe(0);
      await end(child, 'SIGTERM');
      expect(await toItsEnd(rollback)).toMatchObject({ code: 0, said: expect.stringContaining('Readers see release 2 again.') as string });
      expect(closed()).toBe('yes');
    },
  );

  it(
    'goes back a release after a kill without looking through the store, and leaves that to the next start',
    { timeout: 90_000 },
    async () => {
      const first = run();
      await until(() => first.said().includes('[site] ready'), first.said);
      await end(first.child, 'SIGKILL');
      spoilTable(join(folder, 'site', 'store.db'), 'documents');
      expect(await toItsEnd(rollback)).toEqual({ code: 0, said: '[rollback] There is no release before this one to go back to.\n' });
      const { said } = run();
      await until(() => said().includes('[site] ready'), said);
      expect(said()).toContain('set aside and made anew');
    },
  );

  it('tells whether a publish would reach readers, and gives figures to those who show their token', { timeout: 90_000 }, async () => {
    const { said } = run({ METRICS_TOKEN: 'figures-of-the-tests-0123456789abcdef' });
    await until(async () => (await get('/_publisher/health')).status === 200, said);
    // Not before every page has been made once.
    for (const path of ['/', '/hy/', '/about/', '/rss.xml'])
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 200 });
    await until(() => said().includes('[site] ready'), said);
    await until(async () => (await get('/_publisher/health')).status === 200, said);
    expect(JSON.parse((await get('/_publisher/health')).text)).toMatchObject({ fit: true, behind: 0, queue: { first: 0 }, failing: 0 });
    expect((await get('/_publisher/metrics')).status).toBe(404);
    const token = { authorization: 'Bearer figures-of-the-tests-0123456789abcdef' };
    expect((await get('/_publisher/metrics', token)).text).toMatch(/^broadsheet_site_fit 1$/m);
    await cms.close();
    const health = await get('/_publisher/health');
    expect(health.status).toBe(503);
    expect(JSON.parse(health.text)).toMatchObject({ fit: false, problems: [expect.stringContaining('does not answer')] });
    expect((await get('/_publisher/metrics', token)).text).toMatch(/^broadsheet_site_cms_answers 0$/m);
    expect((await get('/_publisher/health/live')).status).toBe(200);
  });

  it('says what it does as lines for machines when it is asked to', { timeout: 90_000 }, async () => {
    const { said } = run({ LOG_FORMAT: 'json' });
    await until(() => said().includes('"part":"site","message":"ready"'), said);
    for (const line of said().trim().split('\n')) {
      const told: unknown = JSON.parse(line);
      expect(told).toMatchObject({
        level: 'info',
        program: 'site',
        time: expect.stringMatching(/Z$/) as string,
        message: expect.any(String) as string,
      });
    }
  });

  it('stops with a sentence where it cannot work', { timeout: 90_000 }, async () => {
    const first = run();
    await until(() => first.said().includes('[site] ready'), first.said);
    for (const [settings, sentence] of [
      [{}, 'Another publisher is at work on'],
      [{ DATA_DIR: join(folder, 'other') }, `Port ${port} is in use by another program`],
      [{ SITE_PORT: 'http' }, 'Setting SITE_PORT is "http"'],
      [{ CMS_READ_TOKEN: 'short' }, 'must have at least 32 characters'],
      [{ CMS_READ_TOKEN: '' }, 'must be the same as in the cms'],
    ] as const) {
      const { child, said } = run(settings);
      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
      expect(said()).toContain(sentence);
    }
    expect((await get('/')).status).toBe(200);
  });
});

/** Whether the next start may take the store for whole. */
function closed(): string | null {
  const store = openReader(join(folder, 'site', 'store.db'));
  try {
    return readMeta(store, 'closed');
  } finally {
    store.close();
  }
}

/** Makes the only release one of an older look: its pages, its renderer and its key are others, and the folder of that version is gone. */
function makeOlder(): void {
  const store = openStore(join(folder, 'site', 'store.db'));
  const { key } = store.prepare<[], { key: string }>('select key from releases').get() ?? { key: '' };
  store.exec(`update releases set key = 'older'`);
  closeStore(store);
  const renderer = join(folder, 'site', 'renderers', 'older');
  renameSync(join(folder, 'site', 'renderers', key), renderer);
  rmSync(join(renderer, 'node_modules'));
  symlinkSync(join(folder, 'version-before', 'node_modules'), join(renderer, 'node_modules'));
  for (const root of [join(renderer, 'server'), join(folder, 'releases', '1')])
    for (const file of filesUnder(root)) {
      const text = readFileSync(join(root, file), 'latin1');
      if (text.includes('id="content"')) writeFileSync(join(root, file), text.replaceAll('id="content"', 'id="contents"'), 'latin1');
    }
}

function run(settings: NodeJS.ProcessEnv = {}, args: string[] = []): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [program, ...args], { env: { ...environment(), ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  return { child, said: collect(child) };
}

function verify(...args: string[]): Promise<{ code: number | null; said: string }> {
  return toItsEnd(verifier, args);
}

async function toItsEnd(command: string, args: string[] = []): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [command, ...args], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = collect(child);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, said: said() };
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CMS_URL: cmsUrl,
    CMS_READ_TOKEN: cms.token,
    DATA_DIR: folder,
    SITE_HOST: '127.0.0.1',
    SITE_PORT: String(port),
    SITE_URL: 'https://example.org',
  };
}

function collect(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

function address(path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(address(path), { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function until(condition: () => boolean | Promise<boolean>, said: () => string): Promise<void> {
  for (let waited = 0; !(await Promise.resolve(condition()).catch(() => false)); waited++) {
    if (waited > 1200) throw new Error(`It did not come about. The program said:\n${said()}`);
    await sleep(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const found = probe.address();
      probe.close(() => resolve(found && typeof found === 'object' ? found.port : 0));
    });
  });
}
