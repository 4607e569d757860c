/** The search as a reader's browser has it, over the files of a folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Locale } from '@broadsheet/shared';

import { SearchEngine, type Question } from '../src/search/engine.ts';

const origin = 'http://search.test';

/** Opens what stands under `www/search/`. What is fetched goes into `asked`, with its bytes. */
export async function openSearch(www: string, locale: Locale, asked = new Map<string, number>()): Promise<SearchEngine> {
  const fetchFile = async (input: RequestInfo | URL): Promise<Response> => {
    const path = new URL(input instanceof Request ? input.url : String(input)).pathname;
    const bytes = await readFile(join(www, path)).catch(() => null);
    asked.set(path, bytes?.length ?? 0);
    return bytes ? new Response(bytes) : new Response('not found', { status: 404 });
  };
  const load = (url: string): Promise<unknown> => {
    const file = join(www, new URL(url).pathname);
    return import(pathToFileURL(file).href);
  };
  const engine = await SearchEngine.open(`${origin}/search/${locale}/`, locale, { fetch: fetchFile, load });
  globalThis.fetch = engine.fetch;
  return engine;
}

/** A question as the search page asks it. */
export function question(query: string, more: Partial<Question> = {}): Question {
  return { query, order: 'relevance', section: '', author: '', year: '', to: 10, counts: false, ...more };
}
