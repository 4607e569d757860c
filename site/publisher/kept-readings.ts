import type { Kept, Store } from '../src/content/reading.ts';
import { Recent } from '../src/content/recent.ts';
import { UntilTouched } from '../src/content/until-touched.ts';
import { storedSeq } from './queue.ts';
import type { Touched } from './touched.ts';

const most = {
  /** Some 50 MB. */
  readings: 15_000,
  /** The stories of many feeds, some 20 MB. */
  lasting: 1000,
  /** After a large import it is quicker to begin anew. */
  touched: 20_000,
};

/** What a renderer keeps of what its pages read: whatever they read changes together with the number of the newest change. */
export class KeptReadings {
  readonly #store: Store;
  #seq = -1;
  #ofNow: Kept['ofNow'] = new Recent(0);
  #lasting = new UntilTouched(0);

  constructor(store: Store) {
    this.#store = store;
  }

  /** What holds for the state that the store has now. */
  now(): Kept {
    const seq = storedSeq(this.#store);
    // Nobody told what changed, or it was taken back.
    if (seq !== this.#seq) this.#begin(seq);
    return { ofNow: this.#ofNow, lasting: this.#lasting };
  }

  /** Notes what a change touched; anything but the one next to the last is as if nobody told. */
  note({ tags, quiet }: Touched, seq: number): void {
    if (seq !== this.#seq + 1 || this.#lasting.touched > most.touched) return this.#begin(seq);
    this.#seq = seq;
    this.#ofNow = new Recent(most.readings);
    this.#lasting.touch([...tags, ...(quiet ?? [])]);
  }

  #begin(seq: number): void {
    this.#seq = seq;
    this.#ofNow = new Recent(most.readings);
    this.#lasting = new UntilTouched(most.lasting);
  }
}
