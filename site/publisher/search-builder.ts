/** A process that builds bundles of the search, one order at a time; its memory goes with it. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import * as pagefind from 'pagefind';
import { z } from 'zod';

import { recordsFile, writeRecords, type Records } from '../src/search/records.ts';
import { loadRenderer, type Renderer } from './renderer.ts';
import type { ShardOrder, ShardResult } from './search-building.ts';
import type { HeldRecord } from './search-held.ts';
import { openReader } from './store.ts';

type Found = NonNullable<ReturnType<Renderer['searchRecord']>>;

// Orders come one after the other: the next is sent when this one is answered.
process.on('message', (order: ShardOrder) => {
  build(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

async function build({ store: file, dist, siteUrl, content, into }: ShardOrder): Promise<ShardResult> {
  const store = openReader(file);
  try {
    const renderer = await loadRenderer(dist, store, siteUrl);
    const found = new Map<string, Found & { type: 'article' | 'page'; id: string }>();
    for (const { type, id } of content.documents) {
      const record = renderer.searchRecord(type, id, content.locale);
      if (record) found.set(record.record.url, { ...record, type, id });
    }
    if (found.size === 0) return { records: [], awaited: [], version: '' };
    await writeBundle(
      [...found.values()].map(({ record }) => record),
      content.locale,
      into,
    );
    const awaited = [...new Set([...found.values()].flatMap((record) => record.awaited ?? []))];
    const version = split(into);
    return { records: heldIn(into, found), awaited, version };
  } finally {
    store.close();
  }
}

async function writeBundle(records: Found['record'][], language: string, into: string): Promise<void> {
  const { index, errors } = await pagefind.createIndex({ forceLanguage: language });
  if (!index) throw new Error(errors.join(' '));
  try {
    for (const record of records) {
      const added = await index.addCustomRecord({ ...record, language });
      if (added.errors.length > 0) throw new Error(added.errors.join(' '));
    }
    const written = await index.writeFiles({ outputPath: into });
    if (written.errors.length > 0) throw new Error(written.errors.join(' '));
  } finally {
    await index.deleteIndex();
  }
}

// Pagefind tells only in its files what it calls each record.
function heldIn(into: string, found: Map<string, Found & { type: 'article' | 'page'; id: string }>): HeldRecord[] {
  const folder = join(into, 'fragment');
  const told: Records = new Map();
  const records = readdirSync(folder).map((file) => {
    const text = gunzipSync(readFileSync(join(folder, file))).toString();
    const { url } = fragmentSchema.parse(JSON.parse(text.slice(text.indexOf('{'))));
    const record = found.get(url);
    if (!record) throw new Error(`Pagefind wrote a record that it was not given: ${url}`);
    const fragment = file.replace(/\.pf_fragment$/, '');
    const { type, id, authors, date, section, year } = record;
    told.set(fragment, { minute: Math.floor(date / 60_000), section, authors, year });
    return { type, id, authors, date, fragment };
  });
  writeFileSync(join(into, recordsFile), writeRecords(told));
  if (records.length !== found.size) throw new Error(`Pagefind wrote ${records.length} of ${found.size} records.`);
  return records;
}

/** Puts the program of the search apart, which is the same in every bundle, and takes away what is not used. Returns its version. */
function split(into: string): string {
  const { version } = entrySchema.parse(JSON.parse(readFileSync(join(into, 'pagefind-entry.json'), 'utf8')));
  const runtime = `${into}.runtime`;
  rmSync(runtime, { recursive: true, force: true });
  mkdirSync(runtime);
  for (const entry of readdirSync(into, { withFileTypes: true })) {
    if (entry.isDirectory() || entry.name === 'pagefind-entry.json' || entry.name.endsWith('.pf_meta')) continue;
    const file = join(into, entry.name);
    if (entry.name === 'pagefind.js' || /^wasm\./.test(entry.name)) renameSync(file, join(runtime, entry.name));
    else rmSync(file);
  }
  return version;
}

const fragmentSchema = z.object({ url: z.string() });
const entrySchema = z.object({ version: z.string() });
