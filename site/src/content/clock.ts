/**
 * The newsroom's clock. It is kept in the store, moved by the publisher, and read by pages only through these queries: a
 * clean render at any time shows what the last tick said.
 */
import type { Reading, Store } from './reading.ts';
import { tags } from './tags.ts';

/** What a page can read of the clock; the finer the hand, the more often its pages are rendered. */
export const clockHands = ['year', 'day', 'hour', 'minute'] as const;
export type ClockHand = (typeof clockHands)[number];

/** Where the store keeps a hand, among its other notes. */
export function clockKey(hand: ClockHand): string {
  return `clock:${hand}`;
}

/**
 * What the hands say at a moment: `2026`, `2026-04-18`, and when the hour and the minute began, ISO 8601 in UTC.
 * @param timeZone IANA name; it has a say in the hours too, some zones are half an hour apart from the others
 */
export function clockAt(now: number, timeZone: string): Record<ClockHand, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    minute: '2-digit',
  });
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const minute = now - (now % 60_000);
  return {
    year: part['year'] ?? '',
    day: `${part['year']}-${part['month']}-${part['day']}`,
    hour: new Date(minute - Number(part['minute']) * 60_000).toISOString(),
    minute: new Date(minute).toISOString(),
  };
}

/** The year where the newsroom is. */
export function currentYear(reading: Reading): number {
  return Number(read(reading, 'year').slice(0, 4));
}

/** The day where the newsroom is, `2026-04-18`. */
export function currentDay(reading: Reading): string {
  return read(reading, 'day');
}

/** When the present hour began, in milliseconds since 1970. */
export function currentHour(reading: Reading): number {
  return Date.parse(read(reading, 'hour'));
}

/** When the present minute began, in milliseconds since 1970. */
export function currentMinute(reading: Reading): number {
  return Date.parse(read(reading, 'minute'));
}

/** What a hand of the store says; the beginning of 1970 before the first tick. */
export function storedClock(store: Store, hand: ClockHand): string {
  const row = store.prepare<[string], { value: string }>('select value from meta where key = ?').get(clockKey(hand));
  return row?.value ?? clockAt(0, 'UTC')[hand];
}

function read(reading: Reading, hand: ClockHand): string {
  reading.note(tags.clock(hand));
  return reading.once(`clock ${hand}`, () => storedClock(reading.store, hand));
}
