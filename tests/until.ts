import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition, for as long as a slow machine may need.
 * A condition that throws has not come about yet, unless the error is called `Ended`.
 * @throws Error that says what did not come about
 */
export async function until(what: string, condition: () => boolean | Promise<boolean>, limitMs = 120_000): Promise<void> {
  let last = '';
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) {
    try {
      if (await condition()) return;
      last = '';
    } catch (error) {
      if (error instanceof Error && error.name === 'Ended') throw error;
      last = error instanceof Error ? error.message : 'an error of no known kind';
    }
  }
  throw new Error(`It never came about that ${what}${last ? ` (${last})` : ''}.`);
}
