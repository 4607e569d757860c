/**
 * Chance that is the same on every machine and in every run: the same key gives the same sequence.
 * (cyrb128 for the key and sfc32 for the sequence, both in the public domain.)
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(key: string) {
    [this.a, this.b, this.c, this.d] = hash(key);
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** From 0 up to 1, without 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly T[]): T {
    return at(list, Math.floor(this.next() * list.length));
  }

  /** A place in a list of this length where the first are taken most: the k-th about 1/k as often as the first. */
  rank(length: number): number {
    return Math.min(length - 1, Math.floor(Math.exp(this.next() * Math.log(length + 1))) - 1);
  }

  /** An entry of a list that is sorted by frequency. */
  frequent<T>(list: readonly T[]): T {
    return at(list, this.rank(list.length));
  }

  /** `count` different whole numbers below `below`, the small ones most often. */
  ranks(count: number, below: number): number[] {
    const found = new Set<number>();
    for (let attempt = 0; found.size < Math.min(count, below) && attempt < count * 20; attempt += 1) found.add(this.rank(below));
    return [...found];
  }

  /** An id of the form Strapi gives its documents: 24 small letters and digits, a letter first. */
  documentId(): string {
    let id = letters.charAt(Math.floor(this.next() * 26));
    while (id.length < 24) id += letters.charAt(Math.floor(this.next() * 36));
    return id;
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`There is no entry ${index} in a list of ${list.length}.`);
  return value;
}

function hash(key: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < key.length; index += 1) {
    const k = key.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 >>> 0, (h2 ^ h1) >>> 0, (h3 ^ h1) >>> 0, (h4 ^ h1) >>> 0];
}
