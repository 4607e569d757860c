/** Builds the search bundles in the background, each in a process of its own, and tells readers of them by a manifest. */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { locales, type Locale } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { filesUnder, type Output } from './output.ts';
import type { Publisher } from './publisher.ts';
import { builtShards, markClean, nextDirty, type Shard } from './search-shards.ts';
import { writeMeta } from './store.ts';

/** What the building process is told; it answers with the number of records. */
export interface ShardOrder {
  store: string;
  dist: string;
  siteUrl: string;
  shard: Shard;
  /** The folder to write the bundle into. */
  into: string;
}

interface SearchOptions {
  publisher: Publisher;
  output: Output;
  /** The content store's file. */
  storeFile: string;
  /** `site/dist`. */
  dist: string;
  siteUrl: string;
  /** How often in a row building may fail before it is an error; without it for ever. */
  patience?: number;
  /** For bundles in the making; on the same file system as `www/`. */
  work: string;
}

/** Builds every shard whose stories changed, as they do, until the signal aborts. */
export async function buildSearch(options: SearchOptions, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const { publisher } = options;
  let pause = 1000;
  let failures = 0;
  while (!signal.aborted) {
    const { version } = publisher;
    await publisher.settled();
    const dirty = nextDirty(publisher.store);
    if (!dirty) {
      writeManifests(publisher.store, options.output);
      await publisher.changedSince(version);
      continue;
    }
    try {
      await buildShard(options, dirty, signal);
      await publisher.between(() => markClean(publisher.store, dirty));
      pause = 1000;
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (++failures === options.patience) throw error;
      pause = Math.min(pause * 2, 300_000);
      say(
        `[search] ${dirty.locale} ${dirty.shard} could not be built (${String(error)}) and answers as before; trying again in ${pause / 1000} s`,
      );
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** True when search answers what stands. */
export function searchReady(store: Store): boolean {
  return nextDirty(store) === undefined;
}

async function buildShard(
  { publisher, output, storeFile, dist, siteUrl, work }: SearchOptions,
  { locale, shard }: Shard,
  signal: AbortSignal,
): Promise<void> {
  const into = join(work, 'search', `${locale}-${shard}`);
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const records = await runBuilder({ store: storeFile, dist, siteUrl, shard: { locale, shard }, into }, signal);
  const others = builtShards(publisher.store, locale).filter((built) => built.shard !== shard);
  const built = records > 0 ? [{ shard, folder: putInPlace(output, locale, shard, into) }] : [];
  const shards = [...others, ...built].sort((a, b) => (a.shard < b.shard ? 1 : -1));
  await publisher.between(() => writeMeta(publisher.store, `search:${locale}`, JSON.stringify(shards)));
  writeManifest(publisher.store, output, locale);
  clearOld(output, locale, new Set(shards.map(({ folder }) => folder)));
  rmSync(into, { recursive: true, force: true });
}

// A bundle's folder is named by what is in it: readers see the old one whole or the new one whole.
function putInPlace(output: Output, locale: Locale, shard: string, from: string): string {
  const hash = createHash('sha256');
  for (const file of [...filesUnder(from)].sort()) hash.update(file);
  const folder = `${shard}-${hash.digest('hex').slice(0, 10)}`;
  const to = join(output.root, 'search', locale, folder);
  mkdirSync(join(output.root, 'search', locale), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
  return folder;
}

function writeManifests(store: Store, output: Output): void {
  for (const locale of locales) if (!existsSync(manifestFile(output, locale))) writeManifest(store, output, locale);
}

function writeManifest(store: Store, output: Output, locale: Locale): void {
  const shards = builtShards(store, locale).map(({ folder }) => folder);
  output.place(manifestFile(output, locale), Buffer.from(`${JSON.stringify({ shards })}\n`));
}

function manifestFile(output: Output, locale: Locale): string {
  return join(output.root, 'search', locale, 'manifest.json');
}

function clearOld(output: Output, locale: Locale, kept: Set<string>): void {
  const root = join(output.root, 'search', locale);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory() && !kept.has(entry.name)) rmSync(join(root, entry.name), { recursive: true, force: true });
  }
}

function runBuilder(order: ShardOrder, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./search-builder.ts', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      signal,
    });
    let said = '';
    let records: number | null = null;
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('message', (message) => (records = Number(message)));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && records !== null) resolve(records);
      else reject(new Error(said.trim() || `its process ended with code ${code}`));
    });
    child.send(order);
  });
}
