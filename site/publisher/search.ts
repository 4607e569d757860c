/** Keeps the search equal to what stands: bundles built in processes of their own, and a manifest that readers begin with. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';

import { locales, type Locale } from '@broadsheet/shared';

import type { Output } from './output.ts';
import type { Publisher } from './publisher.ts';
import { allDone } from './queue.ts';
import { BuildingProcess } from './search-building.ts';
import { frozenContent } from './search-cutting.ts';
import { SearchFolder } from './search-folder.ts';
import { markLost, takeOver, type BuiltShard } from './search-held.ts';
import { ManifestWriter } from './search-manifest.ts';
import {
  anyPictured,
  askForFirst,
  hot,
  hotContent,
  hotReady,
  markPictured,
  nextFrozen,
  pages,
  pagesContent,
  searchSeq,
  type Shard,
  type ShardContent,
} from './search-shards.ts';
import { removeSlowly } from './slow-removal.ts';
import { writeMeta } from './store.ts';
import { syncState } from './sync.ts';

/** What the search needs of a publisher: its store, turns between two pages, and to know when something happens. */
export type StoreKeeper = Pick<Publisher, 'store' | 'between' | 'settled' | 'version' | 'changedSince'>;

interface SearchOptions {
  publisher: StoreKeeper;
  output: Output;
  /** The content store's file. */
  storeFile: string;
  /** `site/dist`. */
  dist: string;
  siteUrl: string;
  /** How often in a row building may fail before it is an error; without it for ever. */
  patience?: number;
  /** Milliseconds for which bundles stay that a manifest no longer names. */
  grace?: number;
  /** For bundles in the making; on the same file system as `www/`. */
  work: string;
}

/** Builds every shard whose records changed, as they do, until the signal aborts: the small ones at once, frozen ones beside. */
export async function buildSearch(options: SearchOptions, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const search = new Search(options, signal, say);
  await search.begin();
  await Promise.race([search.keepHot(), search.keepFrozen()]);
}

/** Milliseconds after a change: its pages are made in the same thread, and whoever publishes waits for them. */
const pagesFirst = 100;

type Desk = Record<Locale, { folder: SearchFolder; manifest: ManifestWriter }>;

class Search {
  readonly #options: SearchOptions;
  readonly #signal: AbortSignal;
  readonly #say: (line: string) => void;
  readonly #desk: Desk;
  readonly #work: string;

  constructor(options: SearchOptions, signal: AbortSignal, say: (line: string) => void) {
    this.#options = options;
    this.#signal = signal;
    this.#say = say;
    this.#work = join(options.work, 'search');
    const { output, publisher, grace = 600_000 } = options;
    this.#desk = Object.fromEntries(
      locales.map((locale) => {
        const folder = new SearchFolder(output, locale, grace, this.#work);
        return [locale, { folder, manifest: new ManifestWriter(publisher.store, locale, folder) }];
      }),
    ) as Desk;
  }

  async begin(): Promise<void> {
    this.#putLeftoversAway();
    mkdirSync(this.#work, { recursive: true });
    const { publisher } = this.#options;
    await publisher.between(() => markLost(publisher.store, ({ locale, folder }) => !this.#desk[locale].folder.has(folder)));
  }

  // Nobody waits until the disk has removed what an earlier run left.
  #putLeftoversAway(): void {
    const { work } = this.#options;
    const away = `${basename(this.#work)}.away-`;
    if (existsSync(this.#work)) renameSync(this.#work, join(work, `${away}${Date.now()}`));
    for (const name of existsSync(work) ? readdirSync(work) : [])
      if (name.startsWith(away)) void removeSlowly(join(work, name)).catch(() => undefined);
  }

  /** What is withdrawn is named at once; then the hot shard and the pages are brought up to date. */
  async keepHot(): Promise<void> {
    const process = new BuildingProcess(false);
    this.#signal.addEventListener('abort', () => process.end());
    await this.#repeatedly('the newest stories', async () => {
      if (syncState(this.#options.publisher.store) !== 'following') return false;
      for (const locale of locales) this.#desk[locale].manifest.write();
      const { store } = this.#options.publisher;
      for (const locale of locales) {
        if (!hotReady(store, locale)) return this.#build(process, locale, hot, () => [hotContent(store, locale)]);
        const stale = store.prepare<[string, string], Shard>('select * from search_shards where locale = ? and shard = ? and stale > 0');
        if (stale.get(locale, pages)) return this.#build(process, locale, pages, () => [pagesContent(store, locale)]);
      }
      return false;
    });
  }

  async keepFrozen(): Promise<void> {
    const { publisher } = this.#options;
    const { store } = publisher;
    const process = new BuildingProcess(true);
    this.#signal.addEventListener('abort', () => process.end());
    await this.#repeatedly('the stories of a year', async () => {
      // Whoever makes the whole site wants its pages first.
      if (!allDone(store)) await publisher.settled();
      if (syncState(store) !== 'following' || !allDone(store)) return false;
      const next = nextFrozen(store);
      if (next) {
        const { locale, shard } = next;
        return shard === null ? this.#cut(locale) : this.#build(process, locale, shard, () => this.#stories(locale, shard));
      }
      process.end();
      if (!anyPictured(store)) return false;
      await publisher.between(() => markPictured(store));
      return true;
    });
  }

  /** Has the first shards of a language built. */
  async #cut(locale: Locale): Promise<boolean> {
    const { publisher } = this.#options;
    const contents = await this.#stories(locale, null);
    if (contents.length === 0) return false;
    await publisher.between(() => askForFirst(publisher.store, contents));
    return true;
  }

  #stories(locale: Locale, shard: string | null): Promise<ShardContent[]> {
    const { store } = this.#options.publisher;
    return frozenContent(store, locale, shard, async () => {
      await yieldToOthers();
      this.#signal.throwIfAborted();
      if (syncState(store) !== 'following') throw new Error('the stories were being put into order anew');
    });
  }

  async #build(
    process: BuildingProcess,
    locale: Locale,
    shard: string,
    list: () => ShardContent[] | Promise<ShardContent[]>,
  ): Promise<true> {
    const { publisher, storeFile, dist, siteUrl } = this.#options;
    const { folder, manifest } = this.#desk[locale];
    let seq = 0;
    // Before the list is made: what changes meanwhile has a greater number, and is at home in the hot shard.
    await publisher.between(() => {
      seq = searchSeq(publisher.store);
    });
    const contents = await list();
    const built: BuiltShard[] = [];
    let program = '';
    for (const content of contents) {
      const into = join(this.#work, `${locale}-${content.shard}`);
      rmSync(into, { recursive: true, force: true });
      // A process that is started now would be ended by nobody.
      this.#signal.throwIfAborted();
      const { records, awaited, version } = await process.build({ store: storeFile, dist, siteUrl, content, into });
      if (records.length > 0) program = folder.takeInProgram(version, `${into}.runtime`);
      built.push({ content, records, awaited, folder: records.length > 0 ? folder.takeIn(content.shard, into) : '' });
    }
    // A shard without a record stands nowhere; the hot one is remembered, so that it is known to be up to date.
    const kept = built.filter(({ records, content }) => records.length > 0 || content.shard === hot);
    await publisher.between(() => {
      if (program) writeMeta(publisher.store, 'search-program', program);
      takeOver(publisher.store, locale, shard, kept, seq);
      manifest.write();
    });
    return true;
  }

  /** Does something as often as there is something to do, and waits for news in between; after a failure it waits longer. */
  async #repeatedly(what: string, once: () => Promise<boolean>): Promise<void> {
    const { publisher, patience } = this.#options;
    let pause = 1000;
    let failures = 0;
    while (!this.#signal.aborted) {
      const { version } = publisher;
      try {
        // The end of a first sync is no change: whoever waits for one would wait for the next story.
        if (syncState(publisher.store) !== 'following') await publisher.settled();
        if (!(await once())) {
          await publisher.changedSince(version);
          await sleep(pagesFirst, undefined, { signal: this.#signal });
        }
        pause = 1000;
        failures = 0;
      } catch (error) {
        if (this.#signal.aborted) return;
        if (++failures === patience) throw error;
        pause = Math.min(pause * 2, 300_000);
        this.#say(`[search] ${what} could not be indexed (${String(error)}); search answers as before. Trying again in ${pause / 1000} s`);
        await sleep(pause, undefined, { signal: this.#signal }).catch(() => undefined);
      }
    }
  }
}
