/** From all documents to a site that can be followed: after a first sync, and when the time zone is another one. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';

import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import { setClock } from './clock.ts';
import { deriveAll } from './documents.ts';
import { adopted } from './releases.ts';
import type { Stands } from './stands.ts';
import { readMeta, writeMeta } from './store.ts';
import { countStories } from './sync.ts';

export class Derivation {
  readonly #store: Store;
  readonly #stands: Stands;
  readonly #say: (line: string) => void;
  #complainedAt = -1;

  constructor(store: Store, stands: Stands, say: (line: string) => void) {
    this.#store = store;
    this.#stands = stands;
    this.#say = say;
  }

  /** True when the cms holds so little that it is hardly the same; says so once. Another database behind the same address is more often a mistake than a wish. */
  get losesTooMuch(): boolean {
    const before = Number(readMeta(this.#store, 'stories-before') ?? 0);
    const now = countStories(this.#store);
    if (now * 2 >= before) return false;
    if (now !== this.#complainedAt)
      this.#say(
        `The cms now has ${now} stories, and this site was made from ${before}: nothing is changed. If the cms has the wrong database, correct DATABASE_URL or DATA_DIR and start again. If it is right, delete the folder "site" in DATA_DIR and start again.`,
      );
    this.#complainedAt = now;
    return true;
  }

  /** Makes every derived row anew and asks for every page. @param now the clock, when it was looked at already */
  async derive(now: number | null): Promise<void> {
    const { timeZone } = readSettings(this.#store);
    await deriveAll(this.#store, timeZone, yieldToOthers);
    const { releases } = this.#stands;
    // Nothing is known of a site that an earlier store made: it stands until the new one is whole.
    if (releases.of('live')?.key === adopted && !this.#stands.next) await this.#stands.begin();
    const before = releases.of('before');
    const kept = [...this.#stands.all, ...(before ? [{ release: before.id, key: before.key, live: false }] : [])];
    this.#store.transaction(() => {
      // The time zone may be another one now.
      if (now !== null) setClock(this.#store, now);
      for (const stand of kept) if (stand.key !== adopted) this.#stands.asking.begin(stand);
      writeMeta(this.#store, 'state', 'following');
      writeMeta(this.#store, 'stories-before', '0');
    })();
  }
}
