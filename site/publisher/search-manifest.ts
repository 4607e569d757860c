/** What a reader's browser is told of the search in a language (read by `site/src/search/manifest.ts`). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locale } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { Recent } from '../src/content/recent.ts';
import type { Manifest, ManifestShard } from '../src/search/manifest.ts';
import { removedRecords } from './search-held.ts';
import type { SearchFolder } from './search-folder.ts';
import { searchSeq, shardsOf } from './search-shards.ts';
import { readMeta } from './store.ts';

type BundleFacts = Pick<ManifestShard, 'hash' | 'pages' | 'newest' | 'oldest'>;

export class ManifestWriter {
  readonly #store: Store;
  readonly #locale: Locale;
  readonly #folder: SearchFolder;
  #written = '';
  #known = '';
  readonly #withdrawn = new Set<string>();
  /** Of each bundle: nothing in it changes until another takes its place. */
  readonly #facts = new Recent<BundleFacts>(1000);

  constructor(store: Store, locale: Locale, folder: SearchFolder) {
    this.#store = store;
    this.#locale = locale;
    this.#folder = folder;
  }

  /** Tells readers what stands now. Cheap when nothing changed. */
  write(): void {
    const shards = shardsOf(this.#store, this.#locale).filter(({ folder }) => folder !== '');
    const state = JSON.stringify([searchSeq(this.#store), shards.map(({ folder, seq }) => [folder, seq])]);
    if (state !== this.#known) {
      this.#tell(shards);
      this.#known = state;
    }
    const named = JSON.parse(this.#written) as Manifest;
    this.#folder.clear(new Set([named.program, named.authors, ...named.shards.map(({ folder }) => folder)]));
  }

  #tell(shards: ReturnType<typeof shardsOf>): void {
    const removed = removedRecords(this.#store, this.#locale);
    const authors = JSON.stringify(namesOf(this.#store, 'author', this.#locale));
    const authorsFile = `authors-${createHash('sha256').update(authors).digest('hex').slice(0, 10)}.json`;
    const manifest: Manifest = {
      program: readMeta(this.#store, 'search-program') ?? '',
      shards: shards.map(({ shard, folder, year, seq }) => ({
        folder,
        year,
        ...this.#facts.keep(`${folder} ${seq}`, () => this.#factsOf(shard, folder)),
        removed: removed.filter((one) => one.shard === shard).map(({ fragment }) => fragment),
      })),
      sections: namesOf(this.#store, 'category', this.#locale),
      authors: authorsFile,
    };
    const text = `${JSON.stringify(manifest)}\n`;
    if (text !== this.#written) {
      this.#folder.write(authorsFile, authors);
      this.#folder.write('manifest.json', text);
      this.#written = text;
    }
    this.#takeTextsAway(removed);
  }

  // Nobody asks for them any more, and a withdrawn story is to be gone.
  #takeTextsAway(removed: ReturnType<typeof removedRecords>): void {
    const gone = removed.filter(({ withdrawn, fragment }) => withdrawn && !this.#withdrawn.has(fragment)).map(({ fragment }) => fragment);
    this.#folder.removeFragments(gone);
    this.#withdrawn.clear();
    for (const { withdrawn, fragment } of removed) if (withdrawn) this.#withdrawn.add(fragment);
  }

  #factsOf(shard: string, folder: string): BundleFacts {
    const row = this.#store
      .prepare<[string, string], { newest: number | null; oldest: number | null }>(
        'select max(date) as newest, min(date) as oldest from search_held where locale = ? and shard = ?',
      )
      .get(this.#locale, shard);
    return { ...entryOf(join(this.#folder.path, folder)), newest: row?.newest ?? 0, oldest: row?.oldest ?? 0 };
  }
}

function namesOf(store: Store, type: 'author' | 'category', locale: Locale): Record<string, string> {
  const rows = store
    .prepare<[string, string], { id: string; name: string | null }>(
      `select id, json_extract(json, ?) as name from documents where type = ? order by id`,
    )
    .all(`$.name.${locale}`, type);
  return Object.fromEntries(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
}

// What Pagefind's own entry file says, so that the reader need not fetch one for each shard.
function entryOf(folder: string): { hash: string; pages: number } {
  const file = readdirSync(folder).find((name) => name.endsWith('.pf_meta')) ?? '';
  const entry = JSON.parse(readFileSync(join(folder, 'pagefind-entry.json'), 'utf8')) as {
    languages: Record<string, { page_count: number }>;
  };
  return { hash: file.split('.')[1] ?? '', pages: Object.values(entry.languages)[0]?.page_count ?? 0 };
}
