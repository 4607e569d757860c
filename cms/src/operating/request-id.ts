import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** Does the work of one request under an id, which every line that it logs bears. */
export function withRequestId<T>(id: string, work: () => Promise<T>): Promise<T> {
  return current.run(id, work);
}

/** The id of the request that is being answered here; undefined outside of one. */
export function requestIdNow(): string | undefined {
  return current.getStore();
}

/** The id that the web server before the cms gave a request, when it is one; else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w-]{8,64}$/.test(header) ? header : randomUUID();
}
