import { clockAt, clockHands, clockKey, storedClock } from '../src/content/clock.ts';
import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import { tags, type Tag } from '../src/content/tags.ts';
import { writeMeta } from './store.ts';

/**
 * Sets the store's clock to a moment, as it is where the newsroom is.
 * @returns what those hands touch that moved
 */
export function setClock(store: Store, now: number): Set<Tag> {
  const clock = clockAt(now, readSettings(store).timeZone);
  const moved = clockHands.filter((hand) => storedClock(store, hand) !== clock[hand]);
  for (const hand of moved) writeMeta(store, clockKey(hand), clock[hand]);
  return new Set(moved.map((hand) => tags.clock(hand)));
}

/** Gives one store the clock of another, so that both render the same. */
export function copyClock(from: Store, to: Store): void {
  for (const hand of clockHands) writeMeta(to, clockKey(hand), storedClock(from, hand));
}
