import { existsSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';

import { fileOf, type Change, type SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import type { Tag } from '../src/content/tags.ts';
import { Bulk, codeOf, passes, type Flight, type Outcome, type Target } from './bulk.ts';
import { setClock } from './clock.ts';
import { deriveAll } from './documents.ts';
import type { FeedPart } from './feed.ts';
import { Output } from './output.ts';
import { hashOf } from './page-file.ts';
import { allPaths } from './paths.ts';
import {
  enqueueAll,
  enqueueTouched,
  leaveToNextRelease,
  nextQueued,
  queueLength,
  takeBackFromNextRelease,
  type Asked,
  type Queued,
} from './queue.ts';
import { Receipts } from './receipts.ts';
import { forgetTagIds, recordFailure, recordGroups, recordPage, recordRemoval } from './records.ts';
import { adopted, Releases, type Release } from './releases.ts';
import { RenderPool } from './render-pool.ts';
import { keepRenderer, loadRenderer, type Renderer } from './renderer.ts';
import { markAllSearch } from './search-shards.ts';
import { readMeta, writeMeta } from './store.ts';
import { apply, fill, syncState } from './sync.ts';
import type { Touched } from './touched.ts';

export interface PublisherOptions {
  store: Store;
  /** Its file; render processes open it for themselves. */
  storeFile: string;
  /** The compiled site, `site/dist`. */
  dist: string;
  siteUrl: string;
  /** What web servers serve: a link to the live release, made here. */
  www: string;
  /** The publisher's own folder, on the same file system. */
  work: string;
  say: (line: string) => void;
  /** Render processes; one per core without it, 0 for none. */
  processes?: number;
  /** So many pages in waiting are worth the start of render processes. */
  massFrom?: number;
  /** A change that asks for so many pages, and for more than half of all, is rendered as a new release. */
  releaseFrom?: number;
}

/** A release at work. */
interface Stand extends Target {
  key: string;
  renderer: Renderer;
}

/**
 * Keeps `www/` equal to the content store. One loop does one thing at a time (apply a part of the feed, render one page,
 * record what others rendered), so that no page is made from two states of the content; changes go before pages, and pages
 * that show a change before those that merely bear one.
 */
export class Publisher {
  readonly store: Store;
  readonly receipts: Receipts;
  /** What is shared by all releases is written through it. */
  readonly output: Output;
  readonly #options: PublisherOptions;
  readonly #say: (line: string) => void;
  readonly #releases: Releases;
  readonly #pool: RenderPool;
  readonly #bulk: Bulk;
  readonly #dist: { folder: string; key: string };
  #live!: Stand;
  #next: Stand | null = null;
  readonly #tasks: (() => void | Promise<void>)[] = [];
  #wake: () => void = () => undefined;
  #idle: (() => void)[] = [];
  #version = 0;
  #changed: (() => void)[] = [];
  #work = newWork();
  #uncommitted = 0;
  #complainedAt = -1;
  #now: number | null = null;
  #saidAt = 0;

  private constructor(options: PublisherOptions) {
    const { store, storeFile, siteUrl, work, www, dist, say } = options;
    this.store = store;
    this.#options = options;
    this.#say = say;
    this.receipts = new Receipts(store);
    this.#releases = new Releases(store, www);
    this.#dist = keepRenderer(dist, join(work, 'renderers'), siteUrl);
    this.#pool = new RenderPool(say, options.processes);
    const scratch = join(work, 'rendered');
    rmSync(scratch, { recursive: true, force: true });
    this.#bulk = new Bulk(store, this.#pool, { store: storeFile, siteUrl, scratch }, () => this.#wake());
    this.output = new Output(www, join(work, 'scratch'), false);
  }

  /** @throws Error when the site is not built */
  static async open(options: PublisherOptions): Promise<Publisher> {
    const publisher = new Publisher(options);
    await publisher.#takeUp();
    return publisher;
  }

  /** Runs until the signal aborts. What is half done then is done again at the next start. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake());
    try {
      while (!signal.aborted) {
        const task = this.#tasks.shift();
        if (task) await this.#perform(task);
        else if (syncState(this.store) === 'deriving') await this.#derive();
        else if (syncState(this.store) === 'filling') await this.#rest();
        else if (!(await this.#step(signal))) await this.#finish();
        await yieldToOthers();
      }
      this.#commit();
    } finally {
      await this.#pool.close();
    }
  }

  /** Puts a part of the feed into the store, before the next page is rendered. */
  settle(part: FeedPart): Promise<void> {
    return this.between(() => {
      if (syncState(this.store) === 'filling') {
        fill(this.store, part);
        this.#work.filled += part.changes.length;
        if (part.changes.length > 0 && (part.end || this.#work.filled % 10_000 < 500))
          this.#say(`[sync] ${this.#work.filled} documents read from the cms`);
        return;
      }
      if (part.changes.length > 0) this.#work.startedAt ??= performance.now();
      this.store.transaction(() => {
        const { changes, touched, asked } = apply(this.store, part);
        const released = this.#asked(touched, asked);
        this.receipts.open(asked.seq, changes, asked.pages.get(this.#live.release) ?? new Set(), released);
      })();
      this.#work.changes.push(...part.changes.map(nameOf));
    });
  }

  /** Does something to the store between two pages. */
  between(task: () => void | Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#tasks.push(async () => {
        try {
          await task();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      this.#wake();
    });
  }

  /**
   * Writes something to the store and asks for the pages that bear it, in one transaction.
   * @param reason what the log calls it, as "picture river.jpg"
   */
  change(reason: string, write: () => void, ...touched: Tag[]): Promise<void> {
    return this.between(() => {
      this.#work.changes.push(reason);
      this.store.transaction(() => {
        write();
        this.#touch({ tags: new Set(touched), paths: new Set() });
      })();
    });
  }

  /** Asks for every page, whatever stands. */
  renderAll(): Promise<void> {
    return this.between(() => {
      this.#everything(this.#live);
      if (this.#next) this.#everything(this.#next);
    });
  }

  /** Resolves when everything that is known now stands. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.#wake();
    });
  }

  /** Looks at the clock; a new minute, hour, day or year is a change like any other. */
  tick(now: number): Promise<void> {
    return this.between(() => {
      this.#now = now;
      this.store.transaction(() => {
        this.#touch({ tags: setClock(this.store, now), paths: new Set() });
      })();
    });
  }

  /** How often the store was written from outside the loop; with `changedSince`, a way to wait for the next time. */
  get version(): number {
    return this.#version;
  }

  changedSince(version: number): Promise<void> {
    if (this.#version !== version) return Promise.resolve();
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  async #perform(task: () => void | Promise<void>): Promise<void> {
    this.#commit();
    await task();
    this.#version++;
    for (const resolve of this.#changed.splice(0)) resolve();
  }

  /**
   * Shows readers the release before, and back again. A release that is being made is given up instead.
   * @returns what was done, in a sentence
   */
  async rollBack(): Promise<string> {
    let said = '';
    await this.between(async () => {
      await this.#land(true);
      said = this.#next ? this.#giveUp(this.#next) : await this.#goBack();
    });
    return said;
  }

  // What an earlier run left: the release that readers see, and one in the making.
  async #takeUp(): Promise<void> {
    const { key } = this.#dist;
    const live = this.#releases.of('live') ?? this.#releases.adoptLinked();
    const next = this.#releases.of('next');
    this.#live = await this.#stand(live ?? this.#releases.create(key), true);
    if (next && next.key === key) this.#next = await this.#stand(next, false);
    else if (next) this.#releases.drop(next.id);
    // Their files went with it.
    if (this.#releases.lost) this.store.exec('delete from images');
    if (syncState(this.store) === 'following') {
      if (!live || this.#releases.lost) this.#everything(this.#live);
      else if (!this.#next && live.key !== key && (live.key === adopted || readMeta(this.store, 'declined') !== key)) {
        this.#say('[publish] the site itself changed: every page is rendered anew, into a new release');
        await this.#beginRelease();
      }
      // What was left to a release that is not being made would never come.
      if (!this.#next) takeBackFromNextRelease(this.store, this.#live.release);
    }
    const waiting = this.#waiting();
    this.receipts.resume(waiting);
    if (!this.#next) this.receipts.withoutRelease(waiting);
  }

  async #stand({ id, key }: Release, live: boolean): Promise<Stand> {
    const { store, siteUrl, work } = this.#options;
    const kept = join(work, 'renderers', key);
    // A renderer that somebody removed cannot come back: what is published then looks as the site does now.
    const dist = existsSync(kept) ? kept : this.#dist.folder;
    const renderer = await loadRenderer(dist, store, siteUrl);
    const output = new Output(this.#releases.folderOf(id), join(work, `scratch-${id}`));
    output.addAssets(renderer.assets);
    return { key, release: id, output, dist, live, renderer };
  }

  async #beginRelease(): Promise<void> {
    // In one transaction: a release that nobody asked pages for would be whole at the next start, and empty.
    const release = this.store.transaction(() => {
      const made = this.#releases.create(this.#dist.key);
      this.#everything({ release: made.id, live: false });
      return made;
    })();
    this.#next = await this.#stand(release, false);
  }

  #giveUp(next: Stand): string {
    this.#releases.drop(next.release);
    this.#next = null;
    takeBackFromNextRelease(this.store, this.#live.release);
    this.receipts.withoutRelease(this.#waiting());
    writeMeta(this.store, 'declined', this.#dist.key);
    return 'The release that was being made is given up; readers go on seeing the one that they have.';
  }

  async #goBack(): Promise<string> {
    if (!this.#releases.swapBack()) return 'There is no release before this one to go back to.';
    const live = this.#releases.of('live');
    if (!live) return 'There is no release.';
    writeMeta(this.store, 'declined', live.key === this.#dist.key ? '' : this.#dist.key);
    takeBackFromNextRelease(this.store, live.id);
    this.#live = await this.#stand(live, true);
    // What its pages depend on is not known, so no change would reach its lists.
    if (live.key === adopted) this.#everything(this.#live);
    const behind = queueLength(this.store, live.id);
    return `Readers see release ${live.id} again. ${behind} pages in it changed since and are brought up to date now. "npm run rollback" once more goes forth again.`;
  }

  async #derive(): Promise<void> {
    if (this.#losesTooMuch()) return this.#rest();
    await this.#land(true);
    const { timeZone } = readSettings(this.store);
    await deriveAll(this.store, timeZone, yieldToOthers);
    // Nothing is known of a site that an earlier store made: it stands until the new one is whole.
    if (this.#releases.of('live')?.key === adopted && !this.#next) await this.#beginRelease();
    const standing = [this.#live, ...(this.#next ? [this.#next] : [])].filter(({ key }) => key !== adopted);
    this.store.transaction(() => {
      // The time zone may be another one now.
      if (this.#now !== null) setClock(this.store, this.#now);
      for (const stand of standing) this.#everything(stand);
      const before = this.#releases.of('before');
      if (before && before.key !== adopted) this.#everything({ release: before.id, live: false });
      writeMeta(this.store, 'state', 'following');
      writeMeta(this.store, 'stories-before', '0');
    })();
  }

  // Another database behind the same address is more often a mistake than a wish.
  #losesTooMuch(): boolean {
    const before = Number(readMeta(this.store, 'stories-before') ?? 0);
    const now = countStories(this.store);
    if (now * 2 >= before) return false;
    if (now !== this.#complainedAt)
      this.#say(
        `The cms now has ${now} stories, and this site was made from ${before}: nothing is changed. If the cms has the wrong database, correct DATABASE_URL or DATA_DIR and start again. If it is right, delete the folder "site" in DATA_DIR and start again.`,
      );
    this.#complainedAt = now;
    return true;
  }

  #everything(stand: Pick<Stand, 'release' | 'live'>): void {
    const { release } = stand;
    this.store.transaction(() => {
      enqueueAll(this.store, release, allPaths(this.store));
      const standing = this.store.prepare<[number], { path: SitePath }>('select path from pages where release = ?').all(release);
      enqueueAll(
        this.store,
        release,
        standing.map(({ path }) => path),
      );
      markAllSearch(this.store);
      if (stand.live) writeMeta(this.store, 'sweep', 'yes');
    })();
  }

  #touch(touched: Touched): void {
    this.#asked(touched, enqueueTouched(this.store, touched));
  }

  /** Looks at what a change asked for. Returns true when readers get it with a release of its own. */
  #asked(touched: Touched, { seq, pages }: Asked): boolean {
    this.#bulk.note(touched, seq);
    const { release } = this.#live;
    const asked = pages.get(release)?.size ?? 0;
    if (asked < (this.#options.releaseFrom ?? 1000) || asked * 2 <= this.#standing(release)) return false;
    leaveToNextRelease(this.store, release, seq);
    if (this.#next) return true;
    this.#tasks.unshift(async () => {
      if (this.#next) return;
      this.#say('[publish] a change shows on most pages: they are rendered into a new release');
      await this.#beginRelease();
    });
    return true;
  }

  /** The pages that readers see and that were asked for anew. */
  #waiting(): SitePath[] {
    return nextQueued(this.store, this.#live.release, 1, Number.MAX_SAFE_INTEGER).map(({ path }) => path);
  }

  #standing(release: number): number {
    return this.store.prepare<[number], { n: number }>('select count(*) as n from pages where release = ?').get(release)?.n ?? 0;
  }

  /** Does the next thing that is to be done. Returns false when there is nothing. */
  async #step(signal: AbortSignal): Promise<boolean> {
    const [urgent] = nextQueued(this.store, this.#live.release, 0);
    if (urgent) return this.#renderHere(this.#live, urgent, signal);
    this.#commit();
    const flight = this.#bulk.landed();
    if (flight) return this.#record(flight, signal);
    for (const stand of this.#next ? [this.#live, this.#next] : [this.#live]) {
      const waiting = queueLength(this.store, stand.release, this.#massFrom);
      if (this.#bulk.usable && waiting > 0 && (this.#bulk.busy || waiting >= this.#massFrom)) {
        this.#work.startedAt ??= performance.now();
        this.#bulk.dispatch(stand);
      }
    }
    if (this.#bulk.busy) {
      await this.#rest();
      return true;
    }
    for (const stand of this.#next ? [this.#live, this.#next] : [this.#live]) {
      const [queued] = nextQueued(this.store, stand.release, 1);
      if (queued) return this.#renderHere(stand, queued, signal);
    }
    if (!this.#next) return false;
    this.#swap(this.#next);
    return true;
  }

  get #massFrom(): number {
    return this.#options.massFrom ?? 400;
  }

  async #renderHere(stand: Stand, queued: Queued, signal: AbortSignal): Promise<boolean> {
    this.#work.startedAt ??= performance.now();
    this.#begun();
    const rendered = await stand.renderer.render(queued.path);
    try {
      recordGroups(this.store, stand.release, rendered.error ? new Map() : rendered.groups);
      const { body, error, tags } = rendered;
      const outcome = error
        ? this.#fail(stand, queued, error.message, tags)
        : body
          ? this.#place(stand, queued, body, tags)
          : this.#remove(stand, queued);
      this.#done(stand, queued, outcome);
    } catch (problem) {
      const code = codeOf(problem);
      if (passes(code)) await this.#pause(stand, queued, code, signal);
      else this.#done(stand, queued, this.#fail(stand, queued, problem instanceof Error ? problem.message : code, rendered.tags));
    }
    if (++this.#uncommitted >= pagesPerCommit) this.#commit();
    return true;
  }

  async #record(flight: Flight, signal: AbortSignal, all = false): Promise<boolean> {
    const stand = this.#next?.release === flight.target.release ? this.#next : this.#live;
    if (stand.release !== flight.target.release) return true;
    const { result } = flight;
    if (!result) return true;
    let outcomes: Outcome[] = [];
    try {
      this.store.transaction(() => (outcomes = this.#bulk.record(flight, result, all)))();
    } catch (error) {
      forgetTagIds(this.store);
      const [queued] = flight.pages;
      if (!queued || !passes(codeOf(error))) throw error;
      await this.#pause(stand, queued, codeOf(error), signal);
      return true;
    }
    for (const [number, outcome] of outcomes.entries()) {
      const queued = flight.pages[number];
      if (queued) this.#done(stand, queued, outcome);
    }
    const problem = outcomes.flatMap((one) => (one.kind === 'again' && one.problem !== null ? [one.problem] : []))[0];
    const [queued] = flight.pages;
    if (problem !== undefined && queued) await this.#pause(stand, queued, problem, signal);
    return true;
  }

  /** Waits for what is being rendered elsewhere and records it, so that nothing is in the air. */
  async #land(all: boolean): Promise<void> {
    await this.#bulk.grounded();
    for (let flight = this.#bulk.landed(); flight; flight = this.#bulk.landed()) await this.#record(flight, AbortSignal.timeout(1), all);
  }

  #done(stand: Stand, { path }: Queued, outcome: Outcome): void {
    if (outcome.kind === 'again') return;
    const work = this.#work;
    work.rendered++;
    if (outcome.kind === 'written') work.written++;
    if (outcome.kind === 'removed') work.removed++;
    if (outcome.kind === 'failed') {
      work.failed++;
      this.#say(
        `${path} could not be rendered and keeps its last good version: ${outcome.reason} Correct its content in the cms and publish it again.`,
      );
      if (!stand.live) this.#keepLastGood(stand, path);
    }
    if (stand.live) this.receipts.page(path, outcome);
    if (work.rendered % 100 === 0 && performance.now() - this.#saidAt > 10_000) this.#sayProgress(stand);
  }

  #sayProgress(stand: Stand): void {
    this.#saidAt = performance.now();
    const { rendered, startedAt } = this.#work;
    const seconds = (performance.now() - (startedAt ?? 0)) / 1000;
    if (seconds < 5) return;
    const left = queueLength(this.store, stand.release);
    const rate = rendered / seconds;
    this.#say(`[publish] ${rendered} pages rendered, ${left} to go: ${Math.round(rate)} pages/s, ${duration(left / rate)} left`);
  }

  // A page that cannot be made in a new release is as it was in the one before.
  #keepLastGood({ output }: Stand, path: SitePath): void {
    const from = join(this.#live.output.root, fileOf(path));
    const to = join(output.root, fileOf(path));
    if (!existsSync(from)) return;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }

  // The disk is full or not writable: nothing is lost, the pages stay queued.
  async #pause(stand: Stand, { path }: Queued, problem: string, signal: AbortSignal): Promise<void> {
    if (!this.store.inTransaction) this.#uncommitted = 0;
    this.#say(
      `${path} could not be written in ${stand.output.root} (${problem}). Make room or correct the folder's permissions; trying again.`,
    );
    await sleep(2000, undefined, { signal }).catch(() => undefined);
  }

  #swap(next: Stand): void {
    this.#releases.swap();
    const before = this.#releases.of('before');
    this.#next = null;
    this.#live = { ...next, live: true };
    writeMeta(this.store, 'sweep-media', 'yes');
    this.receipts.released();
    const kept = before ? `; release ${before.id} is kept (${megabytes(before.bytes)}), "npm run rollback" goes back to it` : '';
    const { bytes = 0 } = this.#releases.of('live') ?? {};
    this.#say(`[publish] release ${next.release} is live (${megabytes(bytes)} of pages)${kept}`);
    void this.#releases
      .removeFolders()
      .catch((error: unknown) => this.#say(`[publish] an old release could not be removed: ${String(error)}`));
  }

  // Several pages are recorded in one commit: each would cost as much as rendering it. After a crash they are rendered again.
  #begun(): void {
    if (!this.store.inTransaction) this.store.exec('begin');
  }

  #commit(): void {
    if (this.store.inTransaction) this.store.exec('commit');
    this.#uncommitted = 0;
  }

  #place({ release, output }: Stand, queued: Queued, body: Buffer, read: Set<Tag>): Outcome {
    // What the store remembers of the file may be older than the file: a kill can fall between the two.
    const written = output.write(queued.path, body);
    recordPage(this.store, release, queued, { hash: hashOf(body), bytes: body.length }, read);
    return { kind: written ? 'written' : 'unchanged' };
  }

  #remove({ release, output }: Stand, queued: Queued): Outcome {
    const removed = output.remove(queued.path);
    recordRemoval(this.store, release, queued);
    return { kind: removed ? 'removed' : 'absent' };
  }

  #fail({ release }: Stand, queued: Queued, reason: string, read: Set<Tag>): Outcome {
    recordFailure(this.store, release, queued, reason, read);
    return { kind: 'failed', reason };
  }

  // The queue is empty: clear away what no page stands for, say what was done, and wait for news.
  async #finish(): Promise<void> {
    this.#commit();
    await this.#pool.close();
    if (readMeta(this.store, 'sweep') === 'yes') this.#sweep();
    if (this.#work.startedAt !== null) this.#report(performance.now() - this.#work.startedAt);
    this.#work = newWork();
    for (const resolve of this.#idle.splice(0)) resolve();
    if (this.#tasks.length === 0 && this.#releases.clear()) return;
    await this.#rest();
  }

  #sweep(): void {
    const { release, output } = this.#live;
    const standing = new Set(
      this.store
        .prepare<[number], { path: SitePath }>('select path from pages where release = ?')
        .all(release)
        .map(({ path }) => fileOf(path)),
    );
    this.#work.removed += output.sweep((file) => standing.has(file));
    writeMeta(this.store, 'sweep', 'no');
    writeMeta(this.store, 'sweep-media', 'yes');
  }

  #report(milliseconds: number): void {
    const { changes, rendered, written, removed, failed } = this.#work;
    // The clock moved, and nobody sees it.
    if (changes.length + written + removed + failed === 0) return;
    const what = changes.length === 0 ? 'pages' : changes.length <= 3 ? changes.join(', ') : `${changes.length} changes`;
    const failures = failed > 0 ? `, ${failed} failed` : '';
    this.#say(
      `[publish] ${what}: ${rendered} rendered, ${written} written, ${removed} removed${failures} in ${Math.round(milliseconds)} ms`,
    );
  }

  async #rest(): Promise<void> {
    if (this.#tasks.length > 0 || this.#bulk.hasLanded) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

const pagesPerCommit = 50;

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

/** How many language versions of articles the store holds. */
export function countStories(store: Store): number {
  return store.prepare<[], { n: number }>(`select count(*) as n from documents where type = 'article'`).get()?.n ?? 0;
}

interface Work {
  changes: string[];
  startedAt: number | null;
  filled: number;
  rendered: number;
  written: number;
  removed: number;
  failed: number;
}

function newWork(): Work {
  return { changes: [], startedAt: null, filled: 0, rendered: 0, written: 0, removed: 0, failed: 0 };
}

function nameOf(change: Change): string {
  const where = change.locale ? ` (${change.locale})` : '';
  if (change.state === 'gone') return `${change.type} ${change.id}${where} withdrawn`;
  const { document } = change;
  const title = 'title' in document ? ` "${document.title}"` : '';
  return `${change.type}${title || ` ${change.id}`}${where}`;
}
