/** Searches beside the page, which goes on answering its reader meanwhile. */
import type { Locale } from '@broadsheet/shared';

import { SearchEngine, type Question } from '../search/engine.ts';

/** What the page asks. */
export type Asked = { id: number } & ({ act: 'search'; question: Question } | { act: 'older'; all: boolean; question: Question });

let engine: Promise<SearchEngine> | undefined;
const plain = self.fetch.bind(self);
const locale = self.name as Locale;

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  answer(data).then(
    (found) => self.postMessage({ id: data.id, found }),
    (error: unknown) => self.postMessage({ id: data.id, error: String(error) }),
  );
});
// Pagefind leaves the failure of a bundle lying; the engine knows of it.
self.addEventListener('unhandledrejection', (event) => event.preventDefault());

async function answer(asked: Asked): Promise<unknown> {
  const searching = await open();
  if (asked.act === 'older') searching.loadOlder(asked.all);
  return searching.search(asked.question);
}

function open(): Promise<SearchEngine> {
  engine ??= SearchEngine.open(`/search/${locale}/`, locale, { fetch: plain, load: (url) => import(/* @vite-ignore */ url) }).then(
    (opened) => {
      self.fetch = opened.fetch;
      return opened;
    },
    (error: unknown) => {
      engine = undefined;
      throw error;
    },
  );
  return engine;
}
