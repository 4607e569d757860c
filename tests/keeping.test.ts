/** Backing up, losing everything, restoring; moving from SQLite to PostgreSQL: after each the site is what the content gives. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';

import { AdminApi } from './admin-api.ts';
import { EditorialActs } from './editorial-acts.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { smallPicture } from './small-picture.ts';
import { until } from './until.ts';

// The cms's own packages: what makes and reads backups there.
const ofCms = createRequire(new URL('../cms/package.json', import.meta.url));
const tar = ofCms('tar') as { create: (o: object, files: string[]) => Promise<void>; extract: (o: object) => Promise<void> };
const pg = ofCms('pg') as { Client: new (url: string) => Connection };

interface Connection {
  connect(): Promise<void>;
  query(sql: string): Promise<unknown>;
  end(): Promise<void>;
}

const databases = [
  { name: 'SQLite', settings: () => Promise.resolve({}) },
  { name: 'PostgreSQL', settings: async () => ({ DATABASE_CLIENT: 'postgres', DATABASE_URL: await newDatabase('kept') }) },
];

describe.each(databases)('a newsroom on $name', ({ name, settings }) => {
  let newsroom: RunningNewsroom;
  let admin: AdminApi;
  let editor: EditorialActs;
  let backups: string;

  beforeAll(async () => {
    backups = mkdtempSync(join(tmpdir(), 'backups-'));
    newsroom = await RunningNewsroom.make(await settings());
    await newsroom.startCms();
    await newsroom.startPublisher();
    admin = new AdminApi(newsroom.cmsUrl, newsroom);
    editor = new EditorialActs(admin, 99);
    await editor.prepare(smallPicture);
    for (let acts = 0; acts < 25; acts++) await editor.act();
  });

  afterAll(async () => {
    await newsroom.end();
    rmSync(backups, { recursive: true, force: true });
  });

  const stop = async (): Promise<void> => {
    await newsroom.kill('publisher', 'SIGTERM');
    await newsroom.kill('cms', 'SIGTERM');
  };
  const start = async (): Promise<void> => {
    await newsroom.startCms();
    await newsroom.startPublisher();
  };
  const published = async (): Promise<unknown> => ({
    en: await admin.list('api::article.article', { locale: 'en', status: 'published' }),
    ru: await admin.list('api::article.article', { locale: 'ru', status: 'published' }),
  });
  const expectNoDifference = async (): Promise<void> => {
    const verdict = await newsroom.verify();
    expect(verdict.said).toContain('[verify] no difference');
    expect(verdict.code).toBe(0);
  };
  const onlyBackup = (): string => join(backups, readdirSync(backups).find((file) => file.endsWith('.tar.gz')) ?? 'none');

  it('is backed up while it runs, by one file that only its owner can read', async () => {
    const { code, said } = await newsroom.program('backup', [backups]);
    expect(said).toContain('read back and whole');
    expect(code).toBe(0);
    expect(statSync(onlyBackup()).mode & 0o777).toBe(0o600);
    expect(readdirSync(newsroom.folder).filter((file) => file.startsWith('backing-up'))).toEqual([]);
  });

  it('is not restored while it runs', async () => {
    const { code, said } = await newsroom.program('restore', [onlyBackup()]);
    expect(said).toContain('is in use');
    expect(code).toBe(1);
  });

  it('comes back from the backup after everything was lost, and the site follows by itself', async () => {
    const before = await published();
    // What the backup does not know, and more of it than the site could miss.
    for (let acts = 0; acts < 8; acts++) await editor.act();
    const { documentId } = await admin.create(
      'api::article.article',
      {
        title: 'After the backup',
        slug: 'after-the-backup',
        body: 'Text.',
        publicationDate: '2026-01-02T00:00:00.000Z',
        category: await anySection(admin),
      },
      'en',
    );
    await admin.publish('api::article.article', documentId, {}, 'en');
    await until('the late story stands', async () => (await newsroom.page('/2026/01/after-the-backup/')).status === 200);
    await stop();
    await destroy(newsroom);
    const { code, said } = await newsroom.program('restore', [onlyBackup()]);
    expect(said).toContain('the newsroom is as it was');
    expect(code).toBe(0);
    await newsroom.startCms();
    // The restored log outgrows the site's place in it before the site asks.
    for (let names = 0; names < 60; names++) await admin.create('api::tag.tag', { nameEn: `Late ${names}`, slugEn: `late-${names}` });
    await newsroom.startPublisher();
    await until('the late story is gone', async () => (await newsroom.page('/2026/01/after-the-backup/')).status === 404);
    expect(await published()).toEqual(before);
    await expectNoDifference();
  });

  it('goes back to what was there before a restore', async () => {
    const before = await published();
    await admin.upload('after-the-backup.jpg', await smallPicture(7), 'image/jpeg');
    const uploads = join(newsroom.folder, 'public/uploads');
    const pictures = contents(uploads);
    await stop();
    const [settings, own] = [join(backups, '.env'), newsroom.env['ENCRYPTION_KEY'] ?? ''];
    writeFileSync(settings, 'ENCRYPTION_KEY=key-of-the-time-before\nSITE_PORT=1\n');
    newsroom.env['ENCRYPTION_KEY'] = 'key-of-the-time-before';
    expect((await newsroom.program('restore', [onlyBackup(), '--settings', settings])).code).toBe(0);
    expect(contents(uploads)).not.toEqual(pictures);
    expect(readFileSync(settings, 'utf8')).toContain(own);
    newsroom.env['ENCRYPTION_KEY'] = own;
    expect((await newsroom.program('restore', ['--undo', '--settings', settings])).code).toBe(0);
    expect(contents(uploads)).toEqual(pictures);
    expect(readFileSync(settings, 'utf8').split('\n').filter(Boolean).sort()).toEqual([
      'ENCRYPTION_KEY=key-of-the-time-before',
      'SITE_PORT=1',
    ]);
    await start();
    expect(await published()).toEqual(before);
    expect((await admin.list('api::tag.tag', {})).length).toBeGreaterThan(60);
    await expectNoDifference();
    await stop();
    expect((await newsroom.program('restore', ['--forget'])).said).toContain('removed');
    expect(readdirSync(join(newsroom.folder, 'before-restore'))).toEqual([]);
  });

  it.each(['cut', 'changed', 'robbed of a file', 'added to', 'foreign', 'made to hold a link'])(
    'refuses a backup that is %s, and changes nothing',
    async (what) => {
      await stop();
      const file = await spoiled(onlyBackup(), what);
      const before = fingerprints(newsroom.folder);
      const { code, said } = await newsroom.program('restore', [file]);
      expect(said).toContain('Nothing was changed');
      expect(code).toBe(1);
      expect(fingerprints(newsroom.folder)).toEqual(before);
    },
  );

  it('is as it was when a backup that is whole cannot be put in its place', async () => {
    await stop();
    const file = await spoiled(onlyBackup(), 'no database');
    writeFileSync(join(newsroom.folder, 'public/uploads/since-the-backup.jpg'), 'picture');
    const before = fingerprints(newsroom.folder);
    const { code, said } = await newsroom.program('restore', [file]);
    expect(said).not.toContain('the newsroom is as it was on');
    expect(code).toBe(1);
    expect(fingerprints(newsroom.folder)).toEqual(before);
  });

  it('does not start while a restore is half done', async () => {
    writeFileSync(join(newsroom.folder, 'restore.unfinished'), '');
    await expect(newsroom.startCms()).rejects.toThrow('A restore into');
    rmSync(join(newsroom.folder, 'restore.unfinished'));
  });

  it.runIf(name === 'SQLite')('moves to PostgreSQL and loses nothing', async () => {
    await newsroom.startCms();
    const before = await everything(newsroom, admin);
    const inUse = await newsroom.program('move-database', [await newDatabase('moved')]);
    expect(inUse.said).toContain('is in use');
    await stop();
    const used = await newDatabase('used');
    await ask(used, 'create table somebody (id int)');
    expect((await newsroom.program('move-database', [used])).said).toContain('is not empty');
    const url = await newDatabase('moved');
    const moved = await newsroom.program('move-database', [url]);
    expect(moved.said).toMatch(/\[move\] \d+ tables, \d+ rows/);
    Object.assign(newsroom.env, { DATABASE_CLIENT: 'postgres', DATABASE_URL: url });
    await start();
    expect(await everything(newsroom, admin)).toEqual(before);
    await expectNoDifference();
    expect(newsroom.said.filter((line) => line.includes('made anew'))).toHaveLength(1);
    for (let acts = 0; acts < 8; acts++) await editor.act();
    await expectNoDifference();
  });
});

/** All that the feed and the admin's own tables tell. */
async function everything(newsroom: RunningNewsroom, admin: AdminApi): Promise<unknown> {
  const feed = await fetch(`${newsroom.cmsUrl}/api/changes`, { headers: { authorization: `Bearer ${newsroom.env['CMS_READ_TOKEN']}` } });
  const drafts = await admin.list('api::article.article', { locale: 'en', status: 'draft' });
  return { log: feed.headers.get('x-change-log'), lines: (await feed.text()).split('\n'), drafts };
}

async function anySection(admin: AdminApi): Promise<object> {
  const [section] = await admin.list('api::category.category', {});
  return { set: [{ id: section?.['id'], documentId: section?.documentId }] };
}

async function destroy(newsroom: RunningNewsroom): Promise<void> {
  rmSync(join(newsroom.folder, 'public'), { recursive: true });
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(newsroom.folder, `cms.db${suffix}`), { force: true });
  const url = newsroom.env['DATABASE_URL'];
  if (url) await ask(url, 'drop schema public cascade; create schema public');
}

async function spoiled(file: string, how: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'spoiled-'));
  const result = join(folder, 'spoiled.tar.gz');
  if (how === 'foreign') writeFileSync(result, '<rss></rss>');
  if (how === 'cut') writeFileSync(result, readFileSync(file).subarray(0, statSync(file).size - 2000));
  if (how === 'foreign' || how === 'cut') return result;
  const inside = join(folder, 'inside');
  mkdirSync(inside);
  await tar.extract({ file, cwd: inside });
  if (how === 'changed') writeFileSync(join(inside, 'settings.env'), 'ADMIN_PASSWORD=other');
  if (how === 'robbed of a file') rmSync(join(inside, 'settings.env'));
  if (how === 'added to') cpSync(join(inside, 'settings.env'), join(inside, 'uploads', 'stray.html'));
  if (how === 'made to hold a link') addLink(inside);
  if (how === 'no database') breakDatabase(inside);
  await tar.create({ file: result, cwd: inside, gzip: true }, readdirSync(inside));
  return result;
}

/** A link to a file that is what the manifest says of it. */
function addLink(inside: string): void {
  symlinkSync('settings.env', join(inside, 'linked.env'));
  const { size, sha256 } = manifestOf(inside).files.find(({ path }) => path === 'settings.env') ?? { size: 0, sha256: '' };
  nameInManifest(inside, { path: 'linked.env', size, sha256 });
}

/** The manifest is right; what it names is nothing that a database takes. */
function breakDatabase(inside: string): void {
  const path = existsSync(join(inside, 'database.db')) ? 'database.db' : 'postgres/definitions.json';
  const bytes = readFileSync(join(inside, path));
  if (path === 'database.db') bytes.fill(7, bytes.length / 4, bytes.length / 2);
  const broken =
    path === 'database.db' ? bytes : bytes.toString().replace('"beforeRows": [', '"beforeRows": ["no statement of any database",');
  writeFileSync(join(inside, path), broken);
  nameInManifest(inside, { path, size: broken.length, sha256: createHash('sha256').update(broken).digest('hex') });
}

interface InManifest {
  path: string;
  size: number;
  sha256: string;
}

function manifestOf(inside: string): { files: InManifest[] } {
  const file = z.object({ path: z.string(), size: z.number(), sha256: z.string() });
  return z.looseObject({ files: z.array(file) }).parse(JSON.parse(readFileSync(join(inside, 'manifest.json'), 'utf8')));
}

function nameInManifest(inside: string, file: InManifest): void {
  const manifest = manifestOf(inside);
  const files = [...manifest.files.filter(({ path }) => path !== file.path), file];
  writeFileSync(join(inside, 'manifest.json'), JSON.stringify({ ...manifest, files }));
}

/** The files of a folder with their contents. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}

/** What stands in a data folder, by size and time. */
function fingerprints(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
    .map((entry) => `${join(entry.parentPath, entry.name)} ${statSync(join(entry.parentPath, entry.name)).size}`)
    .sort();
}

async function newDatabase(name: string): Promise<string> {
  const server = inject('postgresUrl');
  const own = `${name}_${process.hrtime.bigint()}`;
  await ask(`${server}/postgres`, `create database ${own}`);
  return `${server}/${own}`;
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}
