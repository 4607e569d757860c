const printed = new WeakMap<object, Map<string, unknown>>();

/**
 * What is printed alike for a thing on many pages, made once for as long as the thing is kept (`Reading.once`, `Reading.lasting`). It holds
 * no script, and shows nothing but the thing, what the key says, and what was read together with the thing.
 * @param key names what is printed of the thing
 */
export function printedOnce<T>(thing: object, key: string, print: () => T): T {
  const known = printed.get(thing) ?? new Map<string, unknown>();
  printed.set(thing, known);
  // The key says what it is.
  if (known.has(key)) return known.get(key) as T;
  const made = print();
  known.set(key, made);
  return made;
}
