/** A map that forgets what was not asked for lately; it holds between `most` and twice as much, counted or by weight. */
export class Recent<T> {
  readonly #most: number;
  #young = new Map<string, Weighed<T>>();
  #old = new Map<string, Weighed<T>>();
  #weight = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old.value, old.weight);
    return old?.value;
  }

  /** @param weight how much of `most` it takes */
  set(key: string, value: T, weight = 1): void {
    if (this.#weight >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = 0;
    }
    this.#weight += weight - (this.#young.get(key)?.weight ?? 0);
    this.#young.set(key, { value, weight });
  }

  /** What is kept under a key, made when nothing is. */
  keep(key: string, make: () => T): T {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }
}

interface Weighed<T> {
  value: T;
  weight: number;
}
