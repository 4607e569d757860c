/** How often the story that is meant is among the first that the search answers, and beside it minisearch on the same texts. */
import { gzipSync } from 'node:zlib';

import type { Locale } from '@broadsheet/shared';
import MiniSearch from 'minisearch';

import { loadRenderer } from '../site/publisher/renderer.ts';
import type { Store } from '../site/src/content/reading.ts';
import type { Answer } from '../site/src/search/engine.ts';
import { openSearch } from '../site/tests/search-reader.ts';
import { kinds, type Kind, type Known } from './search-queries.ts';

/** Of the questions of a kind: how many had their story first, among the first three, among the first ten. */
export type Success = Record<Kind, { asked: number; first: number; three: number; ten: number }>;

type Ask = (query: string) => Promise<string[]> | string[];

export async function successOf(ask: Ask, questions: readonly Known[]): Promise<Success> {
  const success = Object.fromEntries(kinds.map((kind) => [kind, { asked: 0, first: 0, three: 0, ten: 0 }])) as Success;
  for (const { kind, query, path } of questions) {
    const at = (await ask(query)).slice(0, 10).indexOf(path);
    const of = success[kind];
    of.asked++;
    if (at === 0) of.first++;
    if (at >= 0 && at < 3) of.three++;
    if (at >= 0) of.ten++;
  }
  return success;
}

/** The search of the site, with all years looked through. */
export async function ours(www: string, locale: Locale): Promise<Ask> {
  const ask = await fresh(www, locale, true);
  return async (query) => (await ask(query)).hits.map(({ url }) => url);
}

/** The search as it is for a reader who opens it now. Pagefind uses the `fetch` that is everybody's, so nobody else may meanwhile. */
export async function fresh(www: string, locale: Locale, allYears: boolean): Promise<(query: string) => Promise<Answer>> {
  const plain = globalThis.fetch;
  const engine = await openSearch(www, locale);
  if (allYears) engine.loadOlder(true);
  globalThis.fetch = plain;
  return async (query) => {
    globalThis.fetch = engine.fetch;
    try {
      return await engine.search({ query, order: 'relevance', section: '', author: '', year: '', to: 10, counts: false });
    } finally {
      globalThis.fetch = plain;
    }
  };
}

/** minisearch over the same records; its index must be had as a whole. */
export async function miniSearch(dist: string, store: Store, locale: Locale): Promise<{ ask: Ask; bytes: number }> {
  const renderer = await loadRenderer(dist, store, 'https://news.example.org');
  const index = new MiniSearch<{ id: string; title: string; content: string }>({ fields: ['title', 'content'], storeFields: ['title'] });
  const rows = store.prepare<[string], { id: string }>(`select id from documents where type = 'article' and locale = ?`).all(locale);
  for (const { id } of rows) {
    const found = renderer.searchRecord('article', id, locale);
    if (found) index.add({ id: found.path, title: found.record.meta.title, content: found.record.content });
  }
  const search = (query: string): string[] =>
    index.search(query, { boost: { title: 5 }, prefix: true, combineWith: 'AND' }).map(({ id }: { id: string }) => id);
  return { ask: search, bytes: gzipSync(JSON.stringify(index)).length };
}
