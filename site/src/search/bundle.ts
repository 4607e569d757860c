/** One bundle of the search: which of its stories have the words. */
import type { Pagefind, PagefindResult, PagefindStory, Surroundings } from './program.ts';
import { readRecords, recordsFile, type Records } from './records.ts';
import { asStem, asWritten, hasKeys, shortestPrefix, type Term, type WordMatcher } from './words.ts';

/** A story that has some of the words. */
export interface Match {
  id: string;
  /** Comparable between bundles. */
  score: number;
  bundle: BundleSearch;
  /** Words that it has not, as the reader wrote them. */
  missing: string[];
  /** How surely its title has each of the words: 3 when as it is written, 2 in another form, 1 by its keys, 0 when not. Empty when words are missing. */
  inTitle: number[];
  data: () => Promise<PagefindStory | null>;
}

export class BundleSearch {
  /** Its address. */
  readonly name: string;
  readonly #pagefind: Pagefind;
  readonly #pages: number;
  readonly #matcher: WordMatcher;
  readonly #around: Surroundings;
  #records: Promise<Records> | undefined;
  /** True when its dates, sections and authors could not be read. */
  lacksRecords = false;

  constructor(pagefind: Pagefind, name: string, pages: number, matcher: WordMatcher, around: Surroundings) {
    this.#pagefind = pagefind;
    this.name = name;
    this.#pages = pages;
    this.#matcher = matcher;
    this.#around = around;
  }

  /**
   * The stories that have the words.
   * @param byKeys look for the words' keys instead of the words that have any
   * @param removed stories that must not be answered
   * @throws Error when the bundle cannot be read
   */
  async matches(terms: Term[], byKeys: boolean, removed: Set<string>): Promise<Match[]> {
    const [all, titled] = await Promise.all([this.#found(terms, byKeys), this.#inTitles(terms, byKeys)]);
    const found = all.filter(({ id }) => !removed.has(id));
    // The same stem does not tell it: not all words that have one are one for Pagefind.
    const isAllKnown = titled.every((likeness) => [...likeness.values()].includes(3));
    const missing = isAllKnown ? [] : await this.#missing(found, terms, byKeys);
    // Words that are rarer in a larger bundle weigh more there; this makes them comparable.
    const scale = Math.log(2 + this.#pages);
    return found.map(({ id, score, data }) => ({
      id,
      score: score / scale,
      bundle: this,
      missing,
      inTitle: missing.length > 0 ? [] : titled.map((likeness) => likeness.get(id) ?? 0),
      data,
    }));
  }

  /** Dates, sections and authors; empty when they cannot be read. */
  async records(): Promise<Records> {
    this.#records ??= this.#around
      .fetch(`${this.name}${recordsFile}`)
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`${answer.url} answered with status ${answer.status}.`);
        return readRecords(await answer.text());
      })
      .catch(() => {
        this.lacksRecords = true;
        return new Map();
      });
    return this.#records;
  }

  // Pagefind takes short words for the beginning of others, so they are asked for apart, as whole words.
  async #found(terms: Term[], byKeys: boolean): Promise<PagefindResult[]> {
    if (byKeys) return (await this.#pagefind.search(terms.flatMap(({ keys, text }) => (keys.length > 0 ? keys : text)).join(' '))).results;
    const long = terms.filter((term) => !isShort(term)).map(unquoted);
    const exact = await Promise.all(terms.filter(isShort).map((term) => this.#pagefind.search(quoted(term))));
    const lists = [...(long.length > 0 ? [await this.#pagefind.search(long.join(' '))] : []), ...exact].map(({ results }) => results);
    const [first = [], ...others] = lists;
    return others.reduce((kept, list) => {
      const ids = new Set(list.map(({ id }) => id));
      return kept.filter(({ id }) => ids.has(id));
    }, first);
  }

  // For each word, how surely titles have it. Pagefind tells of a title that it has some word, not which one, so each is asked for apart:
  // first what only titles have, which is found at once; the last word, which may be half typed, by its beginning too.
  async #inTitles(terms: Term[], byKeys: boolean): Promise<Map<string, number>[]> {
    const ask = async (query: string): Promise<PagefindResult[]> => (await this.#pagefind.search(query)).results;
    const askIn = async (field: string, query: string): Promise<PagefindResult[]> =>
      (await ask(query)).filter(({ matchedMetaFields }) => matchedMetaFields?.includes(field));
    const likeness = async (term: Term): Promise<Map<string, number>> => {
      const [written, sameStem, keyed] = await Promise.all([
        ask(`"${asWritten(term.fold)}"`),
        ask(`"${asStem(term.stem)}"`),
        byKeys && term.keys.length > 0 ? askIn('titleKeys', term.keys.join(' ')) : [],
      ]);
      const isBegun = term === terms.at(-1) && written.length + sameStem.length === 0 && !isShort(term);
      const inForm = isBegun ? await askIn('title', unquoted(term)) : sameStem;
      const likenessOf = new Map<string, number>();
      for (const { id } of keyed) likenessOf.set(id, 1);
      for (const { id } of inForm) likenessOf.set(id, 2);
      for (const { id } of written) likenessOf.set(id, 3);
      return likenessOf;
    };
    return Promise.all(terms.map(likeness));
  }

  // Pagefind leaves out words that a bundle does not know, or takes a shorter one for them. It does so for the whole bundle, so
  // its best story tells of all.
  async #missing(found: PagefindResult[], terms: Term[], byKeys: boolean): Promise<string[]> {
    for (const result of found.slice(0, 5)) {
      const story = await result.data().catch(() => null);
      if (!story) continue;
      const keys = `${story.meta['titleKeys'] ?? ''} ${story.meta['keys'] ?? ''}`;
      const text = `${story.meta['title'] ?? ''} ${story.content} ${keys}`;
      const has = (term: Term): boolean => (byKeys && term.keys.length > 0 ? hasKeys(keys, term) : this.#matcher.has(text, term));
      return terms.filter((term) => !has(term)).map(({ written }) => written);
    }
    return found.length > 0 ? [] : terms.map(({ written }) => written);
  }
}

function isShort({ fold }: Term): boolean {
  return fold.length < shortestPrefix;
}

function unquoted({ text }: Term): string {
  return text.replace(/"/g, '');
}

function quoted(term: Term): string {
  return `"${unquoted(term)}"`;
}
