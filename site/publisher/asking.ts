/** Asks for every page of a release, some at a time, so that what is published meanwhile does not wait for the asking. */
import type { SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { allPaths } from './paths.ts';
import { enqueue, nextSeq } from './queue.ts';
import { markAllSearch } from './search-shards.ts';
import { writeMeta } from './store.ts';

/** Milliseconds, and pages, after which something else has its turn. */
const turn = { milliseconds: 10, pages: 500 };

export class Asking {
  readonly #store: Store;
  /** What is still to be asked for, of the releases of which this process knows. */
  readonly #rest = new Map<number, Generator<SitePath, void>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** From now on every page of a release is asked for that may stand, and every one that does. The store remembers it. */
  begin({ release, live }: { release: number; live: boolean }): void {
    this.#store.transaction(() => {
      writeMeta(this.#store, askingKey(release), String(nextSeq(this.#store)));
      markAllSearch(this.#store);
      if (live) writeMeta(this.#store, 'sweep', 'yes');
    })();
    this.#rest.delete(release);
  }

  end(release: number): void {
    this.#store.prepare('delete from meta where key = ?').run(askingKey(release));
    this.#rest.delete(release);
  }

  /** Asks for some more pages. Returns false when there is nothing to ask for. */
  goOn(): boolean {
    const row = this.#store
      .prepare<[], { key: string; value: string }>(`select key, value from meta where key glob 'asking:*' limit 1`)
      .get();
    if (!row) return false;
    const release = Number(row.key.slice(askingKey('').length));
    const rest = this.#rest.get(release) ?? everything(this.#store, release);
    this.#rest.set(release, rest);
    const paths: SitePath[] = [];
    const begun = performance.now();
    let ended = false;
    while (!ended && paths.length < turn.pages && performance.now() - begun < turn.milliseconds) {
      const found = rest.next();
      if (found.done) ended = true;
      else paths.push(found.value);
    }
    this.#store.transaction(() => {
      enqueue(this.#store, release, paths, 1, Number(row.value));
      if (ended) this.end(release);
    })();
    return true;
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

function askingKey(release: number | ''): string {
  return `asking:${release}`;
}
