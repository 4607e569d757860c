const printed = new WeakMap<object, Map<string, unknown>>();

/**
 * What is printed alike for a thing on many pages, made once for as long as the thing is kept (`Reading.once`, `Reading.lasting`). Holds
 * no script, and nothing that depends on more than the thing and the key.
 * @param key names what is printed, in no other place so
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
