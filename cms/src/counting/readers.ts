import { hash, randomBytes } from 'node:crypto';

import { IPv6, isValid, parse } from 'ipaddr.js';

/** A reader who comes back to the same story within this time is the same view. */
export const repeatWithin = 30 * 60_000;

/** How many hits one place (an IPv4 address, or the 64 bits of an IPv6 network) may make in a minute. */
export const mostPerMinute = 120;

/**
 * Readings in one half of what is remembered; both are about 100 MB. Beyond them the older half is forgotten and may count once more. (A
 * map that loses its oldest entry for each new one searches for it among all that it lost; a larger one holds the cms when it grows.)
 */
const mostInHalf = 500_000;
const mostPlaces = 100_000;

/**
 * Who has read what today, as hashes that mean nothing without a salt that exists in this memory alone and is thrown
 * away each day. Nothing of it is ever written down, and a restart forgets it.
 */
export class Readers {
  #salt = randomBytes(32).toString('base64');
  #day = '';
  /** Hash of reader and story → when the view was counted, in seconds since 1970. */
  #counted = new Map<number, number>();
  /** What was in it when it was full. */
  #countedBefore = new Map<number, number>();
  /** Hash of place → hits in this minute. */
  #places = new Map<number, number>();
  #minute = 0;

  /**
   * Judges one more hit of a reader on a story, and remembers it when it counts.
   * @param now milliseconds since 1970
   * @param day the newsroom's date; another one than last time forgets everybody
   */
  see(reader: { address: string; agent: string }, story: string, now: number, day: string): 'new' | 'again' | 'repeat' | 'too-many' {
    if (day !== this.#day) this.#forget(day);
    if (this.#isTooMany(reader.address, now)) return 'too-many';
    const key = this.#hash(`${reader.address}\n${reader.agent}\n${story}`);
    const last = this.#counted.get(key) ?? this.#countedBefore.get(key);
    const seconds = Math.floor(now / 1000);
    if (last !== undefined && (seconds - last) * 1000 < repeatWithin) return 'repeat';
    if (this.#counted.size >= mostInHalf) {
      this.#countedBefore = this.#counted;
      this.#counted = new Map();
    }
    this.#counted.set(key, seconds);
    return last === undefined ? 'new' : 'again';
  }

  #isTooMany(address: string, now: number): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute || this.#places.size >= mostPlaces) {
      this.#minute = minute;
      this.#places.clear();
    }
    const key = this.#hash(placeOf(address));
    const hits = (this.#places.get(key) ?? 0) + 1;
    this.#places.set(key, hits);
    return hits > mostPerMinute;
  }

  #forget(day: string): void {
    this.#day = day;
    this.#salt = randomBytes(32).toString('base64');
    this.#counted = new Map();
    this.#countedBefore = new Map();
    this.#places = new Map();
  }

  // 48 bits as a number: a collision among a million is one in hundreds, and costs one view.
  #hash(text: string): number {
    return parseInt(hash('sha256', `${this.#salt}${text}`, 'hex').slice(0, 12), 16);
  }
}

// Whoever has one IPv6 address has all of its network.
function placeOf(address: string): string {
  if (!address.includes(':') || !isValid(address)) return address;
  const parsed = parse(address);
  return parsed instanceof IPv6 && !parsed.isIPv4MappedAddress() ? parsed.parts.slice(0, 4).join(':') : address;
}
