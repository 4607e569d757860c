/** The search of one language over its bundles: what is loaded, what it answers. Runs in a worker of the browser, and in Node. */
import type { Locale } from '@broadsheet/shared';

import { BundleSearch, type Match } from './bundle.ts';
import { chosenOf, countsOf, type Counts } from './choices.ts';
import { excerptOf, markWords, type Piece } from './excerpt.ts';
import { languages } from './languages.ts';
import { readAuthors, readManifest, yearsOf, type Manifest, type ManifestShard } from './manifest.ts';
import { Program, type Surroundings } from './program.ts';
import { termsOf, WordMatcher, type Language, type Term } from './words.ts';

export interface Question {
  query: string;
  order: 'relevance' | 'date';
  /** Ids of section and author, and a year; empty for all. */
  section: string;
  author: string;
  year: string;
  /** So many results, at most, from the first on. */
  to: number;
  /** True when counts by section, author and year are wanted. */
  counts: boolean;
}

export interface Answer {
  /** How many stories of the years loaded have all words. */
  total: number;
  hits: Hit[];
  /** Words that no story has together with the others; then `hits` has the nearest stories, and `total` is 0. */
  missing: string[];
  counts: Counts | null;
  /** Years of which nothing, or not all, is loaded yet; newest first. */
  waiting: string[];
  /** The oldest year that is loaded in whole or in part. */
  since: string;
  /** True when a part of the archive could not be read. */
  incomplete: boolean;
}

export interface Hit {
  url: string;
  title: Piece[];
  /** Milliseconds since 1970; 0 for a page. */
  date: number;
  section: string;
  excerpt: Piece[];
  /** Address of a small picture; empty without one. */
  picture: string;
}

/** So many stories are loaded at first, if one bundle does not hold more. */
const atFirst = 6000;
/** So many bundles more are looked through by itself when nothing is found. */
const unasked = 4;
const enough = 10;
/** Milliseconds after which a search asks whether the manifest is still the newest. */
const manifestLasts = 5000;

export class SearchEngine {
  readonly #root: string;
  readonly #locale: Locale;
  readonly #around: Surroundings;
  readonly #program: Program;
  readonly #language: Language;
  readonly #matcher: WordMatcher;
  readonly #bundles = new Map<string, BundleSearch>();
  readonly #broken = new Set<string>();
  #manifest!: Manifest;
  #askedAt = 0;
  #frozen = 0;
  #authors: { file: string; names: Record<string, string> } = { file: '', names: {} };

  /** @param root the folder of the manifest, with a slash at its end @throws Error when the manifest cannot be read */
  static async open(root: string, locale: Locale, around: Surroundings): Promise<SearchEngine> {
    const engine = new SearchEngine(root, locale, around, await languages[locale]());
    await engine.#refresh();
    return engine;
  }

  private constructor(root: string, locale: Locale, around: Surroundings, language: Language) {
    this.#root = root;
    this.#locale = locale;
    this.#around = around;
    this.#language = language;
    this.#matcher = new WordMatcher(language, locale);
    this.#program = new Program(root, around, (folder) => this.#broken.add(folder));
  }

  /** What Pagefind is to use for `fetch`. */
  get fetch(): typeof fetch {
    return this.#program.fetch;
  }

  /** Has the next older year looked through too, or all years. */
  loadOlder(all: boolean): void {
    const frozen = this.#frozenShards;
    const next = frozen[this.#frozen]?.year;
    while (this.#frozen < frozen.length && (all || frozen[this.#frozen]?.year === next)) this.#frozen++;
  }

  async search(question: Question): Promise<Answer> {
    if (Date.now() - this.#askedAt > manifestLasts) await this.#refresh();
    const terms = termsOf(question.query, this.#locale, this.#language);
    if (terms.length === 0) return this.#answer(question, terms, []);
    let matches = await this.#matches(terms);
    for (let more = 0; more < unasked && !matches.some(({ missing }) => missing.length === 0) && this.#waiting.length > 0; more++) {
      this.#frozen++;
      matches = await this.#matches(terms);
    }
    return this.#answer(question, terms, matches);
  }

  get #frozenShards(): ManifestShard[] {
    return this.#manifest.shards.filter(({ year }) => year !== '');
  }

  get #loaded(): ManifestShard[] {
    return [...this.#manifest.shards.filter(({ year }) => year === ''), ...this.#frozenShards.slice(0, this.#frozen)];
  }

  get #waiting(): string[] {
    return [...new Set(this.#frozenShards.slice(this.#frozen).map(yearsOf))];
  }

  // A withdrawn story is named in the newest manifest alone, so no cache may answer.
  async #refresh(): Promise<void> {
    const answer = await this.#around.fetch(`${this.#root}manifest.json`, { cache: 'no-cache' });
    if (!answer.ok) throw new Error(`The manifest of the search answered with status ${answer.status}.`);
    this.#manifest = readManifest(await answer.json());
    this.#askedAt = Date.now();
    const folders = new Set(this.#manifest.shards.map(({ folder }) => folder));
    for (const folder of this.#bundles.keys()) if (!folders.has(folder)) this.#bundles.delete(folder);
    for (const folder of this.#broken) if (!folders.has(folder)) this.#broken.delete(folder);
    let stories = 0;
    for (const [index, { pages }] of this.#frozenShards.entries()) {
      stories += pages;
      if (index === 0 || stories <= atFirst) this.#frozen = Math.max(this.#frozen, index + 1);
    }
  }

  async #bundle(shard: ManifestShard): Promise<BundleSearch> {
    const known = this.#bundles.get(shard.folder);
    if (known) return known;
    const made = new BundleSearch(
      await this.#program.open(this.#manifest, shard),
      `${this.#root}${shard.folder}/`,
      shard.pages,
      this.#matcher,
      this.#around,
    );
    this.#bundles.set(shard.folder, made);
    return made;
  }

  // The words as they are; then by their keys: whatever has them when few stories were found and no title has them as they are written,
  // titles alone when no title has them in any form.
  async #matches(terms: Term[]): Promise<Match[]> {
    const asked = ranked(await this.#ask(terms, false));
    const whole = asked.filter(({ missing }) => missing.length === 0);
    const isMany = whole.length >= enough;
    if (!terms.some(({ keys }) => keys.length > 0)) return asked;
    if (whole.some(({ inTitle }) => inTitle.every((likeness) => likeness > (isMany ? 0 : 2)))) return asked;
    const keyed = await this.#ask(terms, true);
    return ranked([...asked, ...keyed.filter(({ missing, inTitle }) => missing.length === 0 && (!isMany || !inTitle.includes(0)))]);
  }

  async #ask(terms: Term[], byKeys: boolean): Promise<Match[]> {
    const answers = await Promise.all(
      this.#loaded.map(async (shard) => {
        try {
          return await (await this.#bundle(shard)).matches(terms, byKeys, new Set(shard.removed));
        } catch {
          this.#broken.add(shard.folder);
          return [];
        }
      }),
    );
    return answers.flat();
  }

  async #answer(question: Question, terms: Term[], matches: Match[]): Promise<Answer> {
    const whole = matches.filter(({ missing }) => missing.length === 0);
    const fewest = Math.min(...matches.map(({ missing }) => missing.length));
    // Some of several words may be found without the others; a word that nobody wrote finds nothing.
    const near = whole.length > 0 || fewest >= terms.length ? [] : matches.filter(({ missing }) => missing.length === fewest).slice(0, 10);
    const chosen = await chosenOf(question, whole);
    const ordered = question.order === 'date' ? await newestFirst(chosen) : titledFirst(chosen);
    const shown = (whole.length > 0 ? ordered : near).slice(0, question.to);
    const hits = await Promise.all(shown.map((match) => this.#hit(match, terms)));
    const isLost = await this.#areLost(shown.filter((_, at) => hits[at] === null));
    const counts = question.counts
      ? await countsOf(question, whole, { section: this.#manifest.sections, author: await this.#authorNames() })
      : null;
    return {
      total: chosen.length,
      hits: hits.filter((hit) => hit !== null),
      missing: near[0]?.missing ?? (matches.length === 0 || whole.length > 0 ? [] : terms.map(({ written }) => written)),
      counts,
      waiting: this.#waiting,
      since: this.#frozenShards[this.#frozen - 1]?.year ?? '',
      incomplete: isLost || this.#loaded.some(({ folder }) => this.#broken.has(folder) || this.#bundles.get(folder)?.lacksRecords),
    };
  }

  async #authorNames(): Promise<Record<string, string>> {
    const { authors: file } = this.#manifest;
    if (this.#authors.file !== file) {
      const answer = await this.#around.fetch(`${this.#root}${file}`).catch(() => null);
      if (answer?.ok) this.#authors = { file, names: readAuthors(await answer.json()) };
    }
    return this.#authors.names;
  }

  // A text that cannot be had was withdrawn a moment ago, or is lost.
  async #areLost(matches: Match[]): Promise<boolean> {
    if (matches.length === 0) return false;
    await this.#refresh().catch(() => undefined);
    return matches.some(({ bundle, id }) =>
      this.#manifest.shards.some(({ folder, removed }) => this.#bundles.get(folder) === bundle && !removed.includes(id)),
    );
  }

  async #hit({ data }: Match, terms: Term[]): Promise<Hit | null> {
    const story = await data().catch(() => null);
    if (!story) return null;
    const [path = '', about = ''] = story.raw_url.split('?');
    const more = new URLSearchParams(about);
    return {
      url: path,
      title: markWords(story.meta['title'] ?? path, terms, this.#matcher),
      date: Number(more.get('d') ?? 0),
      section: this.#manifest.sections[more.get('s') ?? ''] ?? '',
      excerpt: excerptOf(story.content, terms, this.#matcher),
      picture: more.get('p') ?? '',
    };
  }
}

// One story may be found by its words and by its keys.
function ranked(matches: Match[]): Match[] {
  const best = new Map<string, Match>();
  for (const match of matches) {
    const name = `${match.bundle.name} ${match.id}`;
    const known = best.get(name);
    if (!known) best.set(name, match);
    else best.set(name, { ...(byRank(known, match) <= 0 ? known : match), inTitle: surest(known.inTitle, match.inTitle) });
  }
  return [...best.values()].sort(byRank);
}

function surest(some: number[], others: number[]): number[] {
  return some.length === 0 ? others : some.map((likeness, at) => Math.max(likeness, others[at] ?? 0));
}

function byRank(a: Match, b: Match): number {
  return a.missing.length - b.missing.length || b.score - a.score;
}

// Pagefind weighs a word in a title, but a story that says it often weighs more: who names a story by its title means that one.
function titledFirst(matches: Match[]): Match[] {
  const words = ({ inTitle }: Match): number => inTitle.filter((likeness) => likeness > 0).length;
  const likeness = ({ inTitle }: Match): number => inTitle.reduce((sum, one) => sum + one, 0);
  return [...matches].sort((a, b) => words(b) - words(a) || likeness(b) - likeness(a));
}

async function newestFirst(matches: Match[]): Promise<Match[]> {
  const dated = await Promise.all(
    matches.map(async (match) => ({ match, minute: (await match.bundle.records()).get(match.id)?.minute ?? 0 })),
  );
  return dated.sort((a, b) => b.minute - a.minute).map(({ match }) => match);
}
