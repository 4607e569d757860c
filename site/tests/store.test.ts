import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { asBroken, openStore, readMeta, writeMeta } from '../publisher/store.ts';
import { smallNewsroom } from './model-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('knows a store of an earlier version, whatever its tables lack, and leaves one of this version as it is', () => {
  const file = join(folder, 'content.db');
  const made = openStore(file);
  writeMeta(made, 'cursor', '7');
  made.close();
  const again = openStore(file);
  expect(readMeta(again, 'cursor')).toBe('7');
  again.close();
  const earlier = new Database(file);
  earlier.exec(`drop table images; create table images (file_id text primary key); update meta set value = 'earlier' where key = 'schema'`);
  earlier.close();
  expect(refusal(() => openStore(file))).toContain('was made by another version');
});

it('names the text of a story anew when it says something else, and only then', async () => {
  const names = async (...versions: { title: string; body: string }[]): Promise<unknown> => {
    const documents = versions.reduce((all, version) => all.article('flood', 'en', version), smallNewsroom());
    const { store } = await documents.reading();
    return store.prepare(`select json ->> 'bodyKey' as name, markdown from documents where id = 'flood'`).get();
  };
  const first = await names({ title: 'Flood', body: 'Water.' });
  expect(first).toMatchObject({ markdown: 'Water.' });
  expect(await names({ title: 'Flood', body: 'Water.' }, { title: 'The flood', body: 'Water.' })).toEqual(first);
  const second = await names({ title: 'Flood', body: 'Water.' }, { title: 'Flood', body: 'More water.' });
  expect(second).toMatchObject({ markdown: 'More water.' });
  expect(second).not.toHaveProperty('name', (first as { name: string }).name);
});

/** Why a store cannot be used, as the program says it before it makes a new one. */
function refusal(open: () => unknown): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    return asBroken(error)?.message;
  }
}
