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

/** Milliseconds, and pages, after which something else has its turn: writing down 500 held up a publish for up to half a second on a slow disk. */
const turn = { milliseconds: 10, pages: 100 };

/** What the store says of pages that bear one change; `but` were asked for at once. */
const bearing = z.object({ rank: z.union([z.literal(1), z.literal(2)]), tags: z.array(z.string()), but: z.array(z.string()) });

export class Asking {
  readonly #store: Store;
  readonly #receipts: Receipts;
  /** What is still to be asked for, as far as this process has begun with it. */
  readonly #rest = new Map<string, Generator<SitePath | null, void>>();

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
    for (const { key } of this.#open()) if (parse(key).release === release) this.#forget(key);
  }

  /** True while there is something to ask for. */
  get waits(): boolean {
    return this.#store.prepare(`select 1 from meta where key glob 'asking:*' limit 1`).get() !== undefined;
  }

  /** Asks for some more pages, in a transaction of its own. */
  goOn(): void {
    const [next] = this.#open();
    if (!next) return;
    const { key, value, state } = next;
    if (state === null || state === 'dropped') return this.#forget(key);
    const { release, change } = parse(key);
    const { rank, tags, but } = change === null ? { rank: 1 as const, tags: [], but: [] } : bearing.parse(JSON.parse(value));
    try {
      const rest = this.#rest.get(key) ?? (change === null ? everything(this.#store, release) : others(this.#store, release, tags, but));
      this.#rest.set(key, rest);
      const { paths, ended } = some(rest);
      this.#store.transaction(() => {
        enqueue(this.#store, release, paths, rank, change ?? Number(value));
        if (ended) this.#forget(key);
      })();
      if (change !== null && state === 'live') this.#receipts.asked(change, paths, ended);
    } catch (error) {
      // What it gave last is not asked for, so it begins anew.
      this.#rest.delete(key);
      throw error;
    }
  }

  /** What is to be asked for: what readers see before what they do not. */
  #open(): { key: string; value: string; state: string | null }[] {
    return this.#store
      .prepare<[], { key: string; value: string; state: string | null }>(
        `select m.key, m.value, r.state from meta m left join releases r on r.id = cast(substr(m.key, length('asking:') + 1) as integer)
         where m.key glob 'asking:*' order by r.state = 'live' desc, r.state = 'next' desc, m.key`,
      )
      .all();
  }

  #forget(key: string): void {
    this.#store.prepare('delete from meta where key = ?').run(key);
    this.#rest.delete(key);
  }
}

/** Takes as much as one turn allows; null is a look at pages of which none was meant. */
function some(rest: Generator<SitePath | null, void>): { paths: SitePath[]; ended: boolean } {
  const paths: SitePath[] = [];
  for (const begun = performance.now(); paths.length < turn.pages && performance.now() - begun < turn.milliseconds;) {
    const found = rest.next();
    if (found.done) return { paths, ended: true };
    if (found.value !== null) paths.push(found.value);
  }
  return { paths, ended: false };
}

function parse(key: string): { release: number; change: number | null } {
  const [, release, change] = key.split(':');
  return { release: Number(release), change: change === undefined ? null : Number(change) };
}

function* everything(store: Store, release: number): Generator<SitePath, void> {
  yield* allPaths(store);
  const some = store.prepare<[number, string], { path: SitePath }>(
    'select path from pages where release = ? and path > ? order by path limit 1000',
  );
  for (let rows = some.all(release, ''); rows.length > 0; rows = some.all(release, rows.at(-1)?.path ?? ''))
    for (const { path } of rows) yield path;
}

function* others(store: Store, release: number, tags: string[], but: string[]): Generator<SitePath | null, void> {
  const asked = new Set(but);
  // They were tags when they were written down.
  for (const path of pagesInPartsWith(store, release, tags as Tag[])) if (path === null || !asked.has(path)) yield path;
}
