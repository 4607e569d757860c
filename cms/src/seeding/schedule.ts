import { Random } from './random';

/** The archive spans these fifteen years. Fixed, so that the same archive can be made on any day. */
const firstDay = Date.UTC(2011, 10, 1);
const days = 5478;
const day = 86_400_000;

/** How much appears on each day of the week, Sunday first, against a full day. */
const weekdays = [0.42, 1, 1, 0.98, 1, 0.95, 0.5];

/**
 * When an article first appeared, in milliseconds since 1970 UTC. On the first and the last day of a month the hour
 * is one that lies in that month in every time zone, so that its address does not depend on the newsroom's place.
 */
export function firstAppearance(seed: string, article: number): number {
  const random = new Random(`${seed}/date/${article}`);
  let date = firstDay;
  do {
    // A paper grows: later years hold more than earlier ones.
    date = firstDay + Math.floor(Math.sqrt(0.15 + 0.85 * random.next()) * days) * day;
  } while (!random.chance(weekdays[new Date(date).getUTCDay()] ?? 1));
  const [least, most] = hours(date);
  return date + random.between(least * 60, most * 60 - 1) * 60_000;
}

/** Hours of the day in UTC between which something may appear. */
function hours(date: number): [number, number] {
  if (new Date(date).getUTCDate() === 1) return [12, 17];
  if (new Date(date + day).getUTCDate() === 1) return [4, 8];
  return [4, 18];
}
