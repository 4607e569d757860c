/** Pagefind's own script: one instance for each bundle, and what it fetches, watched. */
import type { Manifest, ManifestShard } from './manifest.ts';

/** What is used of an instance. */
export interface Pagefind {
  search(query: string): Promise<{ results: PagefindResult[] }>;
  /** Resolves when it can be asked; bundles have no filters. */
  filters(): Promise<unknown>;
}

export interface PagefindResult {
  /** Of its text; the manifest names removed ones by it. */
  id: string;
  score: number;
  /** Fields that have one of the words at least; undefined when none has. */
  matchedMetaFields?: string[];
  data(): Promise<PagefindStory | null>;
}

export interface PagefindStory {
  raw_url: string;
  content: string;
  meta: Record<string, string>;
}

/** Where the engine runs: a worker of the browser, or Node. */
export interface Surroundings {
  fetch: typeof fetch;
  /** Loads a module by its address. */
  load: (url: string) => Promise<unknown>;
}

/** What each of Pagefind's files begins with when it is unpacked. */
const signature = 'pagefind_dcd';

/** How much what is found in a title weighs, and in the keys of a story. Words of a title are in the title already. */
const ranking = { metaWeights: { title: 5, titleWords: 0, titleKeys: 2.5, keys: 2.5 } };

/**
 * Opens bundles. Pagefind reports what it cannot fetch to the console alone and answers without it, so its `fetch` is watched: a
 * bundle that lacks a file is told of. Its entry file is in the manifest already, and its program is the same for all bundles.
 */
export class Program {
  readonly #root: string;
  readonly #around: Surroundings;
  readonly #onBroken: (folder: string) => void;
  readonly #shards = new Map<string, ManifestShard>();
  #module: Promise<{ folder: string; createInstance: (options: object) => Pagefind }> | undefined;
  #isRunning = false;
  #starting: Promise<void> | undefined;

  /** @param root the folder of the manifest, with a slash at its end */
  constructor(root: string, around: Surroundings, onBroken: (folder: string) => void) {
    this.#root = root;
    this.#around = { ...around };
    this.#onBroken = onBroken;
  }

  async open(manifest: Manifest, shard: ManifestShard): Promise<Pagefind> {
    this.#shards.set(shard.folder, shard);
    this.#module ??= this.#load(manifest.program);
    const { createInstance } = await this.#module.catch((error: unknown) => {
      this.#module = undefined;
      throw error;
    });
    // All instances share one WebAssembly, which the first one loads: two that load it at once spoil each other's memory.
    while (this.#starting) await this.#starting;
    const pagefind = createInstance({ basePath: `${this.#root}${shard.folder}/`, metaCacheTag: shard.folder, noWorker: true, ranking });
    if (!this.#isRunning) await (this.#starting = this.#start(pagefind));
    return pagefind;
  }

  async #start(pagefind: Pagefind): Promise<void> {
    this.#isRunning = await pagefind.filters().then(
      () => true,
      () => false,
    );
    this.#starting = undefined;
  }

  async #load(folder: string): Promise<{ folder: string; createInstance: (options: object) => Pagefind }> {
    const url = `${this.#root}${folder}/pagefind.js`;
    const module = await this.#around.load(url);
    if (typeof module !== 'object' || module === null || !('createInstance' in module))
      throw new Error(`${url} is not the program of a search.`);
    // The publisher places it; its version is pinned.
    const { createInstance } = module as { createInstance: (options: object) => Pagefind };
    return { folder, createInstance };
  }

  /** Stands in the place of `fetch` for Pagefind. */
  readonly fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const [, folder = '', file = ''] = /\/([\w-]+)\/((?:(?:index|fragment)\/)?[^/]+)$/.exec(url) ?? [];
    const shard = this.#shards.get(folder);
    if (!shard) return this.#around.fetch(input);
    if (file.startsWith('pagefind-entry.json')) return Response.json(entryOf(shard, (await this.#module)?.folder ?? ''));
    try {
      if (file.startsWith('wasm.')) return await this.#whole(`${this.#root}${(await this.#module)?.folder ?? ''}/${file}`);
      return await this.#whole(url);
    } catch (error) {
      // A story's text may have been taken away a moment ago; the rest answers.
      if (!file.startsWith('fragment/')) this.#onBroken(folder);
      throw error;
    }
  };

  // Pagefind takes a file for whole that was cut short, is empty, or is a page of a host that answers everything.
  async #whole(url: string): Promise<Response> {
    const answer = await this.#around.fetch(url);
    if (!answer.ok) throw new Error(`${url} answered with status ${answer.status}.`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const whole = bytes[0] === 0x1f && bytes[1] === 0x8b ? await unpacked(bytes) : bytes;
    if (new TextDecoder().decode(whole.slice(0, signature.length)) !== signature) throw new Error(`${url} is no file of a search.`);
    return new Response(whole);
  }
}

// By hand, as each blob that a stream is made of is a question to the browser's own process.
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const [whole] = await Promise.all([new Response(readable).arrayBuffer(), writer.write(bytes), writer.close()]);
  return whole;
}

function entryOf({ hash, pages }: ManifestShard, program: string): object {
  const version = program.replace('program-', '').replaceAll('-', '.');
  const [language = ''] = hash.split('_');
  return { version, languages: { [language]: { hash, wasm: language, page_count: pages } }, include_characters: [] };
}
