/**
 * A reader who opens the search anew for each question, in a thread of its own: Pagefind uses the `fetch` that is everybody's, and
 * whoever follows the cms in the same thread would ask the reader's files for the changes.
 */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';

import { fresh } from './search-success.ts';

interface Asked {
  www: string;
  query: string;
}

/** Asks the English search one question after the other. */
export class SearchThread {
  readonly #worker = new Worker(new URL(import.meta.url));

  /** How many stories have the words, as long as their texts can be read too. */
  async found(asked: Asked): Promise<number> {
    this.#worker.postMessage(asked);
    const [found] = (await once(this.#worker, 'message')) as [number];
    return found;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function countOf({ www, query }: Asked): Promise<number> {
  const { hits, total } = await (await fresh(www, 'en', false))(query);
  return hits.length > 0 ? total : 0;
}

// A search that is just being changed may have no answer.
parentPort?.on('message', (asked: Asked) => {
  countOf(asked).then(
    (found) => parentPort?.postMessage(found),
    () => parentPort?.postMessage(-1),
  );
});
