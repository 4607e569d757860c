/** Asks for very many pages some at a time, so that what is published meanwhile does not wait for the asking. */
import type { SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import { allPaths } from './paths.ts';
import { askingKey, enqueue, nextSeq, pagesInPartsWith } from './queue.ts';
import type { Receipts } from './receipts.ts';
import { markAllSearch } from './search-shards.ts';
import { writeMeta } from './store.ts';

/** Milliseconds, and pages, after which something else has its turn. */
const turn = { milliseconds: 10, pages: 500 };

/** What the store says of pages that bear one change; `but` were asked for at once. */
const bearing = z.object({ rank: z.union([z.literal(1), z.literal(2)]), tags: z.array(z.string()), but: z.array(z.string()) });

export class Asking {
  readonly #store: Store;
  readonly #receipts: Receipts;
  /** What is still to be asked for, as far as this process has begun with it. */
  readonly #rest = new Map<string, Generator<SitePath, void>>();

  constructor(store: Store, receipts: Receipts) {
    this.#store = store;
    this.#receipts = receipts;
  }

  /** From now on every page of a release is asked for that may stand, and every one that does. The store remembers it. */
  begin({ release, live }: { release: number; live: boolean }): void {
    this.#store.transaction(() => {
      writeMeta(this.#store, askingKey(release), String(nextSeq(this.#store)));
      markAllSearch(this.#store);
      if (live) writeMeta(this.#store, 'sweep', 'yes');
    })();
    this.#rest.delete(askingKey(release));
  }

  /** Asks for nothing more of a release. */
  end(release: number): void {
    for (const key of this.#keys()) if (this.#parse(key).release === release) this.#forget(key);
  }

  /** Asks for some more pages. Returns false when there is nothing to ask for. */
  goOn(): boolean {
    const [key] = this.#keys();
    if (key === undefined) return false;
    const { release, change } = this.#parse(key);
    const state = this.#store.prepare<[number], { state: string }>('select state from releases where id = ?').get(release)?.state;
    if (state === undefined || state === 'dropped') {
      this.#forget(key);
      return true;
    }
    const value = this.#store.prepare<[string], { value: string }>('select value from meta where key = ?').get(key)?.value ?? '';
    const { rank, tags, but } = change === null ? { rank: 1 as const, tags: [], but: [] } : bearing.parse(JSON.parse(value));
    const rest = this.#rest.get(key) ?? (change === null ? everything(this.#store, release) : others(this.#store, release, tags, but));
    this.#rest.set(key, rest);
    const paths: SitePath[] = [];
    const begun = performance.now();
    let ended = false;
    while (!ended && paths.length < turn.pages && performance.now() - begun < turn.milliseconds) {
      const found = rest.next();
      if (found.done) ended = true;
      else paths.push(found.value);
    }
    this.#store.transaction(() => {
      enqueue(this.#store, release, paths, rank, change ?? Number(value));
      if (change !== null && state === 'live') this.#receipts.asked(change, paths, ended);
      if (ended) this.#forget(key);
    })();
    return true;
  }

  #keys(): string[] {
    return this.#store.prepare<[], string>(`select key from meta where key glob 'asking:*' order by key`).pluck().all();
  }

  #parse(key: string): { release: number; change: number | null } {
    const [, release, change] = key.split(':');
    return { release: Number(release), change: change === undefined ? null : Number(change) };
  }

  #forget(key: string): void {
    this.#store.prepare('delete from meta where key = ?').run(key);
    this.#rest.delete(key);
  }
}

function* everything(store: Store, release: number): Generator<SitePath, void> {
  yield* allPaths(store);
  const some = store.prepare<[number, string], { path: SitePath }>(
    'select path from pages where release = ? and path > ? order by path limit 1000',
  );
  for (let rows = some.all(release, ''); rows.length > 0; rows = some.all(release, rows.at(-1)?.path ?? ''))
    for (const { path } of rows) yield path;
}

function* others(store: Store, release: number, tags: string[], but: string[]): Generator<SitePath, void> {
  const asked = new Set(but);
  // They were tags when they were written down.
  for (const path of pagesInPartsWith(store, release, tags as Tag[])) if (!asked.has(path)) yield path;
}
