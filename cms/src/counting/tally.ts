import type { Refusal } from './verdict';

/** Views of one language version of an article on one day, not yet in the database. */
export interface Count {
  articleId: string;
  locale: string;
  /** `2026-11-24`, where the newsroom is. */
  day: string;
  /** `2026-11-24T13`, in UTC. */
  hour: string;
  views: number;
  readers: number;
}

export interface RefusalCount {
  day: string;
  reason: Refusal;
  hits: number;
}

/**
 * What was counted since the last flush. At most one entry for each published version and hour: it cannot grow with the hits,
 * however long the database is away.
 */
export class Tally {
  readonly #counts = new Map<string, Count>();
  readonly #refusals = new Map<string, RefusalCount>();

  count(articleId: string, locale: string, { day, hour }: { day: string; hour: string }, isNewReader: boolean): void {
    const key = keyOf({ articleId, locale, day, hour });
    const found = this.#counts.get(key);
    if (!found) this.#counts.set(key, { articleId, locale, day, hour, views: 1, readers: isNewReader ? 1 : 0 });
    else {
      found.views++;
      if (isNewReader) found.readers++;
    }
  }

  refuse(day: string, reason: Refusal): void {
    const key = `${day} ${reason}`;
    const found = this.#refusals.get(key);
    if (found) found.hits++;
    else this.#refusals.set(key, { day, reason, hits: 1 });
  }

  /** Some of the counts, by key: writers who all keep to that order cannot wait for each other in a circle. */
  counts(most: number): Count[] {
    const some: [string, Count][] = [];
    for (const entry of this.#counts) if (some.push(entry) >= most) break;
    return some.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => ({ ...count }));
  }

  refusals(): RefusalCount[] {
    return [...this.#refusals.values()]
      .sort((a, b) => (`${a.day} ${a.reason}` < `${b.day} ${b.reason}` ? -1 : 1))
      .map((one) => ({ ...one }));
  }

  /** Takes away what is in the database now; hits that came meanwhile stay. */
  written(counts: readonly Count[], refusals: readonly RefusalCount[]): void {
    for (const count of counts) {
      const key = keyOf(count);
      const kept = this.#counts.get(key);
      if (!kept) continue;
      kept.views -= count.views;
      kept.readers -= count.readers;
      if (kept.views === 0) this.#counts.delete(key);
    }
    for (const { day, reason, hits } of refusals) {
      const kept = this.#refusals.get(`${day} ${reason}`);
      if (kept) kept.hits -= hits;
      if (kept?.hits === 0) this.#refusals.delete(`${day} ${reason}`);
    }
  }

  /** How many rows the counts are. */
  get size(): number {
    return this.#counts.size;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#refusals.size === 0;
  }
}

function keyOf({ articleId, locale, day, hour }: Pick<Count, 'articleId' | 'locale' | 'day' | 'hour'>): string {
  return `${articleId} ${locale} ${day} ${hour}`;
}
