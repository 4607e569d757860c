/** Which process renders which pages: neighbours show the same stories, so they fall to one process, which reads those once. */
import type { SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { nextQueued, queueLength, stillQueued, type Queued } from './queue.ts';

/** Pages. What an order costs by itself is shared by all of it. */
export const orderLimits = { first: 5, least: 25, most: 200, run: 20_000 };

export class Runs {
  readonly #store: Store;
  readonly #orders: number;
  /** What each process is to render, by its number, in each release. */
  readonly #begun = new Map<number, Map<number, SitePath[]>>();
  /** Orders since the processes were started. */
  #sent = 0;

  /** @param orders how many keep every process at work */
  constructor(store: Store, orders: number) {
    this.#store = store;
    this.#orders = orders;
  }

  /**
   * The next order for a process; empty when nothing is left.
   * @param taken tells what is in others already; asked only when the process has nothing left of its run
   */
  next(release: number, number: number, taken: () => SitePath[]): Queued[] {
    const size = this.#size(release);
    for (let run = this.#of(release, number, size, taken); run.length > 0; run = this.#of(release, number, size, taken)) {
      const pages = stillQueued(this.#store, release, run.splice(0, size));
      if (pages.length === 0) continue;
      this.#sent++;
      return pages;
    }
    return [];
  }

  /** To be called when the processes are ended. */
  clear(): void {
    this.#begun.clear();
    this.#sent = 0;
  }

  /** The rest of what the process has begun, else what nobody has, else what another would come to last. */
  #of(release: number, number: number, size: number, taken: () => SitePath[]): SitePath[] {
    const runs = this.#begun.get(release) ?? new Map<number, SitePath[]>();
    this.#begun.set(release, runs);
    const begun = runs.get(number) ?? [];
    if (begun.length > 0) return begun;
    const all = new Set([...taken(), ...[...runs.values()].flat()]);
    const length = size < orderLimits.most ? size : orderLimits.run;
    const free = nextQueued(this.#store, release, 1, all.size + length).filter(({ path }) => !all.has(path));
    const longest = [...runs.values()].sort((a, b) => b.length - a.length)[0] ?? [];
    const paths = free.length > 0 ? free.slice(0, length).map(({ path }) => path) : longest.splice(-size);
    runs.set(number, paths);
    return paths;
  }

  // Near the end smaller ones, so that no process is left without; and to begin with, so that something soon stands.
  #size(release: number): number {
    const { first, least, most } = orderLimits;
    const grown = Math.min(most, first * 2 ** Math.floor(this.#sent / this.#orders));
    return Math.max(Math.min(grown, least), Math.ceil(queueLength(this.#store, release, this.#orders * grown) / this.#orders));
  }
}
