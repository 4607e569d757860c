/** The search index of a language in the browser: Pagefind's bundles, newest first, searched as one. */

/** A story that was found. */
export interface Hit {
  url: string;
  title: string;
  date: string;
  section: string;
  /** HTML with `<mark>`; see `excerpt.ts`. */
  excerpt: string;
}

export interface ResultList {
  length: number;
  /** The results from `from` up to, not including, `to`. */
  hits(from: number, to: number): Promise<Hit[]>;
}

export interface SearchIndex {
  search(query: string): Promise<ResultList>;
}

/**
 * Fetches the index of a language once; later calls get the same one. After a failure the next call tries again.
 * @throws Error when the index cannot be loaded
 */
export function openIndex(locale: string): Promise<SearchIndex> {
  opened ??= load(`/search/${locale}/`).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function load(root: string): Promise<SearchIndex> {
  const answer = await fetch(`${root}manifest.json`);
  if (!answer.ok) throw new Error(`${root}manifest.json answered with status ${answer.status}.`);
  const shards = shardsOf(await answer.json());
  const [newest, ...older] = shards.map((shard) => `${root}${shard}/`);
  if (newest === undefined) return { search: async () => ({ length: 0, hits: async () => [] }) };
  const pagefind: unknown = await import(/* @vite-ignore */ `${newest}pagefind.js`);
  if (!isPagefind(pagefind)) throw new Error(`${newest}pagefind.js is not the script of a search index.`);
  await pagefind.options({ excerptLength: 24 });
  await pagefind.init();
  await Promise.all(older.map((shard) => pagefind.mergeIndex(shard)));
  return { search: async (query) => resultList((await pagefind.search(query)).results) };
}

function resultList(results: PagefindResult[]): ResultList {
  return {
    length: results.length,
    hits: (from, to) => Promise.all(results.slice(from, to).map(async (result) => toHit(await result.data()))),
  };
}

function toHit({ url, excerpt, meta }: PagefindData): Hit {
  return { url, excerpt, title: meta['title'] ?? url, date: meta['date'] ?? '', section: meta['section'] ?? '' };
}

// Checked by hand: a library for it would weigh more than the rest of this script.
function shardsOf(manifest: unknown): string[] {
  const shards = typeof manifest === 'object' && manifest !== null && 'shards' in manifest ? manifest.shards : null;
  if (!Array.isArray(shards)) throw new Error('The manifest of the search index names no shards.');
  return shards.filter((shard) => typeof shard === 'string');
}

function isPagefind(loaded: unknown): loaded is Pagefind {
  const parts = ['options', 'init', 'mergeIndex', 'search'];
  return typeof loaded === 'object' && loaded !== null && parts.every((part) => part in loaded);
}

let opened: Promise<SearchIndex> | undefined;

// What this page uses of Pagefind's own script, which is published beside the index.
interface Pagefind {
  options(options: { excerptLength: number }): Promise<void>;
  init(): Promise<void>;
  mergeIndex(path: string): Promise<void>;
  search(query: string): Promise<{ results: PagefindResult[] }>;
}

interface PagefindResult {
  data(): Promise<PagefindData>;
}

interface PagefindData {
  url: string;
  excerpt: string;
  meta: Record<string, string>;
}
