/**
 * Gives the results of tasks as they come, in any order. As many are under way at once as `begin` begins.
 * @param begin begins the next task; null while none is to be begun. `flying` says how many are under way; when none is, null is the end
 */
export async function* asTheyCome<T>(begin: (flying: number) => Promise<T> | null): AsyncGenerator<T> {
  const flying = new Map<number, Promise<{ id: number; result: T }>>();
  for (let begun = 0; ;) {
    for (let task = begin(flying.size); task; task = begin(flying.size)) {
      const id = begun++;
      flying.set(
        id,
        task.then((result) => ({ id, result })),
      );
    }
    if (flying.size === 0) return;
    // Only what was taken is taken out: of several that end in the same turn each has its own.
    const { id, result } = await Promise.race(flying.values());
    flying.delete(id);
    yield result;
  }
}
