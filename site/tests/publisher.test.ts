import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { fileOf, locales, type SitePath } from '@broadsheet/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { logLimits } from '../publisher/bulk.ts';
import { deriveAll } from '../publisher/documents.ts';
import { logState } from '../publisher/log-keeper.ts';
import { pageFilesUnder } from '../publisher/output.ts';
import { Publisher, type PublisherOptions } from '../publisher/publisher.ts';
import { applyMostRead } from '../publisher/most-read.ts';
import { comparePages } from '../publisher/page-comparison.ts';
import { askingLimits, bearAtLeast, enqueue, leaveQueue, shareWith, stillQueued } from '../publisher/queue.ts';
import { RenderPool } from '../publisher/render-pool.ts';
import { orderLimits } from '../publisher/runs.ts';
import { openStore } from '../publisher/store.ts';
import { fill } from '../publisher/sync.ts';
import { takeInputs } from '../publisher/verify.ts';
import { listLength } from '../src/content/articles.ts';
import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import { tags, type Tag } from '../src/content/tags.ts';
import { withPictures } from './model-store.ts';
import { Newsroom } from './newsroom.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const siteUrl = 'https://example.org';

let folder: string;
let www: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publisher-'));
  www = join(folder, 'www');
});

const limits = [askingLimits, logLimits, orderLimits].map((one) => ({ one, was: { ...one } }));

afterEach(() => {
  for (const { one, was } of limits) Object.assign(one, was);
  rmSync(folder, { recursive: true, force: true });
});

/** A publisher at work on the folder of this test. */
class AtWork {
  readonly store: Store;
  readonly said: string[];
  readonly publisher: Publisher;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(store: Store, publisher: Publisher, said: string[]) {
    this.store = store;
    this.said = said;
    this.publisher = publisher;
    this.#running = publisher.run(this.#stop.signal);
  }

  static async start(options: Partial<PublisherOptions> = {}): Promise<AtWork> {
    const storeFile = join(folder, 'store.db');
    const store = openStore(storeFile);
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const publisher = await Publisher.open({ store, storeFile, dist, siteUrl, www, work: folder, say, ...options });
    return new AtWork(store, publisher, said);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    // A page that fails here fails in a clean render too, so no comparison would find it.
    expect(this.said.filter((line) => line.includes('could not be rendered'))).toEqual([]);
    // Every story has a text of its own.
    const texts = `select count(distinct json ->> 'bodyKey') - count(*) as twice, count(markdown) - count(*) as missing`;
    expect(this.store.prepare(`${texts} from documents where type = 'article'`).get()).toEqual({ twice: 0, missing: 0 });
    this.store.close();
  }
}

/** What differs from a clean render of everything that the newsroom has published. */
async function differences(newsroom: Newsroom, live?: Store): Promise<unknown[]> {
  const clean = openStore(':memory:');
  if (live) takeInputs(live, clean);
  fill(clean, newsroom.everything());
  await deriveAll(clean, readSettings(clean).timeZone, () => Promise.resolve());
  return comparePages({ www, siteUrl }, clean, () => undefined);
}

/** What pages are noted to depend on themselves, though they share it. */
function namedTwice(store: Store): unknown[] {
  const members = `select g.member from page_tags l join tags t on t.id = l.tag_id
                   join tag_groups g on g.release = p.release and g.tag = t.name where l.page_id = p.id`;
  const own = 'select t.name from page_tags l join tags t on t.id = l.tag_id where l.page_id = p.id';
  expect(store.prepare(`select p.path from pages p where exists (${members})`).all()).not.toEqual([]);
  return store.prepare(`select p.path from pages p where exists (${own} intersect ${members})`).all();
}

/** Which file stands at each page now, by inode. */
function times(): Map<string, string> {
  return new Map([...pageFilesUnder(www)].map((file) => [file, statSync(join(www, file), { bigint: true }).ino.toString()]));
}

// A page is written beside its place and renamed into it, so a new one has another inode.
function changedSince(before: Map<string, string>): string[] {
  return [...times()].filter(([file, inode]) => before.get(file) !== inode).map(([file]) => file);
}

function filesWith(text: string): string[] {
  return [...pageFilesUnder(www)].filter((file) => readFileSync(join(www, file), 'utf8').includes(text));
}

/** The last build date of each feed that stands. */
function feedDates(): Map<string, number> {
  return new Map(
    [...pageFilesUnder(www)]
      .filter((file) => file.endsWith('rss.xml'))
      .map((file) => [file, Date.parse(/<lastBuildDate>([^<]*)</.exec(readFileSync(join(www, file), 'utf8'))?.[1] ?? '')]),
  );
}

function page(path: string): string {
  return readFileSync(join(www, fileOf(path as SitePath)), 'utf8');
}

/** The scripts of a page that are neither compiled nor vouched for by its policy. */
function strangeScripts(html: string): string[] {
  return [...html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)].flatMap(([whole, attributes = '', script = '']) => {
    const known = /\bsrc="\/(?:_astro|fragments)\//.test(attributes) || attributes.includes('type="application/ld+json"');
    return known || html.includes(`'sha256-${createHash('sha256').update(script).digest('base64')}'`) ? [] : [whole];
  });
}

describe('the publisher', { timeout: 120_000 }, () => {
  it('makes step by step what a clean render makes at once', { timeout: 300_000 }, async () => {
    const newsroom = new Newsroom(7);
    const atWork = await AtWork.start();
    withPictures(atWork.store, 'f-0', 'f-2');
    await atWork.publisher.settle(newsroom.changes());
    let dates = new Map<string, number>();
    for (let round = 0; round < 40; round++) {
      const acts = Array.from({ length: 6 }, () => newsroom.act());
      await atWork.publisher.settle(newsroom.changes());
      await atWork.publisher.tick(newsroom.now);
      if (round % 3 === 0) await applyMostRead(atWork.publisher, newsroom.mostRead());
      await atWork.publisher.settled();
      expect(await differences(newsroom, atWork.store), `after ${acts.join(', ')}`).toEqual([]);
      const before = dates;
      dates = feedDates();
      expect(
        [...dates].filter(([file, date]) => date < (before.get(file) ?? 0)),
        `after ${acts.join(', ')}`,
      ).toEqual([]);
    }
    expect(dates.size).toBeGreaterThan(20);
    await atWork.stop();
  });

  it.each([5000, 3])('rewrites only the pages that show what changed, and says how many (%i asked for at once)', async (atOnce) => {
    askingLimits.atOnce = atOnce;
    const newsroom = new Newsroom(13);
    const old = newsroom.publish('A story of long ago', 'long-ago', null, '2012-05-05T08:00:00.000Z');
    for (let n = 0; n < 60; n++) newsroom.publish(`Newer ${n}`, `newer-${n}`, null, new Date(Date.UTC(2025, 0, 1 + n)).toISOString());
    const atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const before = times();
    newsroom.edit('long-ago', { body: 'The typo is mended.' });
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const bear = filesWith('The typo is mended.');
    expect(bear).toContain(fileOf(old as SitePath));
    expect(changedSince(before)).toEqual(bear);
    const n = bear.length;
    expect(atWork.said.at(-1)).toMatch(
      new RegExp(`^\\[publish\\] article "A story of long ago" \\(en\\): ${n} rendered, ${n} written, 0 removed in \\d+ ms$`),
    );

    const again = times();
    newsroom.edit('long-ago', { title: 'A story of very long ago' });
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    expect(changedSince(again)).toEqual(filesWith('A story of very long ago'));
    expect(filesWith('A story of very long ago').filter((file) => file === 'index.html' || file === 'rss.xml')).toEqual([]);

    const named = times();
    newsroom.nameSection('politics', 'Home and abroad');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const bearing = filesWith('Home and abroad');
    expect(bearing.length).toBeGreaterThan(60);
    expect(changedSince(named)).toEqual(bearing);
    const receipt = atWork.publisher.receipts.after(0, 100).at(-1);
    expect(receipt).toMatchObject({ pages: 132, written: bearing.length, removed: 0 });
    expect(receipt?.live).not.toBeNull();
    await atWork.stop();
  });

  it('moves a story within its month in the sitemap too, when nothing else of it changes', async () => {
    const newsroom = new Newsroom(29);
    const path = newsroom.publish('First', 'first', null, '2025-03-01T08:00:00.000Z');
    newsroom.edit('first', { updateDate: '2025-04-01T08:00:00.000Z' });
    newsroom.publish('Second', 'second', null, '2025-03-05T08:00:00.000Z');
    const atWork = await AtWork.start();
    const inSitemap = async (): Promise<string[]> => {
      await atWork.publisher.settle(newsroom.changes());
      await atWork.publisher.settled();
      expect(await differences(newsroom, atWork.store)).toEqual([]);
      return [...page('/sitemaps/en-2025-03.xml').matchAll(/<loc>[^<]*\/2025\/03\/([a-z]+)\/</g)].map(([, slug = '']) => slug);
    };
    expect(await inSitemap()).toEqual(['first', 'second']);
    newsroom.edit('first', { publicationDate: '2025-03-09T08:00:00.000Z' });
    expect(await inSitemap()).toEqual(['second', 'first']);
    expect(page(path)).toContain('First');
    await atWork.stop();
  });

  it('announces without rendering the archive: banner, promo and ads change the notices alone, the banner the front pages too', async () => {
    const newsroom = new Newsroom(23);
    const atWork = await AtWork.start();
    withPictures(atWork.store, 'f-0');
    await atWork.publisher.tick(newsroom.now);
    await atWork.publisher.settle(newsroom.changes());
    const rewritten = async (): Promise<string[]> => {
      const before = times();
      await atWork.publisher.settle(newsroom.changes());
      await atWork.publisher.tick(newsroom.now);
      await atWork.publisher.settled();
      return changedSince(before).sort();
    };
    await rewritten();
    const english = 'fragments/en/notices.js';
    newsroom.set({ promo: { title: { en: 'Follow us' }, text: {}, url: 'https://promo.example/', imageId: 'f-0' } });
    expect(await rewritten()).toEqual([english]);
    const ad = { position: 'article', imageId: 'f-0', url: 'https://ad.example/', label: { en: 'Paid' }, locales: ['en'] };
    const from = new Date(newsroom.now + 120_000).toISOString();
    newsroom.set({ adSlots: [{ ...ad, startsAt: from, endsAt: new Date(newsroom.now + 240_000).toISOString() }] });
    expect(await rewritten()).toEqual([]);
    newsroom.now += 120_000;
    expect(await rewritten()).toEqual([english]);
    expect(page('/fragments/en/notices.js')).toContain('https://ad.example/');
    newsroom.now += 120_000;
    expect(await rewritten()).toEqual([english]);
    expect(page('/fragments/en/notices.js')).not.toContain('https://ad.example/');
    newsroom.set({ breakingBanner: { text: { en: 'Breaking </script>', hy: 'Շտապ' }, url: '' } });
    expect(await rewritten()).toEqual([english, 'fragments/hy/notices.js', 'hy/index.html', 'index.html']);
    await atWork.publisher.change('picture', () => withPictures(atWork.store, 'f-1'), tags.file('f-1'));
    expect(await rewritten()).toEqual([]);
    newsroom.set({ securityContact: 'safety@example.org' });
    expect(await rewritten()).toEqual(['.well-known/security.txt']);
    await atWork.stop();
  });

  it('brings numbers of views to their stories alone, behind everything else, and never with a release of its own', async () => {
    const newsroom = new Newsroom(31);
    const slugs = Array.from({ length: 40 }, (_, n) => `read-${n}`);
    const files = slugs.map((slug) => fileOf(newsroom.publish(`Read ${slug}`, slug) as SitePath));
    const atWork = await AtWork.start({ releaseFrom: 20 });
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const before = times();
    for (const [n, slug] of slugs.entries()) newsroom.read(slug, { en: 475 + n, ru: 25 });
    await atWork.publisher.settle(newsroom.changes());
    const urgent = atWork.store.prepare<[], { path: string }>('select path from queue where rank = 0').all();
    expect(urgent).toEqual([]);
    await atWork.publisher.settled();
    expect(changedSince(before).sort()).toEqual([...files].sort());
    expect(readFileSync(join(www, files[0] ?? ''), 'utf8')).toContain('500 views');
    expect(atWork.said.filter((line) => line.includes('release'))).toEqual([]);
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('lets the news sitemap forget what is two days old, and moves the fragment of a section with its address', async () => {
    const newsroom = new Newsroom(29);
    const atWork = await AtWork.start();
    const path = newsroom.publish('Fresh', 'fresh', null, new Date(newsroom.now).toISOString());
    const settle = async (): Promise<void> => {
      await atWork.publisher.settle(newsroom.changes());
      await atWork.publisher.tick(newsroom.now);
      await atWork.publisher.settled();
    };
    await settle();
    expect(page('/sitemaps/en-news.xml')).toContain(path);
    newsroom.now += 47 * 3_600_000;
    await settle();
    expect(page('/sitemaps/en-news.xml')).toContain(path);
    newsroom.now += 3 * 3_600_000;
    await settle();
    expect(page('/sitemaps/en-news.xml')).not.toContain('<url>');
    const fragments = (): string[] => [...pageFilesUnder(www)].filter((file) => file.startsWith('fragments/en/sections/')).sort();
    expect(fragments()).toEqual(['analytics', 'culture', 'politics'].map((slug) => `fragments/en/sections/${slug}.html`));
    newsroom.moveSection('c-culture', 'arts');
    await settle();
    expect(fragments()).toEqual(['analytics', 'arts', 'politics'].map((slug) => `fragments/en/sections/${slug}.html`));
    await atWork.stop();
  });

  it('gives an author and a tag month archives once one page does not show all of their stories', { timeout: 60_000 }, async () => {
    const newsroom = new Newsroom(31);
    const atWork = await AtWork.start();
    const archives = (): string[] => [...pageFilesUnder(www)].filter((file) => /^(?:authors|tags)\/own\/\d/.test(file)).sort();
    const settle = async (): Promise<void> => {
      await atWork.publisher.settle(newsroom.changes());
      await atWork.publisher.settled();
      expect(await differences(newsroom, atWork.store)).toEqual([]);
    };
    newsroom.introduce('own');
    for (let n = 0; n < listLength; n++) {
      newsroom.publish(`Own ${n}`, `own-${n}`, null, new Date(Date.UTC(2024, n % 3, 1 + (n % 25))).toISOString());
      newsroom.edit(`own-${n}`, { authorIds: ['a-own'], tagIds: ['t-own'] });
    }
    await settle();
    expect(archives()).toEqual([]);
    newsroom.publish('One more', 'one-more', null, '2024-05-05T08:00:00.000Z');
    newsroom.edit('one-more', { authorIds: ['a-own'], tagIds: ['t-own'] });
    await settle();
    const months = ['2024/01', '2024/02', '2024/03', '2024/05'];
    expect(archives()).toEqual(['authors', 'tags'].flatMap((list) => months.map((month) => `${list}/own/${month}/index.html`)));
    newsroom.withdraw('own-7');
    await settle();
    expect(archives()).toEqual([]);
    await atWork.stop();
  });

  it('loses nothing when it is stopped at any point', { timeout: 300_000 }, async () => {
    const newsroom = new Newsroom(11);
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    for (let round = 0; round < 25; round++) {
      for (let n = 0; n < 4; n++) newsroom.act();
      await atWork.publisher.settle(newsroom.changes());
      await atWork.stop();
      atWork = await AtWork.start();
    }
    await atWork.publisher.settled();
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('puts right what a kill left half recorded, also when the change is undone meanwhile', async () => {
    const newsroom = new Newsroom(17);
    const path = newsroom.publish('Before', 'before-and-after');
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    await atWork.stop();
    // As after a kill between the file and its record: the store remembers the old page, the folder has a newer one.
    writeFileSync(join(www, fileOf(path as SitePath)), page(path).replaceAll('Before', 'Withdrawn words'));
    rmSync(join(www, 'rss.xml'));
    newsroom.edit('before-and-after', { body: 'Another body.' });
    newsroom.edit('before-and-after', { body: 'Text of **before-and-after**, 🙂 and שלום.\n\n## More\n\n- one\n- two' });
    atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    expect(page(path)).not.toContain('Withdrawn words');
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('goes on when one address cannot be a file', async () => {
    const newsroom = new Newsroom(19);
    // No editor can type these any more, but an old database may hold them: a file where others need a folder.
    newsroom.redirect('/old/news', '/');
    newsroom.redirect('/old/news/1/', '/');
    const atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const path = newsroom.publish('Breaking', 'breaking');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    expect(page(path)).toContain('Breaking');
    expect(atWork.said.splice(0).filter((line) => line.includes('could not be rendered'))).toHaveLength(1);
    await atWork.stop();
  });

  it('makes the same tree anew when its store is gone, and removes what nobody published', async () => {
    const newsroom = new Newsroom(3);
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    await atWork.stop();
    const stood = [...pageFilesUnder(www)].sort();
    rmSync(join(folder, 'store.db'));
    writeFileSync(join(www, 'stray.html'), 'left over');
    atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.everything());
    await atWork.publisher.settled();
    expect([...pageFilesUnder(www)].sort()).toEqual(stood);
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it.each([
    ['alone', {}],
    ['with render processes', { processes: 2, massFrom: 1 }],
  ])('waits with a sentence while there is no room for its store, and loses nothing, %s', async (_how, options) => {
    const newsroom = new Newsroom(47);
    const atWork = await AtWork.start(options);
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const room = (pages: number): unknown => atWork.store.pragma(`max_page_count = ${pages}`);
    room(Number(atWork.store.pragma('page_count', { simple: true })));
    for (let n = 0; n < 40; n++) newsroom.publish(`Without room ${n}`, `without-room-${n}`);
    const settled = atWork.publisher.settle(newsroom.changes());
    while (!atWork.said.some((line) => line.includes('(SQLITE_FULL)'))) await sleep(20);
    room(1_000_000);
    await settled;
    await atWork.publisher.settled();
    expect(atWork.said).toContain('There is room again; publishing goes on.');
    expect(atWork.said.filter((line) => line.includes('(SQLITE_FULL)'))).toHaveLength(1);
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('waits for room while it asks for the pages that bear a change, and forgets none', async () => {
    askingLimits.atOnce = 3;
    const newsroom = new Newsroom(59);
    for (let n = 0; n < 60; n++) newsroom.publish(`Older ${n}`, `older-${n}`);
    const atWork = await AtWork.start();
    const { publisher, store, said } = atWork;
    await publisher.settle(newsroom.changes());
    await publisher.settled();
    store.exec('vacuum');
    newsroom.nameSection('politics', 'Home and abroad');
    await publisher.settle(newsroom.changes());
    store.pragma(`max_page_count = ${Number(store.pragma('page_count', { simple: true }))}`);
    while (!said.some((line) => line.includes('(SQLITE_FULL)'))) await sleep(20);
    store.pragma('max_page_count = 1000000');
    await publisher.settled();
    expect(await differences(newsroom, store)).toEqual([]);
    expect(publisher.receipts.after(0, 100).at(-1)?.live).not.toBeNull();
    await atWork.stop();
  });

  it('leaves no half-written file beside its pages', async () => {
    const newsroom = new Newsroom(5);
    const atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    await atWork.stop();
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  });

  it('cleans scripts out of bodies and titles', async () => {
    const newsroom = new Newsroom(9);
    const atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    for (let n = 0; n < 60; n++) newsroom.act();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const html = [...pageFilesUnder(www)].filter((file) => file.endsWith('.html')).map((file) => readFileSync(join(www, file), 'utf8'));
    expect(html.some((text) => text.includes('New text'))).toBe(true);
    expect(html.flatMap(strangeScripts)).toEqual([]);
    expect((existsSync(join(www, 'index.html')) && page('/').includes('The Test')) || page('/').includes('Paper')).toBe(true);
    await atWork.stop();
  });

  it.each([5000, 3])(
    'makes the same with processes and releases, stopped at any point (%i asked for at once)',
    { timeout: 240_000 },
    async (atOnce) => {
      askingLimits.atOnce = atOnce;
      const newsroom = new Newsroom(23);
      const many: Partial<PublisherOptions> = { processes: 2, massFrom: 1, releaseFrom: 20 };
      let atWork = await AtWork.start(many);
      await atWork.publisher.settle(newsroom.changes());
      for (let round = 0; round < 12; round++) {
        const acts = Array.from({ length: 5 }, () => newsroom.act());
        await atWork.publisher.settle(newsroom.changes());
        if (round % 3 === 1) {
          await atWork.stop();
          atWork = await AtWork.start(many);
        }
        if (round % 3 !== 2) continue;
        await atWork.publisher.settled();
        expect(await differences(newsroom, atWork.store), `after ${acts.join(', ')}`).toEqual([]);
      }
      expect(atWork.said.join('\n')).not.toContain('cannot be kept running');
      await atWork.stop();
    },
  );

  it('misses no change that comes while it records what a render process made', async () => {
    const newsroom = new Newsroom(29);
    for (let n = 0; n < 60; n++) newsroom.publish(`One of many ${n}`, `one-of-many-${n}`);
    const atWork = await AtWork.start({ processes: 1, massFrom: 1 });
    const { publisher, store } = atWork;
    await publisher.settle(newsroom.changes());
    const recorded = store.prepare<[], number>('select count(*) from pages').pluck();
    while (recorded.get() === 0) await setImmediate();
    expect(store.prepare('select count(*) from queue').pluck().get()).toBeGreaterThan(0);
    // The pages that bear these names are not known yet.
    for (let n = 0; n < 60; n++) newsroom.edit(`one-of-many-${n}`, { title: `Named anew ${n}` });
    await publisher.settle(newsroom.changes());
    await publisher.settled();
    expect(await differences(newsroom, store)).toEqual([]);
    await atWork.stop();
  });

  it('holds no transaction when somebody has something for the store, and begins its log anew between the pages', async () => {
    logLimits.longest = 25;
    logLimits.more = 5;
    const newsroom = new Newsroom(31);
    const atWork = await AtWork.start({ processes: 2, massFrom: 1 });
    const { publisher, store } = atWork;
    await publisher.settle(newsroom.changes());
    await publisher.settled();
    store.pragma('wal_autocheckpoint = 0');
    for (let n = 0; n < 400; n++) newsroom.publish(`One of many ${n}`, `one-of-many-${n}`);
    await publisher.settle(newsroom.changes());
    const waiting = store.prepare<[], number>('select count(*) from queue').pluck();
    let sawOpen = false;
    const logs: number[] = [];
    while (Number(waiting.get()) > 0) {
      sawOpen ||= store.inTransaction;
      if (store.inTransaction) await publisher.between(() => expect(store.inTransaction).toBe(false));
      if (!store.inTransaction) logs.push(logState(store).log);
      await setImmediate();
    }
    expect(sawOpen).toBe(true);
    expect(logs.some((pages, at) => pages < (logs[at - 1] ?? 0))).toBe(true);
    await publisher.settled();
    // Once all of it is in the store its room is given back; the few pages that were written since are all it has.
    store.pragma('wal_checkpoint(PASSIVE)');
    await publisher.between(() => undefined);
    await publisher.settled();
    expect(statSync(join(folder, 'store.db-wal')).size).toBeLessThan(5 * 4200);
    expect(await differences(newsroom, store)).toEqual([]);
    await atWork.stop();
  });

  it('reckons how large a part of all pages bears a change, without looking at each of them', async () => {
    const newsroom = new Newsroom(29);
    const atWork = await AtWork.start();
    const { publisher, store } = atWork;
    await publisher.settle(newsroom.changes());
    await publisher.settled();
    const count = (sql: string): number => store.prepare<[], number>(sql).pluck().get() ?? 0;
    const pages = count('select count(*) from pages');
    const all = store.prepare<[], Tag>('select name from tags').pluck().all();
    const frames = locales.map(tags.frame);
    const bearingPages = store.prepare<{ some: string }, number>(
      `select distinct page_id from page_tags where tag_id in (select id from tags where name in
         (select value from json_each(@some) union select tag from tag_groups where member in (select value from json_each(@some))))`,
    );
    for (const some of [...all.map((tag) => [tag]), frames, [...frames, ...all.slice(0, 20)], all, []]) {
      const bearing = bearingPages.all({ some: JSON.stringify(some) }).length;
      expect(shareWith(store, 1, new Set(some)), some.join()).toBe(bearing / pages);
      expect(bearAtLeast(store, 1, new Set(some), bearing), some.join()).toBe(true);
    }
    const framed = count(`select count(*) from page_tags where tag_id = (select id from tags where name = 'frame:en')`);
    expect(bearAtLeast(store, 1, new Set(frames.slice(0, 1)), framed + 1)).toBe(false);

    // Of more pages some are looked at, also when a release that was removed has left a gap.
    const last = count('select max(id) from pages');
    store
      .prepare(
        `with recursive n(n) as (select 1 union all select n + 1 from n where n < 4000)
         insert into pages (id, release, path, hash, bytes, tags)
         select ? + 4000 + n, 1, '/one-of-many/' || n || '/', '', 0, case when n * 7919 % 100 < 60 then (select id from tags where name = 'frame:en') else '' end from n`,
      )
      .run(last);
    expect(shareWith(store, 1, new Set(frames.slice(0, 1)))).toBeCloseTo((2400 + framed) / (4000 + pages), 1);
    await atWork.stop();
  });

  it('makes processes ready while a first sync derives its lists, and gives them few pages to begin with', async () => {
    const orders = vi.spyOn(RenderPool.prototype, 'render');
    const atWork = await AtWork.start({ processes: 2, massFrom: 1 });
    const { publisher } = atWork;
    await publisher.settle(new Newsroom(29).changes());
    await publisher.settled();
    const sizes = orders.mock.calls.map(([{ paths }]) => paths.length);
    orders.mockRestore();
    expect(sizes.slice(0, 3)).toEqual([0, 0, 5]);
    expect(Math.max(...sizes)).toBeGreaterThan(5);
    await atWork.stop();
  });

  it('has one process render what stands side by side, and each page once', async () => {
    const newsroom = new Newsroom(29);
    for (let n = 0; n < 200; n++) newsroom.publish(`Story ${n}`, `story-${n}`);
    const atWork = await AtWork.start({ processes: 2, massFrom: 1, releaseFrom: 1_000_000 });
    const { publisher, store } = atWork;
    await publisher.settle(newsroom.changes());
    await publisher.settled();
    enqueue(store, 1, ['/' as SitePath], 2, 1);
    expect(stillQueued(store, 1, ['/' as SitePath])).toEqual([]);
    leaveQueue(store, 1, { path: '/' as SitePath, seq: 1 });
    Object.assign(orderLimits, { first: 5, most: 5, run: 40 });
    const orders = vi.spyOn(RenderPool.prototype, 'render');
    newsroom.rename('The Other Paper');
    await publisher.settle(newsroom.changes());
    const waiting = store.prepare<[], SitePath>('select path from queue where rank = 1 order by date desc, path').pluck().all();
    await publisher.settled();
    const given = orders.mock.calls.map(([{ paths }, number]) => ({ paths, number }));
    orders.mockRestore();
    const all = given.flatMap(({ paths }) => paths);
    expect(all.toSorted()).toEqual(waiting.toSorted());
    expect(new Set(given.map(({ number }) => number)).size).toBe(2);
    const jumps = [0, 1].map((one) => {
      const places = given.filter(({ number }) => number === one).flatMap(({ paths }) => paths.map((path) => waiting.indexOf(path)));
      return places.filter((place, at) => at > 0 && place !== (places[at - 1] ?? 0) + 1).length;
    });
    expect(Math.max(...jumps) * 20).toBeLessThan(waiting.length);
    expect(namedTwice(store)).toEqual([]);
    expect(await differences(newsroom, store)).toEqual([]);
    await atWork.stop();
  });

  it.each([5000, 3])('changes the whole site at one moment, goes back, and forth again (%i asked for at once)', async (atOnce) => {
    askingLimits.atOnce = atOnce;
    const newsroom = new Newsroom(29);
    let atWork = await AtWork.start({ processes: 2, massFrom: 1, releaseFrom: 20 });
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const first = readlinkSync(www);
    newsroom.rename('The Other Paper');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const second = readlinkSync(www);
    expect(second).not.toBe(first);
    expect(page('/')).toContain('The Other Paper');
    expect(await differences(newsroom, atWork.store)).toEqual([]);

    const path = newsroom.publish('Published in between', 'published-in-between');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    expect(await atWork.publisher.rollBack()).toContain('again');
    expect(readlinkSync(www)).toBe(first);
    await atWork.publisher.settled();
    expect(page(path)).toContain('Published in between');
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.publisher.rollBack();
    await atWork.publisher.settled();
    expect(readlinkSync(www)).toBe(second);
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();

    // A kill between what the store says and the link.
    rmSync(www);
    symlinkSync(first, www);
    atWork = await AtWork.start({ processes: 2, massFrom: 1, releaseFrom: 20 });
    expect(readlinkSync(www)).toBe(second);
    await atWork.publisher.settled();
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('never shows a release that nobody asked pages for, and forgets none that was left to one', async () => {
    const newsroom = new Newsroom(41);
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    newsroom.publish('With a receipt', 'with-a-receipt');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const { store } = atWork;
    const held = `insert into receipts (id, done, json) select 100000, 0, json_set(json, '$.id', 100000, '$.release', json('true'), '$.live', null) from receipts limit 1`;
    await atWork.publisher.between(() => void store.exec(held));
    await atWork.publisher.between(() => void store.exec(`insert into queue select release, path, 2, 0, 1 from pages where path = '/'`));
    writeFileSync(join(www, 'index.html'), 'left to a release that is not being made');
    await atWork.stop();

    // Its packages are not found there, so the start ends in the middle.
    const broken = join(folder, 'broken', 'dist');
    cpSync(dist, broken, { recursive: true });
    writeFileSync(join(broken, 'client', 'another.css'), 'a {}');
    await expect(AtWork.start({ dist: broken })).rejects.toThrow();
    const kept = openStore(join(folder, 'store.db'));
    const asked = `select count(*) as n from meta m join releases r on m.key = 'asking:' || r.id where r.state = 'next'`;
    expect(kept.prepare<[], { n: number }>(asked).get()?.n).toBe(1);
    kept.close();

    atWork = await AtWork.start();
    await atWork.publisher.settled();
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    const [receipt] = atWork.publisher.receipts.after(99_999, 1);
    expect(receipt?.release).toBe(false);
    expect(receipt?.live).not.toBeNull();
    await atWork.stop();
  });

  it('makes the site anew when its folders were removed and the store was not', async () => {
    const newsroom = new Newsroom(43);
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    await atWork.stop();
    rmSync(www);
    rmSync(join(folder, 'releases'), { recursive: true });
    atWork = await AtWork.start();
    await atWork.publisher.settled();
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('makes the site anew at the next start when its folder was removed meanwhile', async () => {
    const newsroom = new Newsroom(44);
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    rmSync(join(folder, 'releases', '1'), { recursive: true });
    newsroom.publish('Published into nothing', 'published-into-nothing');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    await atWork.stop();
    expect(existsSync(join(www, 'index.html'))).toBe(true);
    expect(existsSync(join(www, 'authors', 'index.html'))).toBe(false);
    atWork = await AtWork.start();
    await atWork.publisher.settled();
    expect(atWork.said.join()).toContain('most pages of release 1 are gone from the disk: all of them are made again');
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('starts when the site that made its release cannot be loaded', async () => {
    const newsroom = new Newsroom(45);
    let atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    atWork.store.exec(`update releases set key = 'broken'`);
    await atWork.stop();
    const broken = join(folder, 'renderers', 'broken');
    cpSync(dist, broken, { recursive: true });
    writeFileSync(join(broken, 'server', 'entry.mjs'), `import 'no-such-package';`);
    atWork = await AtWork.start();
    newsroom.publish('After the update', 'after-the-update');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    expect(atWork.said.filter((line) => line.includes('cannot be loaded'))).toHaveLength(1);
    expect(atWork.said.join('\n')).toContain('release 2 is live');
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('takes a plain folder of before for its first release', async () => {
    const newsroom = new Newsroom(31);
    mkdirSync(join(www, 'media', 'ab'), { recursive: true });
    writeFileSync(join(www, 'media', 'ab', 'kept.jpg'), 'a picture');
    writeFileSync(join(www, 'stray.html'), 'left over');
    const atWork = await AtWork.start();
    expect(readFileSync(join(www, 'stray.html'), 'utf8')).toBe('left over');
    expect(readFileSync(join(www, 'media', 'ab', 'kept.jpg'), 'utf8')).toBe('a picture');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    expect(existsSync(join(www, 'stray.html'))).toBe(false);
    expect(await differences(newsroom, atWork.store)).toEqual([]);
    await atWork.stop();
  });

  it('gives a receipt of each change: what it was, how many pages, when they were live', async () => {
    const newsroom = new Newsroom(37);
    const atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const [last] = atWork.publisher.receipts.after(0, 1000).slice(-1);
    newsroom.publish('With a receipt', 'with-a-receipt');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const [receipt] = atWork.publisher.receipts.after(last?.id ?? 0, 10);
    expect(receipt).toMatchObject({ changed: 1, changes: [{ type: 'article', title: 'With a receipt' }], failed: 0, release: false });
    expect(receipt?.first.map((one) => one.path)).toContain('/');
    expect(receipt?.live).not.toBeNull();
    expect(receipt?.pages).toBeGreaterThan(3);
    await atWork.stop();
  });

  it('brings a story before the lists that lead to it', async () => {
    const newsroom = new Newsroom(41);
    const atWork = await AtWork.start();
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const path = newsroom.publish('Is there first', 'is-there-first');
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    newsroom.edit('is-there-first', { title: 'Is there first again' });
    await atWork.publisher.settle(newsroom.changes());
    await atWork.publisher.settled();
    const [published, retitled] = atWork.publisher.receipts.after(0, 1000).slice(-2);
    for (const receipt of [published, retitled]) {
      expect(receipt?.first[0]?.path).toBe(path);
      expect(receipt?.first.map((one) => one.path)).toContain('/');
    }
    await atWork.stop();
  });
});
