import { Recent } from './recent.ts';
import type { Tag } from './tags.ts';

/** A value with the tags of what it was made from. */
export interface Noted {
  value: unknown;
  tags: Tag[];
}

/** How much is kept, at least, and twice as much at most. */
const most = {
  /** Small values. Some 10 MB. */
  small: 10_000,
  /** Bytes of large ones. A story in feeds is in memory twice, as text and as XML. */
  large: 25_000_000,
  /** Touched tags. Beyond this, all values are made anew: they are fewer than the tags that they would be compared with. */
  touched: 20_000,
};

/** Values that are kept until something they were made from is touched, or nobody asked for them lately. */
export class UntilTouched {
  #small = new Recent<Dated>(most.small);
  /** Apart, so that they do not drive small ones out. */
  #large = new Recent<Dated>(most.large);
  readonly #touchedAt = new Map<Tag, number>();
  #changes = 0;

  get(key: string): Noted | undefined {
    const known = this.#small.get(key) ?? this.#large.get(key);
    return known?.tags.every((tag) => (this.#touchedAt.get(tag) ?? 0) <= known.madeAt) ? known : undefined;
  }

  /** @param bytes of a large value */
  set(key: string, noted: Noted, bytes?: number): void {
    const dated = { ...noted, madeAt: this.#changes };
    if (bytes === undefined) this.#small.set(key, dated);
    else this.#large.set(key, dated, bytes);
  }

  /** Notes what one change touched. */
  touch(tags: readonly Tag[]): void {
    if (this.#touchedAt.size > most.touched) {
      this.#touchedAt.clear();
      this.#small = new Recent(most.small);
      this.#large = new Recent(most.large);
    }
    this.#changes++;
    for (const tag of tags) this.#touchedAt.set(tag, this.#changes);
  }
}

interface Dated extends Noted {
  /** After how many changes. */
  madeAt: number;
}
