/** What the publisher tells the browser of the search in a language: `search/<locale>/manifest.json`. */

/** A bundle of the search; all are named relative to the manifest. */
export interface ManifestShard {
  folder: string;
  /** Empty for the newest changes and for pages. */
  year: string;
  /** Pagefind's name of its index, as its entry file has it. */
  hash: string;
  pages: number;
  /** When its stories appeared, in milliseconds since 1970; 0 where there is none. */
  newest: number;
  oldest: number;
  /** What it holds and must not answer: edited since, or withdrawn. */
  removed: string[];
}

export interface Manifest {
  /** The folder of Pagefind's own script. */
  program: string;
  /** Newest first. */
  shards: ManifestShard[];
  /** Names of sections by id. */
  sections: Record<string, string>;
  /** The file with the names of authors by id. */
  authors: string;
}

/** @throws Error when it is not one: a page that stands in its place, or a file cut short */
export function readManifest(json: unknown): Manifest {
  // Checked by hand: a library for it would weigh more than the rest of the search.
  const { program, shards, sections, authors } = recordOf(json);
  if (typeof program !== 'string' || typeof authors !== 'string' || !Array.isArray(shards))
    throw new Error('The manifest of the search names no shards.');
  return { program, authors, sections: namesOf(sections), shards: shards.map(shardOf) };
}

/** The names in the file of authors. @throws Error when it is not one */
export function readAuthors(json: unknown): Record<string, string> {
  return namesOf(json);
}

function shardOf(json: unknown): ManifestShard {
  const { folder, year, hash, pages, newest, oldest, removed } = recordOf(json);
  if (typeof folder !== 'string' || typeof hash !== 'string') throw new Error('A shard of the search has no folder.');
  const names = Array.isArray(removed) ? removed : [];
  return {
    folder,
    hash,
    year: String(year),
    pages: Number(pages),
    newest: Number(newest),
    oldest: Number(oldest),
    removed: names.filter((name) => typeof name === 'string'),
  };
}

function namesOf(json: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(json)).map(([id, name]) => [id, String(name)]));
}

function recordOf(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null) throw new Error('A file of the search is not what it should be.');
  return { ...json };
}

/** The years of a shard: "2019–2021" when each of them had few stories. */
export function yearsOf({ year, newest }: ManifestShard): string {
  const last = String(new Date(newest).getUTCFullYear());
  return last > year ? `${year}–${last}` : year;
}
