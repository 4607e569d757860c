import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';

import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import { Bulk } from './bulk.ts';
import { setClock } from './clock.ts';
import { Derivation } from './derivation.ts';
import type { FeedPart } from './feed.ts';
import { Output } from './output.ts';
import { PageMaking } from './page-making.ts';
import { Patience } from './patience.ts';
import { PictureShelf } from './picture-shelf.ts';
import { bearAtLeast, enqueueTouched, leaveToNextRelease, nextQueued, queueLength, shareWith, type Asked } from './queue.ts';
import type { Receipts } from './receipts.ts';
import { RenderPool } from './render-pool.ts';
import { hurryRemovals } from './slow-removal.ts';
import { Stands, type StandOptions } from './stands.ts';
import { apply, countStories, fill, syncState } from './sync.ts';
import type { Touched } from './touched.ts';
import { Turns } from './turns.ts';
import { nameOf, WorkReport } from './work-report.ts';

export interface PublisherOptions extends StandOptions {
  /** The store's file; render processes open it for themselves. */
  storeFile: string;
  /** Render processes; one per core without it, 0 for none. */
  processes?: number;
  /** So many pages in waiting, or stories of a first sync, are worth the start of render processes. */
  massFrom?: number;
  /** A change that asks for so many pages, and for more than half of all, is rendered as a new release. */
  releaseFrom?: number;
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
  readonly pictures: PictureShelf;
  readonly #options: PublisherOptions;
  readonly #stands: Stands;
  readonly #bulk: Bulk;
  readonly #making: PageMaking;
  readonly #report: WorkReport;
  readonly #derivation: Derivation;
  readonly #turns = new Turns();
  readonly #patience: Patience;
  #signal: AbortSignal | null = null;
  #now: number | null = null;

  private constructor(options: PublisherOptions, stands: Stands) {
    const { store, storeFile, siteUrl, work, www, say } = options;
    this.store = store;
    this.#options = options;
    this.#stands = stands;
    this.receipts = stands.receipts;
    this.#report = new WorkReport(say);
    const pool = new RenderPool(say, options.processes);
    const scratch = join(work, 'rendered');
    rmSync(scratch, { recursive: true, force: true });
    this.output = new Output(www, join(work, 'scratch'), false);
    this.pictures = new PictureShelf(store, this.output, join(work, 'pictures'));
    this.#bulk = new Bulk(store, pool, this.pictures, { store: storeFile, siteUrl, scratch }, () => this.#turns.wake());
    this.#making = new PageMaking(store, this.#bulk, this.pictures, stands, this.#report, say);
    this.#derivation = new Derivation(store, stands, say);
    this.#patience = new Patience(work, say);
  }

  /** @throws Error when the site is not built */
  static async open(options: PublisherOptions): Promise<Publisher> {
    return new Publisher(options, await Stands.open(options));
  }

  /** Runs until the signal aborts. What is half done then is done again at the next start. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#turns.wake());
    this.#signal = signal;
    try {
      while (!signal.aborted) {
        await this.#patience.hold(
          () => this.#doNext(signal),
          signal,
          () => this.#making.abandon(),
        );
        await yieldToOthers();
      }
      this.#making.commit();
    } finally {
      // After an error, what is not committed is made again at the next start.
      this.#making.abandon();
      await this.#bulk.close();
    }
  }

  /** Puts a part of the feed into the store, before the next page is rendered. */
  settle(part: FeedPart): Promise<void> {
    return this.between(() => {
      if (syncState(this.store) === 'filling') {
        fill(this.store, part);
        this.#report.filled(part.changes.length, part.end);
        return;
      }
      if (part.changes.length > 0) this.#report.begun();
      this.store.transaction(() => {
        const { changes, touched, asked } = apply(this.store, part);
        const released = this.#asked(touched, asked);
        this.receipts.open(asked.seq, changes, asked.pages.get(this.#stands.live.release) ?? new Set(), released, asked.inParts);
      })();
      this.#report.changed(...part.changes.map(nameOf));
    });
  }

  /** Does something to the store between two pages; what pages read is written with `change`, or they would not be made anew. */
  between(task: () => void | Promise<void>): Promise<void> {
    return this.#turns.take(() => this.#patience.hold(task, this.#signal));
  }

  /**
   * Writes something to the store and asks for the pages that bear it, in one transaction.
   * @param reason what the log calls it, as "picture river.jpg"
   */
  change(reason: string, write: () => void, ...touched: Tag[]): Promise<void> {
    return this.between(() => {
      this.#report.changed(reason);
      this.store.transaction(() => {
        write();
        this.#touch({ tags: new Set(touched), paths: new Set() });
      })();
    });
  }

  /** The same for what readers need not have at once: its pages come after all others, and the log does not name it. */
  changeQuietly(write: () => void, ...touched: Tag[]): Promise<void> {
    return this.between(() => {
      this.store.transaction(() => {
        write();
        this.#touch({ tags: new Set(), paths: new Set(), quiet: new Set(touched) });
      })();
    });
  }

  /** Asks for every page, whatever stands. */
  renderAll(): Promise<void> {
    return this.between(() => {
      for (const stand of this.#stands.all) this.#stands.asking.begin(stand);
    });
  }

  /** Resolves when everything that is known now stands. */
  settled(): Promise<void> {
    return this.#turns.untilIdle();
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
    return this.#turns.version;
  }

  changedSince(version: number): Promise<void> {
    return this.#turns.changedSince(version);
  }

  /**
   * Shows readers the release before, and back again. A release that is being made is given up instead.
   * @returns what was done, in a sentence
   */
  async rollBack(): Promise<string> {
    let said = '';
    await this.between(async () => {
      await this.#making.land();
      said = await this.#stands.rollBack();
    });
    this.#options.say(`[publish] ${said}`);
    return said;
  }

  /** Removes what old releases left behind, for a process that ends. */
  removeOld(): Promise<void> {
    hurryRemovals();
    return this.#stands.releases.removeFolders();
  }

  async #doNext(signal: AbortSignal): Promise<void> {
    if (this.#turns.waiting) {
      this.#making.commit();
      await this.#turns.give();
    } else if (syncState(this.store) === 'deriving') await this.#derive();
    else if (syncState(this.store) === 'filling') await this.#rest();
    else if (!(await this.#step(signal))) await this.#finish();
  }

  async #derive(): Promise<void> {
    if (this.#derivation.losesTooMuch) return this.#rest();
    await this.#making.land();
    if (this.#bulk.usable && countStories(this.store) >= this.#massFrom) this.#bulk.warmUp(this.#stands.live);
    await this.#derivation.derive(this.#now);
  }

  #touch(touched: Touched): void {
    this.#asked(touched, enqueueTouched(this.store, touched));
  }

  /** Looks at what a change asked for. Returns true when readers get it with a release of its own. */
  #asked(touched: Touched, { seq, pages, inParts }: Asked): boolean {
    this.#bulk.note(touched, seq);
    for (const { renderer } of this.#stands.all) renderer.note(touched, seq);
    const { release } = this.#stands.live;
    const many = this.#options.releaseFrom ?? 1000;
    const asked = pages.get(release)?.size ?? 0;
    const onMost = inParts
      ? bearAtLeast(this.store, release, touched.tags, many) && shareWith(this.store, release, touched.tags) > 0.5
      : asked >= many && asked * 2 > this.#stands.standing(release);
    if (!onMost) return false;
    leaveToNextRelease(this.store, release, seq);
    if (this.#stands.next) return true;
    this.#turns.takeFirst(async () => {
      if (this.#stands.next) return;
      this.#options.say('[publish] a change shows on most pages: they are rendered into a new release');
      await this.#stands.begin();
    });
    return true;
  }

  /** Does the next thing that is to be done. Returns false when there is nothing. */
  async #step(signal: AbortSignal): Promise<boolean> {
    const [urgent] = nextQueued(this.store, this.#stands.live.release, 0);
    if (urgent) {
      await this.#making.here(this.#stands.live, urgent, signal);
      return true;
    }
    this.#making.commitOwn();
    const flight = this.#bulk.landed();
    if (flight) {
      await this.#making.record(flight, signal);
      return true;
    }
    if (this.#stands.asking.waits) {
      this.#making.commit();
      this.#stands.asking.goOn();
      this.#dispatch();
      return true;
    }
    this.#dispatch();
    if (this.#bulk.busy) {
      await this.#rest();
      return true;
    }
    this.#making.commit();
    for (const stand of this.#stands.all) {
      const [queued] = nextQueued(this.store, stand.release, 1);
      if (!queued) continue;
      await this.#making.here(stand, queued, signal);
      return true;
    }
    if (!this.#stands.next) return false;
    this.#stands.swap();
    return true;
  }

  get #massFrom(): number {
    return this.#options.massFrom ?? 400;
  }

  #dispatch(): void {
    for (const stand of this.#stands.all) {
      const waiting = queueLength(this.store, stand.release, this.#massFrom);
      if (!this.#bulk.usable || waiting === 0 || (!this.#bulk.busy && waiting < this.#massFrom)) continue;
      this.#report.begun();
      if (this.#bulk.logIsLong) {
        if (this.#bulk.busy) return;
        this.#making.commit();
        this.#bulk.beginLogAnew();
      }
      this.#bulk.dispatch(stand);
    }
  }

  // The queue is empty: clear away what no page stands for, say what was done, and wait for news.
  async #finish(): Promise<void> {
    this.#making.commit();
    await this.#bulk.close();
    const swept = this.#stands.sweep();
    if (swept !== null) return this.#report.swept(swept);
    this.#report.finish();
    if (!this.#turns.waiting) this.#bulk.shortenLog();
    this.#turns.idle();
    if (!this.#turns.waiting && this.#stands.releases.clear()) return;
    await this.#rest();
  }

  async #rest(): Promise<void> {
    if (!this.#bulk.hasLanded) await this.#turns.rest();
  }
}
