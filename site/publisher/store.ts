import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

import { documentSchemas } from '@broadsheet/shared';
import Database from 'better-sqlite3';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';

/** Thrown when the store's file cannot be read as one; the content is still in the cms, so it is made anew. */
export class BrokenStoreError extends Error {
  override name = 'BrokenStoreError';
}

/** Milliseconds for which a statement waits for another program that holds the store. */
export const busyTimeout = 5000;

/**
 * Opens the content store, makes it when there is none.
 * @param file path, or ':memory:'
 * @param asItIs true for a small change that must not wait: whether the store is whole is left to who opens it next, as it was
 * @throws BrokenStoreError when the file is damaged or from another version of the program
 */
export function openStore(file: string, { asItIs = false } = {}): Store {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  // What is sorted for the lists of a large archive finds room beside it; the system's own folder for that may be small, or read alone.
  if (file !== ':memory:') process.env['SQLITE_TMPDIR'] ??= dirname(file);
  try {
    const store = rememberStatements(new Database(file));
    store.pragma('journal_mode = WAL');
    store.pragma('synchronous = NORMAL');
    store.pragma(`busy_timeout = ${busyTimeout}`);
    store.pragma('cache_size = -64000');
    if (!isMade(store)) make(store);
    // It takes seconds in a large store, and only a stop that was none can have damaged it.
    else if (!asItIs && readMeta(store, 'closed') !== 'yes') checkWhole(store, file);
    // What is of another version may lack what is read and written here.
    if (readMeta(store, 'schema') !== schemaVersion) throw new BrokenStoreError(`${file} was made by another version of Broadsheet`);
    if (!asItIs) writeMeta(store, 'closed', 'no');
    return store;
  } catch (error) {
    throw asBroken(error) ?? error;
  }
}

/** Closes a store that is as it should be; the next `openStore` need not look whether it is whole. */
export function closeStore(store: Store): void {
  try {
    writeMeta(store, 'closed', 'yes');
  } finally {
    store.close();
  }
}

/** Opens the store of another process for reading alone. Does not look whether it is whole: who writes it has done so. */
export function openReader(file: string): Store {
  const store = rememberStatements(new Database(file, { readonly: true, fileMustExist: true }));
  store.pragma(`busy_timeout = ${busyTimeout}`);
  store.pragma('cache_size = -64000');
  return store;
}

/** A damaged database's error as BrokenStoreError; null for any other error. */
export function asBroken(error: unknown): BrokenStoreError | null {
  if (error instanceof BrokenStoreError) return error;
  if (error instanceof Database.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code)) return new BrokenStoreError(error.message);
  return null;
}

/** Puts a damaged store out of the way, under a name that says so; the one before it goes. */
export function setAside(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    const from = file + suffix;
    rmSync(`${file}.broken${suffix}`, { force: true });
    if (existsSync(from)) renameSync(from, `${file}.broken${suffix}`);
  }
}

/**
 * Holds a file for this process alone until it ends, however it ends: the lock is the kernel's.
 * @returns null when another process holds it
 */
export function holdAlone(file: string): { release: () => void } | null {
  mkdirSync(dirname(file), { recursive: true });
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('begin exclusive');
    return { release: () => lock.close() };
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

export function readMeta(store: Store, key: string): string | null {
  return store.prepare<[string], { value: string }>('select value from meta where key = ?').get(key)?.value ?? null;
}

export function writeMeta(store: Store, key: string, value: string): void {
  store.prepare('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value').run(key, value);
}

// Preparing a statement takes longer than running it, and every page runs the same few.
function rememberStatements(store: Store): Store {
  const prepare = store.prepare.bind(store);
  const prepared = new Map<string, Database.Statement>();
  store.prepare = ((sql: string) => {
    const known = prepared.get(sql) ?? prepare(sql);
    prepared.set(sql, known);
    return known;
  }) as typeof store.prepare;
  return store;
}

function isMade(store: Store): boolean {
  return store.prepare(`select 1 from sqlite_schema where name = 'meta'`).get() !== undefined;
}

function make(store: Store): void {
  store.transaction(() => {
    store.exec(schema);
    writeMeta(store, 'schema', schemaVersion);
  })();
}

function checkWhole(store: Store, file: string): void {
  const found = store.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new BrokenStoreError(`${file} is damaged: ${String(found)}`);
}

/** Of articles and lists; apart, for who fills them in one go. */
export const articleIndexes = ['create index if not exists articles_path on articles (path, locale, id)'];
export const entryIndexes = [
  'create index if not exists entries_month on entries (locale, scope, month, date, id)',
  'create index if not exists entries_article on entries (id, locale)',
];

const schema = `
create table if not exists meta (key text primary key, value text not null) without rowid;

-- What the feed delivered. locale is '' for what is one document in all languages.
create table if not exists documents (
  type text not null, id text not null, locale text not null, json text not null,
  at text not null,             -- when the cms accepted it, ISO 8601
  markdown text,                -- of an article: most of it, and seldom read
  primary key (type, id, locale)
);

-- Made from documents, for the queries of src/content; after a first sync the newest first, as pages are rendered: neighbours lie together.
create table if not exists articles (
  id text not null, locale text not null, path text not null,
  date integer not null,        -- milliseconds since 1970
  month text not null,          -- 2026-04, where the newsroom is
  modified text not null,       -- ISO 8601
  card text not null,           -- what lists show, as JSON
  json text not null,           -- the document
  primary key (id, locale)
);
${articleIndexes.join(';\n')};

-- One row per list that an article is in: all, lead, breaking, category:<id>, author:<id>, tag:<id>.
create table if not exists entries (
  locale text not null, scope text not null, date integer not null, id text not null, month text not null,
  primary key (locale, scope, date, id)
) without rowid;
${entryIndexes.join(';\n')};

-- Names and pages by slug; files by the address that the cms serves them at (locale '').
create table if not exists slugs (
  type text not null, locale text not null, slug text not null, id text not null,
  primary key (type, locale, slug, id)
) without rowid;
create index if not exists slugs_id on slugs (type, id);

create table if not exists redirects (path text not null, id text not null, target text, primary key (path, id)) without rowid;
create index if not exists redirects_id on redirects (id);
create index if not exists redirects_target on redirects (target);

create table if not exists article_html (key text primary key, html text not null, words integer not null);

-- Pictures made from files, as src/content/pictures.ts reads them (with card and bytes).
create table if not exists images (
  file_id text primary key,
  version text not null default '',       -- of the file, as its sizes were made from
  state text not null default 'none',     -- none: never made; ready; broken
  name text not null default '',          -- what the files of all its sizes begin with
  picture text not null default '{}', reason text not null default '',
  waits integer not null default 0,       -- 1: the file's version is another one, its sizes are to be made
  wanted integer not null default 0,      -- 1: a page shows it, or would; its sizes lie where readers get them
  doubtful integer not null default 0,    -- 1: wanted, but a page that showed it does so no more
  urgent integer not null default 0,      -- 1: uploaded while the site followed, not found by a first sync
  at text not null default ''             -- when the cms accepted the file, ISO 8601
) without rowid;
create index if not exists images_waiting on images (wanted, urgent, at) where waits = 1;
create index if not exists images_doubtful on images (file_id) where doubtful = 1;
create index if not exists images_name on images (name);

-- The trees of pages: one live, one before it, one in the making at most (docs/decisions/0016-releases.md).
create table if not exists releases (
  id integer primary key,
  key text not null,            -- of the renderer that makes its pages
  state text not null,          -- live, before, next, dropped
  made_at text not null,        -- ISO 8601
  bytes integer not null        -- of its pages
);

-- What stands in a release, and what it depends on. tags holds the ids of page_tags, for what is to be taken out again.
create table if not exists pages (
  id integer primary key, release integer not null, path text not null, hash text not null, bytes integer not null, tags text not null,
  unique (release, path)
);
create table if not exists tags (id integer primary key, name text not null unique);
create table if not exists page_tags (tag_id integer not null, page_id integer not null, primary key (tag_id, page_id)) without rowid;

-- What a tag stands for that many pages share (Reading.together).
create table if not exists tag_groups (
  release integer not null, member text not null, tag text not null, primary key (release, member, tag)
) without rowid;
create index if not exists tag_groups_tag on tag_groups (release, tag);

-- Which stories had the most readers, ids with spaces between them; no section: all of them.
create table if not exists most_read (
  locale text not null, section text not null, day text not null, week text not null, primary key (locale, section)
) without rowid;

-- Paths to be rendered. A row stays until its page is on the disk.
create table if not exists queue (
  release integer not null,
  path text not null,
  rank integer not null,        -- 0: shows the change itself; 1: one of many that bear it; 2: comes with the next release
  date integer not null,        -- of the newest change that asked for it
  seq integer not null,         -- grows with every change, so that a page changed while it is rendered stays queued
  primary key (release, path)
) without rowid;
create index if not exists queue_order on queue (release, rank, date desc, path);

-- Pages that could not be rendered; they keep their last good file.
create table if not exists failures (release integer not null, path text not null, reason text not null, primary key (release, path)) without rowid;

-- What became of each change; id is the seq of the pages that it asked for.
create table if not exists receipts (id integer primary key, done integer not null, json text not null);
create index if not exists receipts_open on receipts (done) where done = 0;

-- The bundles of the search (search-shards.ts). folder is '' until one is built; seq is that of the newest change that it knows.
create table if not exists search_shards (
  locale text not null, shard text not null,
  year text not null,           -- of its stories; '' for hot and pages
  starts integer not null,      -- its stories are of this moment or later, up to the next shard's
  folder text not null, seq integer not null,
  stale integer not null,       -- since which change it is to be built anew; 0: not
  awaited text not null,        -- files whose pictures were being made, as JSON
  primary key (locale, shard)
) without rowid;
-- What each bundle holds. fragment is what Pagefind calls it.
create table if not exists search_held (
  locale text not null, shard text not null, type text not null, id text not null,
  fragment text not null, authors text not null, date integer not null,
  primary key (locale, shard, type, id)
) without rowid;
create index if not exists search_held_document on search_held (locale, type, id);
-- What changed and is not yet in a shard of its year alone.
create table if not exists search_changed (
  locale text not null, id text not null, seq integer not null, primary key (locale, id)
) without rowid;
create index if not exists search_changed_seq on search_changed (locale, seq);
`;

// A store of another shape is set aside and filled anew from the cms.
const schemaVersion = createHash('sha256').update(schema).update(contract()).digest('hex').slice(0, 16);

// What documents look like: a field that the feed newly has would be missing in those that are kept.
function contract(): string {
  return JSON.stringify(Object.values(documentSchemas).map((one) => z.toJSONSchema(one, { unrepresentable: 'any' })));
}
