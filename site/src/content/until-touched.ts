import { Recent } from './recent.ts';
import type { Tag } from './tags.ts';

/** A value with the tags of what it was made from. */
export interface Noted {
  value: unknown;
  tags: Tag[];
}

/** Values that are kept until something they were made from is touched, or nobody asked for them lately. */
export class UntilTouched {
  readonly #most: number;
  #values: Recent<Noted & { madeAt: number }>;
  readonly #touchedAt = new Map<Tag, number>();
  #changes = 0;

  /** @param most it holds between so much and twice as much, counted or by weight */
  constructor(most: number) {
    this.#most = most;
    this.#values = new Recent(most);
  }

  get(key: string): Noted | undefined {
    const known = this.#values.get(key);
    return known?.tags.every((tag) => (this.#touchedAt.get(tag) ?? 0) <= known.madeAt) ? known : undefined;
  }

  set(key: string, noted: Noted, weight = 1): void {
    this.#values.set(key, { ...noted, madeAt: this.#changes }, weight);
  }

  /** Notes what one change touched. */
  touch(tags: readonly Tag[]): void {
    if (this.#touchedAt.size > mostTouched) {
      this.#touchedAt.clear();
      this.#values = new Recent(this.#most);
    }
    this.#changes++;
    for (const tag of tags) this.#touchedAt.set(tag, this.#changes);
  }
}

/** Beyond this, all values are made anew: they are fewer than the tags that they would be compared with. */
const mostTouched = 20_000;
