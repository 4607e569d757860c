import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { fileOf, pathOf, type SitePath } from '@broadsheet/shared';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { allMade } from '../publisher/image-rows.ts';
import { makePictures } from '../publisher/images.ts';
import { filesUnder } from '../publisher/output.ts';
import { Publisher } from '../publisher/publisher.ts';
import { loadRenderer } from '../publisher/renderer.ts';
import { openStore, readMeta } from '../publisher/store.ts';
import type { Store } from '../src/content/reading.ts';
import { FeedServer } from './feed-server.ts';
import { Newsroom } from './newsroom.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

let folder: string;
let newsroom: Newsroom;
let cms: FeedServer;
let cmsUrl: string;
let store: Store;
let publisher: Publisher;
let said: string[];
let stop: () => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  newsroom = new Newsroom(5);
  cms = new FeedServer(newsroom);
  cmsUrl = await cms.listen();
  said = [];
  await start();
});

afterEach(async () => {
  await stop();
  await cms.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the pictures of the site', { timeout: 60_000 }, () => {
  it('are made when a file is uploaded, and shown to readers with the first page that has them', async () => {
    await upload('river', '#345');
    await until(() => allMade(store) && readMeta(store, 'sweep-media') === 'no');
    expect(
      kept()
        .map((file) => file.split('.').pop())
        .sort(),
    ).toEqual(['avif', 'avif', 'jpg', 'webp', 'webp']);
    expect(shown()).toEqual([]);
    const made = kept();
    const path = newsroom.publish('A river', 'a-river', cover('river'));
    const rendered = said.length;
    await settle();
    expect(page(path)).toContain('<picture>');
    expect(said.slice(rendered).join('\n')).not.toContain('picture river');
    expect(shown()).toEqual(made);
    newsroom.withdraw('a-river');
    await settle();
    await until(() => shown().length === 0);
    expect(kept()).toEqual(made);
    newsroom.removeFile('river');
    await settle();
    await until(() => kept().length === 0);
  });

  it('are made anew for another focal point, and the sizes before go', async () => {
    await upload('hill', '#363');
    const path = newsroom.publish('A hill', 'a-hill', cover('hill'));
    await settle();
    await until(() => shown().length > 0);
    const before = shown();
    newsroom.upload('hill', '/uploads/hill.jpg', { x: 10, y: 90 }, '2');
    await settle();
    await until(() => shown().length > 0 && !shown().some((file) => before.includes(file)));
    expect(kept()).toEqual(shown());
    await publisher.settled();
    expect(page(path)).toContain('data-focus-x="1"');
    for (const [, file = ''] of page(path).matchAll(/\/media\/([\w/-]+\.\w+)/g)) expect(shown()).toContain(file);
  });

  it('are in feeds as they are now, whatever is kept of the stories in them', async () => {
    await picture('bridge', '#345');
    await picture('bank', '#543');
    newsroom.write('en', 'a-bridge', 'A bridge', {
      cover: cover('bridge'),
      body: 'From the bank:\n\n![The bank](/uploads/bank.jpg)\n',
      publicationDate: '2025-03-14T09:30:00.000Z',
    });
    // The cover in the text, the picture of the body, and the cover for readers of feeds that show no text.
    const first = await feedPictures();
    expect(first).toHaveLength(3);
    newsroom.publish('Another story', 'another-story');
    expect(await feedPictures()).toEqual(first);
    newsroom.upload('bridge', '/uploads/bridge.jpg', { x: 10, y: 90 }, '2');
    const cut = await feedPictures();
    expect(cut.map((file, at) => file === first[at])).toEqual([false, true, false]);
    await picture('bank', '#fed');
    newsroom.upload('bank', '/uploads/bank.jpg', null, '2');
    const replaced = await feedPictures();
    expect(replaced.map((file, at) => file === cut[at])).toEqual([true, false, true]);
    newsroom.upload('bank', '/uploads/moved.jpg', null, '2');
    expect(await feedPictures()).toEqual([cut[0], cut[2]]);
    newsroom.upload('bank', '/uploads/bank.jpg', null, '2');
    expect(await feedPictures()).toEqual(replaced);
    newsroom.upload('bridge', '/uploads/bridge.jpg', null, '3', 'application/pdf');
    expect(await feedPictures()).toEqual([replaced[1]]);
    newsroom.removeFile('bank');
    expect(await feedPictures()).toEqual([]);
  });

  it('that pages want are made before all others of a first sync, and what is no picture is left alone', async () => {
    await stop();
    cms.files.set('/uploads/notes.pdf', Buffer.from('%PDF'));
    newsroom.upload('notes', '/uploads/notes.pdf', null, '1', 'application/pdf');
    for (const name of ['one', 'two', 'three']) await picture(name, '#456');
    newsroom.publish('Old', 'old', cover('one'));
    for (const name of ['four', 'five']) await picture(name, '#567');
    const order: string[] = [];
    cms.asked = (path) => cms.files.has(path) && order.push(path);
    newsroom.changes();
    rmSync(join(folder, 'store.db'));
    await start(newsroom.everything());
    await until(() => allMade(store));
    expect(order).toEqual(['one', 'five', 'four', 'three', 'two'].map((name) => `/uploads/${name}.jpg`));
  });

  it('of a first sync come to their pages together', async () => {
    await stop();
    for (const name of ['one', 'two']) {
      await picture(name, '#456');
      newsroom.publish(`Story ${name}`, name, cover(name));
    }
    newsroom.changes();
    rmSync(join(folder, 'store.db'));
    await start(newsroom.everything());
    await until(() => allMade(store));
    await publisher.settled();
    expect(said.filter((line) => line.includes('picture one') || line.includes('picture two'))).toHaveLength(1);
    expect(page('/2025/03/one/') + page('/2025/03/two/')).toMatch(/<picture>.*<picture>/s);
  });

  it('are made again when the file is replaced while they are being made', async () => {
    await picture('gate', '#456');
    cms.asked = (path) => {
      if (path !== '/uploads/gate.jpg') return;
      cms.asked = () => undefined;
      newsroom.upload('gate', path, { x: 10, y: 90 }, '2');
      void settle();
    };
    const path = newsroom.publish('A gate', 'a-gate', cover('gate'));
    await settle();
    await until(() => store.prepare(`select 1 from images where file_id = 'gate' and version = '2' and waits = 0`).get() !== undefined);
    await publisher.settled();
    expect(page(path)).toContain('data-focus-x="1"');
  });

  it('that a kill left behind are swept at the next start, and lost ones are made again when a page shows them', async () => {
    await upload('lake', '#278');
    await until(() => allMade(store));
    expect(kept()).not.toEqual([]);
    await stop();
    for (const root of ['www', 'pictures']) {
      mkdirSync(join(folder, root, 'media', 'ab'), { recursive: true });
      writeFileSync(join(folder, root, 'media', 'ab', 'abcdef-480.avif'), 'left behind');
    }
    const made = kept();
    for (const file of made) if (!file.startsWith('ab/')) rmSync(join(folder, 'pictures', 'media', file));
    await start();
    await until(() => kept().length === 0 && shown().length === 0);
    newsroom.publish('A lake', 'a-lake', cover('lake'));
    await settle();
    await until(() => shown().length > 0 && kept().length === shown().length);
  });
});

async function start(part = newsroom.changes()): Promise<void> {
  const storeFile = join(folder, 'store.db');
  store = openStore(storeFile);
  const ended = new AbortController();
  const say = (line: string): void => void said.push(line);
  publisher = await Publisher.open({
    ...{ store, storeFile, dist, siteUrl: 'https://example.org', www: join(folder, 'www'), work: folder, say },
    processes: 0,
  });
  const running = publisher.run(ended.signal);
  stop = async () => {
    ended.abort();
    await running;
    store.close();
  };
  await publisher.settle(part);
  await publisher.settled();
  makePictures(publisher, cmsUrl, ended.signal, say).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
}

async function settle(): Promise<void> {
  await publisher.settle(newsroom.changes());
  await publisher.settled();
}

async function picture(name: string, background: string): Promise<void> {
  const plain = sharp({ create: { width: 600, height: 400, channels: 3, background } });
  cms.files.set(`/uploads/${name}.jpg`, await plain.jpeg().toBuffer());
  newsroom.upload(name, `/uploads/${name}.jpg`);
}

async function upload(name: string, background: string): Promise<void> {
  await picture(name, background);
  await settle();
}

function cover(fileId: string): { fileId: string; alt: string; caption: string; credit: string } {
  return { fileId, alt: 'A view', caption: '', credit: 'X' };
}

/** The pictures in the feed that readers get, once it is what one who reads everything anew makes of the same store. */
async function feedPictures(): Promise<string[]> {
  await settle();
  await until(() => allMade(store));
  await publisher.settled();
  const path = pathOf({ kind: 'feed', locale: 'en', of: 'all' });
  const { render } = await loadRenderer(dist, store, 'https://example.org');
  const served = page(path);
  expect(String((await render(path)).body) === served).toBe(true);
  return [...served.matchAll(/(?:<enclosure url=|&lt;img src=&quot;)\S*\/media\/(\S+?\.jpg)/g)].map(([, file = '']) => file);
}

function page(path: string): string {
  return readFileSync(join(folder, 'www', fileOf(path as SitePath)), 'utf8');
}

function shown(): string[] {
  return filesIn(join(folder, 'www', 'media'));
}

function kept(): string[] {
  return filesIn(join(folder, 'pictures', 'media'));
}

function filesIn(media: string): string[] {
  return existsSync(media) ? [...filesUnder(media)].sort() : [];
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited++) {
    if (waited > 600) throw new Error(`It did not come about. The publisher said:\n${said.join('\n')}`);
    await sleep(25);
  }
}
