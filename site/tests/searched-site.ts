/** A newsroom whose pages and search are kept up to date in a folder of their own, by a publisher in this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Publisher } from '../publisher/publisher.ts';
import { buildSearch } from '../publisher/search.ts';
import { searchReady } from '../publisher/search-shards.ts';
import { openStore } from '../publisher/store.ts';
import { syncState } from '../publisher/sync.ts';
import type { Newsroom } from './newsroom.ts';

export const dist = fileURLToPath(new URL('../dist', import.meta.url));
export const siteUrl = 'https://example.org';

export class SearchedSite {
  readonly newsroom: Newsroom;
  readonly publisher: Publisher;
  readonly www: string;
  readonly #folder: string;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  readonly #searching: Promise<void>;

  private constructor(newsroom: Newsroom, publisher: Publisher, folder: string, storeFile: string) {
    this.newsroom = newsroom;
    this.publisher = publisher;
    this.www = join(folder, 'www');
    this.#folder = folder;
    const { signal } = this.#stopping;
    this.#running = publisher.run(signal);
    const building = { publisher, output: publisher.output, storeFile, dist, siteUrl, work: folder, grace: 0, patience: 1 };
    this.#searching = buildSearch(building, signal, () => undefined);
  }

  static async open(newsroom: Newsroom): Promise<SearchedSite> {
    const folder = mkdtempSync(join(tmpdir(), 'searched-'));
    const storeFile = join(folder, 'store.db');
    const store = openStore(storeFile);
    const www = join(folder, 'www');
    const publisher = await Publisher.open({
      ...{ store, storeFile, dist, siteUrl, www, work: folder, processes: 0 },
      say: () => undefined,
    });
    return new SearchedSite(newsroom, publisher, folder, storeFile);
  }

  /** Publishes what was changed; resolves when pages and search show it. @throws Error when either cannot be made */
  publish(): Promise<void> {
    return Promise.race([this.#publish(), this.#running, this.#searching]);
  }

  async end(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.publisher.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #publish(): Promise<void> {
    const { publisher, newsroom } = this;
    await publisher.settle(newsroom.changes());
    for (;;) {
      const { version } = publisher;
      await publisher.settled();
      if (syncState(publisher.store) === 'following' && searchReady(publisher.store)) return;
      await publisher.changedSince(version);
    }
  }
}
