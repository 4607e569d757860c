import { createRequire } from 'node:module';
import { request } from 'node:http';

import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { tracesIn } from '../../../tests/traces';
import type { ViewCounter } from '../../src/counting/view-counter';
import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { publishedStory } from '../support/stories';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const site = 'http://localhost:4321';

const compiled = <T>(module: string) => createRequire(import.meta.url)(`../../dist/src/counting/${module}.js`) as T;

let newsroom: Newsroom;
let story: string;
beforeAll(async () => {
  newsroom = await openNewsroom();
  story = await publishedStory(newsroom.desk, ['en', 'ru', 'hy']);
});
afterAll(() => newsroom.stop());

interface Reader {
  agent?: string;
  address?: string;
  headers?: Record<string, string>;
  query?: string;
}

let addresses = 0;
/** An address that nobody had before. */
function somewhere(): string {
  addresses += 1;
  return `203.0.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

async function hit(id: string, locale: string, { agent = firefox, address = somewhere(), headers = {}, query = '' }: Reader = {}) {
  const response = await fetch(`${newsroom.url}/api/views/${id}/${locale}${query}`, {
    method: 'POST',
    headers: { 'user-agent': agent, origin: site, 'x-forwarded-for': address, ...headers },
  });
  return { status: response.status, verdict: (await response.json()) as unknown };
}

async function totals(id: string): Promise<unknown> {
  return (await fetch(`${newsroom.url}/api/views/${id}/en`)).json();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function rows(table: string, where: Record<string, string> = {}): Promise<Record<string, unknown>[]> {
  return newsroom.strapi.db.connection(table).select('*').where(where);
}

const refusedFor = async (reason: string) => (await rows('view_refusals', { reason })).reduce((sum, { count }) => sum + Number(count), 0);

describe('a view', () => {
  test('counts once for ten reloads, and each language apart', async () => {
    const id = await publishedStory(newsroom.desk, ['en', 'ru', 'hy']);
    const address = somewhere();
    expect((await hit(id, 'ru', { address })).verdict).toEqual({ counted: true });
    for (let reload = 0; reload < 10; reload++)
      expect((await hit(id, 'ru', { address })).verdict).toEqual({ counted: false, reason: 'repeat' });
    expect((await hit(id, 'hy', { address })).verdict).toEqual({ counted: true });
    await until(async () => JSON.stringify(await totals(id)) === JSON.stringify({ all: 2, ru: 1, hy: 1 }));
    const [ru] = await rows('views', { article_id: id, article_locale: 'ru' });
    expect(ru).toMatchObject({ count: 1, readers: 1 });
  });

  test('counts for each of many readers, also behind one address with other browsers', async () => {
    const id = await publishedStory(newsroom.desk, ['en']);
    const address = somewhere();
    for (let reader = 0; reader < 20; reader++)
      expect((await hit(id, 'en', { address, agent: `${firefox} ${reader}` })).verdict).toEqual({ counted: true });
    await until(async () => JSON.stringify(await totals(id)).includes('"all":20'));
  });

  test('does not change the story', async () => {
    const { desk, feed } = newsroom;
    const id = await publishedStory(desk, ['en']);
    const before = { story: await desk.read('article', id, 'en'), head: await feed.head() };
    await hit(id, 'en');
    await until(async () => (await rows('views', { article_id: id })).length === 1);
    expect(await desk.read('article', id, 'en')).toEqual(before.story);
    expect((await feed.since(before.head)).filter((line) => line.startsWith('article'))).toEqual([]);
  });

  test('stops with the story: once withdrawn it is unknown', async () => {
    const id = await publishedStory(newsroom.desk, ['en']);
    idIn(await newsroom.desk.unpublish('article', id, 'en'));
    await until(async () => (await hit(id, 'en')).status === 404);
  });
});

describe('a hit is not counted, and its reason is, when', () => {
  test.each([
    ['bot', { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['bot', { agent: 'curl/8.14.1' }],
    ['bot', { agent: '' }],
    ['bot', { agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36' }],
    ['bot', { query: '?driven' }],
    ['link-preview', { agent: 'TelegramBot (like TwitterBot)' }],
    ['link-preview', { agent: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' }],
    ['prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
    ['prefetch', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['prefetch', { headers: { 'x-moz': 'prefetch' } }],
    ['editor', { query: 'of an editor' }],
    ['bad-request', { headers: { origin: 'https://elsewhere.example' } }],
  ] as [string, Reader][])('%s: %j', async (reason, reader) => {
    const before = await refusedFor(reason);
    const { editorMark } = compiled<typeof import('../../src/counting/editor-mark')>('editor-mark');
    const query = reader.query === 'of an editor' ? `?editor=${editorMark()}` : reader.query;
    expect((await hit(story, 'en', { ...reader, ...(query ? { query } : {}) })).verdict).toEqual({ counted: false, reason });
    await until(async () => (await refusedFor(reason)) > before);
  });

  test('the story is unknown, or not in that language', async () => {
    expect(await hit('nosuchdocument0000000000', 'en')).toEqual({ status: 404, verdict: { counted: false, reason: 'unknown-article' } });
    const id = await publishedStory(newsroom.desk, ['en']);
    expect((await hit(id, 'hy')).verdict).toEqual({ counted: false, reason: 'unknown-article' });
  });

  test('too many come from one place, while others are counted', async () => {
    const addresses = ['2001:db8:1:2::5', '2001:db8:1:2:ffff::1'];
    let status = 0;
    // Enough for two minutes of the clock: what is too much is counted anew in each.
    for (let reader = 0; reader < 260 && status !== 429; reader++)
      ({ status } = await hit(story, 'en', { address: addresses[reader % 2] ?? '', agent: `${firefox} place ${reader}` }));
    expect(status).toBe(429);
    expect((await hit(story, 'en', { address: '2001:db8:1:3::5' })).verdict).toEqual({ counted: true });
  });

  test.each([
    '/api/views/a',
    '/api/views/../../x/en',
    '/api/views/a%00b/en',
    '/api/views/abc/xx',
    `/api/views/${'a'.repeat(300)}/en`,
    '/api/views/abc/en/more',
  ])('the address is %s', async (path) => {
    const response = await fetch(newsroom.url + path, { method: 'POST', headers: { 'user-agent': firefox, origin: site } });
    expect([400, 404, 405]).toContain(response.status);
  });
});

test('a body of 100 MB is refused without being read', async () => {
  const before = process.memoryUsage().rss;
  let sent = 0;
  const status = await new Promise<number | undefined>((resolve) => {
    const outgoing = request(`${newsroom.url}/api/views/${story}/en`, {
      method: 'POST',
      headers: { 'user-agent': firefox, origin: site, 'content-length': 100_000_000 },
    });
    outgoing.on('response', (response) => resolve(response.statusCode));
    outgoing.on('error', () => resolve(undefined));
    const chunk = Buffer.alloc(1_000_000);
    const push = (): void => {
      while (sent < 100 && !outgoing.destroyed && outgoing.write(chunk)) sent++;
      sent++;
      if (sent < 100 && !outgoing.destroyed) outgoing.once('drain', push);
    };
    push();
  });
  expect([400, undefined]).toContain(status);
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
});

test('who sends too much waits for the answer, and nobody else does', async () => {
  const answered: string[] = [];
  const ask = async (name: string, method: string, body?: string): Promise<number> => {
    const headers = { 'user-agent': firefox, origin: site };
    const response = await fetch(`${newsroom.url}/api/views/${story}/en`, { method, headers, body: body ?? null });
    answered.push(name);
    if (body) expect(response.headers.get('connection')).toBe('close');
    return response.status;
  };
  const tooMuch = ['POST', 'PUT', 'DELETE'].map((method) => ask(method, method, 'x'.repeat(1_000_000)));
  expect(await ask('reader', 'POST')).toBe(200);
  expect(await Promise.all(tooMuch)).toEqual([400, 400, 400]);
  expect(answered[0]).toBe('reader');
});

test('only the site may read the numbers from a page, and many are read at once', async () => {
  const response = await fetch(`${newsroom.url}/api/views?articles=${story},nosuch1`, { headers: { origin: site } });
  expect(response.headers.get('access-control-allow-origin')).toBe(site);
  expect(response.headers.get('cache-control')).toContain('max-age=');
  expect(await response.json()).toEqual({ [story]: expect.objectContaining({ all: expect.any(Number) }), nosuch1: { all: 0 } });
  expect((await fetch(`${newsroom.url}/api/views`)).status).toBe(400);
});

test('a mark of an editor that is invented, or too old, takes nobody away', async () => {
  const { editorMark } = compiled<typeof import('../../src/counting/editor-mark')>('editor-mark');
  const old = editorMark(Date.now() - 40 * 86_400_000);
  const [, signature] = editorMark().split('.');
  for (const mark of ['', 'yes', old, `${Date.now() + 86_400_000}.${signature}`, `NaN.${signature}`])
    expect((await hit(story, 'en', { query: `?editor=${mark}` })).verdict).toEqual({ counted: true });
});

describe('what is read most', () => {
  let moment = Date.now();
  /** The lists as they are now: an answer serves others for some seconds. */
  const lists = async () => {
    const { counterOf } = compiled<typeof import('../../src/counting/counting')>('counting');
    moment += 15_000;
    return (await counterOf(newsroom.strapi)?.mostRead.lists(Math.max(moment, Date.now()))) ?? [];
  };
  const listed = async (locale: string, sectionId: string | null) =>
    (await lists()).find((list) => list.locale === locale && list.sectionId === sectionId)?.day ?? [];
  const read = async (id: string, locale: string, times: number, reader: Reader = {}) => {
    for (let time = 0; time < times; time++) await hit(id, locale, { ...reader });
    await until(async () => (await rows('view_hours', { article_id: id, article_locale: locale })).length > 0);
  };

  test('are stories with readers enough, the most first, of each language and section', async () => {
    const { desk, strapi } = newsroom;
    const [first, second, few] = [
      await publishedStory(desk, ['en', 'ru']),
      await publishedStory(desk, ['en']),
      await publishedStory(desk, ['en']),
    ];
    await read(first, 'en', 40);
    await read(second, 'en', 30);
    await read(few, 'en', 4);
    await read(first, 'ru', 5);
    await until(async () => (await listed('en', null)).includes(second as never) && (await listed('ru', null)).includes(first as never));
    const found = await listed('en', null);
    expect(found.indexOf(first as never)).toBeLessThan(found.indexOf(second as never));
    expect(found).not.toContain(few);
    expect(await listed('ru', null)).not.toContain(second);
    const [link] = await strapi.db
      .connection('articles as a')
      .join('articles_category_lnk as l', 'l.article_id', 'a.id')
      .join('categories as c', 'c.id', 'l.category_id')
      .where('a.document_id', first)
      .select('c.document_id');
    expect(await listed('en', link.document_id)).toContain(first);
    expect((await fetch(`${newsroom.url}/api/views/most-read`)).headers.get('cache-control')).toContain('max-age=');
    idIn(await desk.unpublish('article', first, 'en'));
    await until(async () => !(await listed('en', null)).includes(first as never));
  });

  test('is not what one reader reads again and again, nor what was read long ago', async () => {
    const id = await publishedStory(newsroom.desk, ['en']);
    const old = await publishedStory(newsroom.desk, ['en']);
    // With its first reader the counter knows a story that is new.
    for (const fresh of [id, old]) expect((await hit(fresh, 'en')).verdict).toEqual({ counted: true });
    await until(async () => (await rows('view_hours', { article_id: old })).length > 0);
    const hour = new Date(Date.now() - 3_600_000).toISOString().slice(0, 13);
    const longAgo = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 13);
    await newsroom.strapi.db.connection('view_hours').insert([
      { article_id: id, article_locale: 'en', hour, count: 500, readers: 1 },
      { article_id: old, article_locale: 'en', hour: longAgo, count: 500, readers: 400 },
    ]);
    // Full hours are read once an hour.
    moment = Math.max(moment, Date.now()) + 3_600_000;
    const en = (await lists()).find((list) => list.locale === 'en' && list.sectionId === null);
    expect(en?.day).not.toContain(id);
    expect(en?.day).not.toContain(old);
    expect(en?.week[0]).toBe(old);
  });
});

test('nobody who is not trusted can speak for another address', async () => {
  const { trustOf, addressOfReader } = createRequire(import.meta.url)(
    '../../dist/src/counting/trusted-proxies.js',
  ) as typeof import('../../src/counting/trusted-proxies');
  const from = (remoteAddress: string, forwarded: string) =>
    addressOfReader(
      { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress }, connection: { remoteAddress } } as never,
      trustOf('10.0.0.0/8'),
    );
  expect(from('10.1.2.3', '203.0.113.9')).toBe('203.0.113.9');
  expect(from('198.51.100.7', '203.0.113.9')).toBe('198.51.100.7');
  expect(from('10.1.2.3', 'forged, 203.0.113.9')).toBe('203.0.113.9');
});

test('nothing on the disk or in the log tells who read, nor who was refused', async () => {
  const { strapi, settings, desk } = newsroom;
  const said = everythingSaid();
  const id = await publishedStory(desk, ['en']);
  const [address, crowd, agent] = ['198.51.100.177', '2001:db8:77:78::9', `${firefox} peculiar`];
  const headers = { cookie: 'peculiar=1', referer: 'https://elsewhere.example/peculiar' };
  const { editorMark } = compiled<typeof import('../../src/counting/editor-mark')>('editor-mark');
  expect((await hit(id, 'en', { address, agent, headers })).verdict).toEqual({ counted: true });
  const refusals: Record<string, Reader & { id?: string }> = {
    repeat: { agent },
    bot: { agent: 'peculiar-bot/1' },
    'link-preview': { agent: 'TelegramBot peculiar' },
    prefetch: { agent, headers: { 'sec-purpose': 'prefetch' } },
    editor: { agent, query: `?editor=${editorMark()}` },
    'bad-request': { agent, headers: { origin: 'https://elsewhere.example' } },
    'unknown-article': { agent, id: 'nosuchdocument0000000000' },
  };
  const before = new Map<string, number>();
  for (const reason of [...Object.keys(refusals), 'too-many']) before.set(reason, await refusedFor(reason));
  for (const [reason, { id: other, ...reader }] of Object.entries(refusals))
    expect((await hit(other ?? id, 'en', { address, ...reader, headers: { ...headers, ...reader.headers } })).verdict).toEqual({
      counted: false,
      reason,
    });
  let status = 0;
  // Enough for two minutes of the clock: what is too much is counted anew in each.
  for (let reader = 0; reader < 260 && status !== 429; reader++)
    ({ status } = await hit(id, 'en', { address: crowd, agent: `${agent} ${reader}`, headers }));
  expect(status).toBe(429);
  for (const [path, body] of [
    ['/api/views/x/y/z', null],
    [`/api/views/${id}/en`, 'peculiar'.repeat(40)],
    ['/api/views/%zz', null],
  ] as const) {
    const sent = { method: 'POST', headers: { ...headers, 'user-agent': agent, 'x-forwarded-for': address, origin: site }, body };
    expect((await fetch(newsroom.url + path, sent)).status).toBe(400);
  }
  for (const [reason, earlier] of before) await until(async () => (await refusedFor(reason)) > earlier);

  const tables = JSON.stringify([await rows('views'), await rows('view_hours'), await rows('view_refusals')]);
  const who = [address, crowd, '2001:db8:77:78', 'peculiar', agent, `${address}\n${agent}`, `${address} ${agent}`];
  for (const word of who) expect(tables).not.toContain(word);
  strapi.log.warn('the log is heard');
  expect(tracesIn(settings.DATA_DIR ?? '', said.end(), who)).toEqual([]);
  // The search is not blind.
  expect(said.end().join()).toContain('the log is heard');
  expect(tables).toContain(id);
});

/** What the cms says from now on, in whatever way. */
function everythingSaid(): { end: () => string[] } {
  const said: string[] = [];
  const hear = (line: unknown) => said.push(typeof line === 'string' ? line : JSON.stringify(line));
  const { log } = newsroom.strapi;
  log.on('data', hear);
  const ways = [
    ...(['log', 'info', 'warn', 'error'] as const).map((way) => vi.spyOn(console, way).mockImplementation((...words) => void hear(words))),
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation((line) => hear(String(line)) > 0)),
  ];
  return {
    end: () => {
      log.off('data', hear);
      for (const way of ways) way.mockRestore();
      return said;
    },
  };
}

test('an orderly end loses nothing', async () => {
  const id = await publishedStory(newsroom.desk, ['en']);
  for (let reader = 0; reader < 50; reader++) await hit(id, 'en');
  await newsroom.restart();
  const [row] = await rows('views', { article_id: id });
  expect(row).toMatchObject({ count: 50, readers: 50 });
});

test.runIf(process.env.TEST_DATABASE === 'sqlite')('a locked database costs no view and holds nothing up', async () => {
  const id = await publishedStory(newsroom.desk, ['en']);
  const other = new Database(`${newsroom.settings.DATA_DIR}/cms.db`);
  other.exec('begin immediate');
  const held = longestPause();
  try {
    for (let reader = 0; reader < 30; reader++) expect((await hit(id, 'en')).verdict).toEqual({ counted: true });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await rows('views', { article_id: id })).toEqual([]);
  } finally {
    other.exec('rollback');
    other.close();
  }
  await until(async () => (await rows('views', { article_id: id }))[0]?.['count'] === 30);
  expect(held()).toBeLessThan(2000);
});

test.runIf(process.env.TEST_DATABASE === 'sqlite')(
  'while another program holds the database an editor’s save waits, and nothing else',
  async () => {
    const { desk, settings, strapi } = newsroom;
    const id = await publishedStory(desk, ['en']);
    // The counter knows a story once somebody reads it.
    await hit(id, 'en');
    const { pool } = strapi.db.connection.client as { pool: { numUsed(): number } };
    const other = new Database(`${settings.DATA_DIR}/cms.db`);
    other.exec('begin immediate');
    const saving = desk.save('article', id, { title: 'After the lock' }, 'en');
    // A statement that does not wait gives its connection back long before so many readers came.
    for (let inARow = 0; inARow < 25;) {
      expect((await hit(id, 'en')).verdict).toEqual({ counted: true });
      inARow = pool.numUsed() === 1 ? inARow + 1 : 0;
    }
    other.exec('rollback');
    other.close();
    expect((await saving).status).toBe(200);
    expect(await desk.read('article', id, 'en')).toMatchObject({ title: 'After the lock' });
  },
);

test('the number of a page is found by an index, however many rows there are', async () => {
  const sql = `select article_locale, sum(count) from views where article_id = 'x' group by article_locale`;
  const plan: unknown =
    process.env.TEST_DATABASE === 'sqlite'
      ? await newsroom.strapi.db.connection.raw(`explain query plan ${sql}`)
      : await newsroom.strapi.db.connection.transaction(async (trx) => {
          await trx.raw('set local enable_seqscan = off');
          return trx.raw(`explain ${sql}`);
        });
  expect(JSON.stringify(plan)).toMatch(/views_article_day_unique/);
});

describe('the site', () => {
  const { tellSite } = compiled<typeof import('../../src/counting/tell-site')>('tell-site');

  test('is told of a number once, when it has moved', async () => {
    const { desk, feed, strapi } = newsroom;
    const id = await publishedStory(desk, ['en', 'ru']);
    await tellSite(strapi, null);
    const after = await feed.head();
    await hit(id, 'en');
    await hit(id, 'ru');
    await until(async () => (await rows('views', { article_id: id })).length === 2);
    await tellSite(strapi, new Date().toISOString().slice(0, 13));
    expect((await feed.read(`?after=${after}`)).changes).toContainEqual(
      expect.objectContaining({ type: 'views', id, locale: null, document: { id, counts: { en: 1, ru: 1 } } }),
    );
    const head = await feed.head();
    expect(await tellSite(strapi, null)).toBe(0);
    expect(await feed.head()).toBe(head);
  });

  test('is told once by two instances at the same time', async () => {
    const { desk, feed, strapi } = newsroom;
    const ids = [await publishedStory(desk, ['en']), await publishedStory(desk, ['en'])];
    await tellSite(strapi, null);
    for (const id of ids) await hit(id, 'en');
    await until(async () => (await Promise.all(ids.map((id) => rows('views', { article_id: id })))).every((found) => found.length === 1));
    const after = await feed.head();
    await Promise.all([tellSite(strapi, null), tellSite(strapi, null)]);
    const told = (await feed.read(`?after=${after}`)).changes;
    expect(told.map(({ id }) => id).sort()).toEqual([...ids].sort());
    // Each number took one place in the log, not two.
    expect((await feed.head()) - after).toBe(2);
  });
});

test('two instances on one database add up', async () => {
  const id = await publishedStory(newsroom.desk, ['en']);
  const { counterOf } = createRequire(import.meta.url)('../../dist/src/counting/counting.js') as {
    counterOf: (strapi: unknown) => ViewCounter;
  };
  const { openViewTables } = createRequire(import.meta.url)(
    '../../dist/src/counting/view-tables.js',
  ) as typeof import('../../src/counting/view-tables');
  expect(counterOf(newsroom.strapi)).toBeDefined();
  const { readEnvironment } = createRequire(import.meta.url)('../../dist/src/environment.js') as typeof import('../../src/environment');
  const others = [0, 1].map(() => openViewTables(readEnvironment(), `${newsroom.settings.DATA_DIR}/cms.db`));
  const count = { articleId: id, locale: 'en', day: '2026-01-02', hour: '2026-01-02T03', views: 1, readers: 1 };
  await Promise.all(
    others.map(async (tables) => {
      for (let round = 0; round < 100;) {
        try {
          await tables.add([count], []);
          round++;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
      await tables.close();
    }),
  );
  expect((await rows('views', { article_id: id, day: '2026-01-02' }))[0]).toMatchObject({ count: 200, readers: 200 });
});

/** How long nothing else could run, at most; milliseconds. */
function longestPause(): () => number {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
