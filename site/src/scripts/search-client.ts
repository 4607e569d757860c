/** The page's side of the search: asks the worker, one for the page. */
import type { Answer, Question } from '../search/engine.ts';

/** @throws Error when the search cannot be reached */
export function ask(locale: string, act: 'search' | 'older', question: Question, all = false): Promise<Answer> {
  worker ??= begin(locale);
  const id = ++last;
  const asking = worker;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    asking.postMessage({ id, act, question, all });
  });
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();

function begin(locale: string): Worker {
  const begun = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module', name: locale });
  begun.onmessage = ({ data }: MessageEvent<{ id: number; found?: Answer; error?: string }>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.found) asked?.resolve(data.found);
    else asked?.reject(new Error(data.error));
  };
  begun.onerror = () => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error('The search could not be started.'));
    waiting.clear();
  };
  return begun;
}
