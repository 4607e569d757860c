/** Many pages rendered by processes of their own, recorded here as if one loop had made them (docs/decisions/0017-render-processes.md). */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { SitePath } from '@broadsheet/shared';

import { keepHtml } from '../src/content/kept-html.ts';
import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import { logState } from './log-keeper.ts';
import type { Output } from './output.ts';
import { codeOf, passes } from './patience.ts';
import type { PictureShelf } from './picture-shelf.ts';
import { enqueue, storedSeq, type Queued } from './queue.ts';
import { recordFailure, recordGroups, recordPage, recordRemoval } from './records.ts';
import type { RenderedPage, RenderOrder, RenderResult } from './render-order.ts';
import type { RenderPool } from './render-pool.ts';
import { Runs } from './runs.ts';
import { holdRemovals } from './slow-removal.ts';
import { busyTimeout } from './store.ts';
import type { Touched } from './touched.ts';

/** A release that pages are rendered into. */
export interface Target {
  release: number;
  output: Output;
  /** The folder of its compiled site. */
  dist: string;
  /** True while readers see it. */
  live: boolean;
}

/** Pages that are being rendered elsewhere, and what came of it. */
export interface Flight {
  target: Target;
  pages: Queued[];
  scratch: string;
  /** Null when no process could render them. */
  result: RenderResult | null;
  /** How many of its pages are recorded. */
  recorded: number;
}

/** What became of a page. */
export type Outcome =
  | { kind: 'written' | 'unchanged' | 'removed' | 'absent' }
  | { kind: 'failed'; reason: string }
  /** Its content changed meanwhile, or its file could not be written now: it is rendered again. */
  | { kind: 'again'; problem: string | null };

/** So that a change need not wait for all pages of an order. */
const pagesPerRecord = 25;
/** Pages of the store's log, of 4 KB. Every time it is begun anew, the processes wait for each other. */
export const logLimits = { longest: 125_000, more: 16_000 };

export class Bulk {
  readonly #store: Store;
  readonly #pool: RenderPool;
  readonly #pictures: PictureShelf;
  readonly #source: { store: string; siteUrl: string; scratch: string };
  readonly #wake: () => void;
  readonly #flying = new Set<Flight>();
  readonly #landed: Flight[] = [];
  readonly #runs: Runs;
  /** When each was last touched, since the oldest content that is being rendered. */
  readonly #touched = new Map<string, number>();
  #number = 0;
  /** Pages of the store's log. */
  #log = 0;
  #longest = logLimits.longest;
  /** How long the log was when it was begun anew. */
  #anewAt = 0;

  /** @param wake called when a flight has landed */
  constructor(
    store: Store,
    pool: RenderPool,
    pictures: PictureShelf,
    source: { store: string; siteUrl: string; scratch: string },
    wake: () => void,
  ) {
    this.#store = store;
    this.#pool = pool;
    this.#runs = new Runs(store, pool.most);
    this.#pictures = pictures;
    this.#source = source;
    this.#wake = wake;
  }

  get usable(): boolean {
    return this.#pool.usable;
  }

  /** True while anything is being rendered elsewhere, or waits to be recorded. */
  get busy(): boolean {
    return this.#flying.size + this.#landed.length > 0;
  }

  get hasLanded(): boolean {
    return this.#landed.length > 0;
  }

  /** Notes what a change touched. Pages in the air may have been rendered without it. */
  note({ tags, paths, quiet }: Touched, seq: number): void {
    if (!this.busy) return;
    for (const tag of [...tags, ...(quiet ?? [])]) this.#touched.set(tag, seq);
    for (const path of paths) this.#touched.set(path, seq);
  }

  /** Has the processes started and made ready, so that the first pages need not wait for it. */
  warmUp(target: Target): void {
    const nothing = { ...this.#orderFor(target), paths: [], scratch: '', write: 'new' as const };
    for (let number = 0; number < this.#pool.size; number++) void this.#pool.render(nothing, number);
  }

  /** Sends off as many pages of a target as the processes take. */
  dispatch(target: Target): void {
    for (let number = this.#pool.freest; number !== null; number = this.#pool.freest) {
      const pages = this.#runs.next(target.release, number, () => this.#pathsOf(target));
      if (pages.length === 0) return;
      holdRemovals(true);
      this.#send(target, pages, number);
    }
  }

  /** True when nothing more should be sent off before `beginLogAnew`. */
  get logIsLong(): boolean {
    return this.#log >= this.#longest;
  }

  /** To be called after a commit: within a transaction, and while a statement is being read, SQLite does not tell and nothing is noted. */
  lookAtLog(): void {
    try {
      const { log } = logState(this.#store);
      // Until something is written, it goes on telling of the log before.
      this.#log = log === this.#anewAt ? 0 : log;
    } catch (error) {
      if (!passes(codeOf(error)) && codeOf(error) !== 'SQLITE_LOCKED') throw error;
    }
  }

  /**
   * SQLite does so only when nobody reads from its log, and with several processes somebody always does: to be called when nothing
   * is in the air. When another program reads from it, it may grow for a while before this is tried again.
   */
  beginLogAnew(): void {
    // The file stays as long as it is: to shorten it takes ten times as long, and it is filled again.
    const { busy, log } = this.#putLogAway('RESTART');
    this.#longest = busy ? this.#log + logLimits.more : logLimits.longest;
    if (busy) return;
    this.#anewAt = log;
    this.#log = 0;
  }

  /** Gives back the room of a log that became long, once all of it was put away: then nothing waits for the disk. To be called when nothing is to be done. */
  shortenLog(): void {
    const file = statSync(`${this.#source.store}-wal`, { throwIfNoEntry: false });
    if (!file || file.size <= logLimits.more * 4096) return;
    const { log, checkpointed } = logState(this.#store);
    if (log === checkpointed) this.#putLogAway('TRUNCATE');
  }

  #putLogAway(how: 'RESTART' | 'TRUNCATE'): { busy: number; log: number } {
    this.#store.pragma('busy_timeout = 0');
    try {
      const [state] = this.#store.pragma(`wal_checkpoint(${how})`) as { busy: number; log: number }[];
      return state ?? { busy: 1, log: 0 };
    } finally {
      this.#store.pragma(`busy_timeout = ${busyTimeout}`);
    }
  }

  /** The next flight to be recorded; the same one until all of it is. */
  landed(): Flight | undefined {
    if (!this.busy) this.#touched.clear();
    return this.#landed[0];
  }

  /** Is done with a flight; those of its pages that are not recorded are still queued. */
  forget(flight: Flight): void {
    this.#landed.splice(this.#landed.indexOf(flight), 1);
    rmSync(flight.scratch, { recursive: true, force: true });
  }

  /** To be called when what was recorded was taken back: its pages are still queued, and their files are no longer in the scratch folder. */
  forgetBegun(): void {
    for (const flight of this.#landed.filter(({ recorded }) => recorded > 0)) this.forget(flight);
  }

  /** Ends the processes. */
  async close(): Promise<void> {
    this.#runs.clear();
    holdRemovals(false);
    await this.#pool.close();
  }

  /** Waits until nothing is in the air; what landed is still to be recorded. */
  async grounded(): Promise<void> {
    while (this.#flying.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /**
   * Records the next pages of a flight, in the transaction of the caller.
   * @param all true to render every page of it again, as after a change of everything
   */
  record(flight: Flight, result: RenderResult, all = false): { queued: Queued; outcome: Outcome }[] {
    const { target, pages, recorded } = flight;
    const stale = this.#staleIn(result);
    flight.recorded = Math.min(recorded + pagesPerRecord, pages.length);
    if (recorded === 0) {
      keepHtml(this.#store, result.converted);
      const groups = new Map(result.groups.map(([tag, members]) => [tag, new Set(members)]));
      // Members that changed meanwhile are told by the pages that are rendered again for it.
      recordGroups(this.#store, target.release, new Map([...groups].filter(([tag]) => !all && !stale(tag))));
    }
    return pages.slice(recorded, flight.recorded).map((queued, offset) => {
      const page = result.pages[recorded + offset];
      if (!page) return { queued, outcome: { kind: 'again', problem: null } };
      const tags = page.tagPlaces.flatMap((place) => result.tags[place] ?? []);
      const changed = all || stale(queued.path) || tags.some(stale);
      return { queued, outcome: changed ? this.#again(flight, queued) : this.#keep(flight, queued, recorded + offset, page, tags) };
    });
  }

  #send(target: Target, pages: Queued[], number: number): void {
    const scratch = join(this.#source.scratch, String(++this.#number));
    const flight: Flight = { target, pages, scratch, result: null, recorded: 0 };
    this.#flying.add(flight);
    const order = { ...this.#orderFor(target), paths: pages.map(({ path }) => path), scratch };
    void this.#pool.render({ ...order, write: target.live ? 'beside' : 'new' }, number).then((result) => {
      flight.result = result;
      this.#flying.delete(flight);
      this.#landed.push(flight);
      this.#wake();
    });
  }

  // Of what is in the air or has landed.
  #pathsOf({ release }: Target): SitePath[] {
    const flights = [...this.#flying, ...this.#landed].filter(({ target }) => target.release === release);
    return flights.flatMap(({ pages }) => pages.map(({ path }) => path));
  }

  #orderFor({ dist, output }: Target): Pick<RenderOrder, 'store' | 'siteUrl' | 'dist' | 'root'> {
    return { store: this.#source.store, siteUrl: this.#source.siteUrl, dist, root: output.root };
  }

  // A page was rendered from content that is not what it is now when a tag of it was touched since.
  #staleIn({ seq, groups }: RenderResult): (name: string) => boolean {
    const touchedSince = (name: string): boolean => (this.#touched.get(name) ?? 0) > seq;
    const shared = new Set(groups.filter(([, members]) => members.some(touchedSince)).map(([tag]) => tag as string));
    return (name) => touchedSince(name) || shared.has(name);
  }

  // What was written of it in a release that nobody reads may be older than what stood there.
  #again({ target }: Flight, queued: Queued): Outcome {
    enqueue(this.#store, target.release, [queued.path], 1, Math.max(queued.seq, storedSeq(this.#store)));
    return { kind: 'again', problem: null };
  }

  #keep({ target, scratch }: Flight, queued: Queued, number: number, page: RenderedPage, tags: Tag[]): Outcome {
    const { release, output, live } = target;
    if (page.error !== null) return this.#fail(target, queued, page.error, tags);
    if (page.problem !== null)
      return passes(page.problem) ? { kind: 'again', problem: page.problem } : this.#fail(target, queued, page.problem, tags);
    if (page.hash === '') {
      const removed = output.remove(queued.path);
      recordRemoval(this.#store, release, queued);
      return { kind: removed ? 'removed' : 'absent' };
    }
    try {
      this.#pictures.show(tags);
      if (page.written && live) output.takeIn(queued.path, join(scratch, String(number)));
    } catch (error) {
      const code = codeOf(error);
      // The store has taken back more than this page.
      if (code.startsWith('SQLITE')) throw error;
      return passes(code) ? { kind: 'again', problem: code } : this.#fail(target, queued, String(error), tags);
    }
    recordPage(this.#store, release, queued, { hash: page.hash, bytes: page.bytes }, tags);
    return { kind: page.written ? 'written' : 'unchanged' };
  }

  #fail({ release }: Target, queued: Queued, reason: string, tags: Tag[]): Outcome {
    recordFailure(this.#store, release, queued, reason, tags);
    return { kind: 'failed', reason };
  }
}
