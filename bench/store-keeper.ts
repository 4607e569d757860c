/** A content store kept as the publisher keeps it, without pages: what search is made from. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';

import { deriveAll } from '../site/publisher/documents.ts';
import type { FeedPart } from '../site/publisher/feed.ts';
import type { StoreKeeper } from '../site/publisher/search.ts';
import { markAllSearch } from '../site/publisher/search-shards.ts';
import { closeStore, openStore, writeMeta } from '../site/publisher/store.ts';
import { apply, fill, pull, syncState } from '../site/publisher/sync.ts';
import { Turns } from '../site/publisher/turns.ts';
import type { Store } from '../site/src/content/reading.ts';
import { readSettings } from '../site/src/content/settings.ts';

export class BenchStore implements StoreKeeper {
  readonly file: string;
  readonly store: Store;
  readonly #turns = new Turns();
  #ended = false;

  constructor(file: string) {
    this.file = file;
    this.store = openStore(file);
    void this.#run();
  }

  /** Reads everything that is live, when an earlier run has not, and what has changed since. */
  async fill(cms: Parameters<typeof pull>[1]): Promise<void> {
    await pull(this.store, cms, 0, (part) => this.settle(part), console.log);
    if (syncState(this.store) === 'deriving') await this.#derive();
  }

  settle(part: FeedPart): Promise<void> {
    return this.between(() => (syncState(this.store) === 'filling' ? fill(this.store, part) : void apply(this.store, part)));
  }

  between(task: () => void | Promise<void>): Promise<void> {
    return this.#turns.take(task);
  }

  settled(): Promise<void> {
    return this.#turns.untilIdle();
  }

  get version(): number {
    return this.#turns.version;
  }

  changedSince(version: number): Promise<void> {
    return this.#turns.changedSince(version);
  }

  close(): void {
    this.#ended = true;
    this.#turns.wake();
    closeStore(this.store);
  }

  async #derive(): Promise<void> {
    await deriveAll(this.store, readSettings(this.store).timeZone, yieldToOthers);
    writeMeta(this.store, 'state', 'following');
    await this.between(() => markAllSearch(this.store));
  }

  async #run(): Promise<void> {
    while (!this.#ended) {
      if (await this.#turns.give()) continue;
      this.#turns.idle();
      await this.#turns.rest();
    }
  }
}
