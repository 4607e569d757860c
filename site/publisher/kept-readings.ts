import type { Kept } from '../src/content/kept.ts';
import type { Store } from '../src/content/reading.ts';
import { storedSeq } from './queue.ts';
import type { Touched } from './touched.ts';

/** What a renderer keeps of what its pages read, in step with the store: whatever they read changes together with the number of the newest change. */
export class KeptReadings {
  readonly #store: Store;
  readonly #make: () => Kept | null;
  #seq = -1;
  #kept: Kept | null = null;

  /** @param make makes an empty one; null for a compiled site that keeps nothing */
  constructor(store: Store, make: () => Kept | null) {
    this.#store = store;
    this.#make = make;
  }

  /** What holds for the state that the store has now. */
  now(): Kept | null {
    const seq = storedSeq(this.#store);
    // Nobody told what changed, or it was taken back.
    if (seq !== this.#seq) this.#begin(seq);
    return this.#kept;
  }

  /** Notes what a change touched; anything but the one next to the last is as if nobody told. */
  note({ tags, quiet }: Touched, seq: number): void {
    if (seq !== this.#seq + 1) return this.#begin(seq);
    this.#seq = seq;
    this.#kept?.changed([...tags, ...(quiet ?? [])]);
  }

  #begin(seq: number): void {
    this.#seq = seq;
    this.#kept = this.#make();
  }
}
