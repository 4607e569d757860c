import { createHash } from 'node:crypto';
import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';

import type { Change } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import type { Tag } from '../src/content/tags.ts';
import { setClock } from './clock.ts';
import { deriveAll } from './documents.ts';
import type { FeedPart } from './feed.ts';
import type { Output } from './output.ts';
import { allPaths } from './paths.ts';
import { enqueueAll, enqueueTouched, nextQueued, queueLength, recordFailure, recordPage, recordRemoval, type Queued } from './queue.ts';
import type { Renderer } from './renderer.ts';
import { markAllSearch } from './search-shards.ts';
import { readMeta, writeMeta } from './store.ts';
import { apply, fill, syncState } from './sync.ts';

/**
 * Keeps `www/` equal to the content store. One loop does one thing at a time (apply a part of the feed, or render one
 * page), so that no page is made from two states of the content; changes go before pages.
 */
export class Publisher {
  readonly store: Store;
  readonly #renderer: Renderer;
  readonly #output: Output;
  readonly #say: (line: string) => void;
  readonly #tasks: (() => void | Promise<void>)[] = [];
  #wake: () => void = () => undefined;
  #idle: (() => void)[] = [];
  #version = 0;
  #changed: (() => void)[] = [];
  #work = newWork();
  #uncommitted = 0;
  #complainedAt = -1;
  #now: number | null = null;

  constructor(store: Store, renderer: Renderer, output: Output, say: (line: string) => void) {
    this.store = store;
    this.#renderer = renderer;
    this.#output = output;
    this.#say = say;
  }

  /** Runs until the signal aborts. What is half done then is done again at the next start. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake());
    this.#output.addAssets(this.#renderer.assets);
    this.#begin();
    while (!signal.aborted) {
      const task = this.#tasks.shift();
      if (task) await this.#perform(task);
      else if (syncState(this.store) === 'deriving') await this.#derive();
      else if (syncState(this.store) === 'filling') await this.#rest();
      else if (!(await this.#renderNext(signal))) await this.#finish();
      await yieldToOthers();
    }
    this.#commit();
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
      const { changes } = apply(this.store, part);
      this.#work.changes.push(...changes.map(nameOf));
    });
  }

  /** Does something to the store between two pages. */
  between(task: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#tasks.push(() => {
        try {
          task();
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
        enqueueTouched(this.store, { tags: new Set(touched), paths: new Set() });
      })();
    });
  }

  /** Asks for every page, whatever stands. */
  renderAll(): Promise<void> {
    return this.between(() => this.#enqueueEverything());
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
        enqueueTouched(this.store, { tags: setClock(this.store, now), paths: new Set() });
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

  #begin(): void {
    if (syncState(this.store) !== 'following' || readMeta(this.store, 'renderer') === this.#renderer.key) return;
    this.#say('[publish] the site itself changed: every page is rendered anew');
    this.#enqueueEverything();
  }

  async #derive(): Promise<void> {
    if (this.#losesTooMuch()) return this.#rest();
    const { timeZone } = readSettings(this.store);
    await deriveAll(this.store, timeZone, yieldToOthers);
    this.store.transaction(() => {
      // The time zone may be another one now.
      if (this.#now !== null) setClock(this.store, this.#now);
      this.#enqueueEverything();
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

  #enqueueEverything(): void {
    const standing = this.store.prepare<[], { path: Queued['path'] }>('select path from pages').all();
    enqueueAll(this.store, allPaths(this.store));
    enqueueAll(
      this.store,
      standing.map(({ path }) => path),
    );
    markAllSearch(this.store);
    writeMeta(this.store, 'sweep', 'yes');
    writeMeta(this.store, 'renderer', this.#renderer.key);
  }

  async #renderNext(signal: AbortSignal): Promise<boolean> {
    const queued = nextQueued(this.store);
    if (!queued) return false;
    this.#work.startedAt ??= performance.now();
    this.#begun();
    const { body, tags: read, error } = await this.#renderer.render(queued.path);
    try {
      if (error) this.#fail(queued, error, read);
      else if (body) this.#place(queued, body, read);
      else this.#remove(queued);
    } catch (problem) {
      if (!passes(problem)) this.#fail(queued, problem instanceof Error ? problem : new Error(String(problem)), read);
      else {
        // The disk is full or not writable: nothing is lost, the page stays queued.
        this.#say(`${queued.path} could not be written (${String(problem)}). Make room or correct the folder's permissions; trying again.`);
        await sleep(2000, undefined, { signal }).catch(() => undefined);
      }
    }
    if (++this.#uncommitted >= pagesPerCommit) this.#commit();
    if (++this.#work.rendered % 2000 === 0) this.#say(`[publish] ${this.#work.rendered} pages rendered, ${queueLength(this.store)} to go`);
    return true;
  }

  // Several pages are recorded in one commit: each would cost as much as rendering it. After a crash they are rendered again.
  #begun(): void {
    if (!this.store.inTransaction) this.store.exec('begin');
  }

  #commit(): void {
    if (this.store.inTransaction) this.store.exec('commit');
    this.#uncommitted = 0;
  }

  #place(queued: Queued, body: Buffer, read: Set<Tag>): void {
    const hash = createHash('sha256').update(body).digest('base64url');
    // What the store remembers of the file may be older than the file: a kill can fall between the two.
    if (this.#output.write(queued.path, body)) this.#work.written++;
    recordPage(this.store, queued, hash, read);
  }

  #remove(queued: Queued): void {
    if (this.#output.remove(queued.path)) this.#work.removed++;
    recordRemoval(this.store, queued);
  }

  #fail(queued: Queued, error: Error, read: Set<Tag>): void {
    this.#work.failed++;
    this.#say(
      `${queued.path} could not be rendered and keeps its last good version: ${error.message} Correct its content in the cms and publish it again.`,
    );
    recordFailure(this.store, queued, error.message, read);
  }

  // The queue is empty: clear away what no page stands for, say what was done, and wait for news.
  async #finish(): Promise<void> {
    this.#commit();
    if (readMeta(this.store, 'sweep') === 'yes') this.#sweep();
    if (this.#work.startedAt !== null) this.#report(performance.now() - this.#work.startedAt);
    this.#work = newWork();
    for (const resolve of this.#idle.splice(0)) resolve();
    await this.#rest();
  }

  #sweep(): void {
    const standing = new Set(
      this.store
        .prepare<[], { path: string }>('select path from pages')
        .all()
        .map(({ path }) => (path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1))),
    );
    this.#work.removed += this.#output.sweep((file) => standing.has(file));
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
    if (this.#tasks.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

const pagesPerCommit = 50;

// Errors of the whole disk, which an operator can end; any other is this page's own and must not hold up the rest.
function passes(problem: unknown): boolean {
  const code = problem instanceof Error && 'code' in problem ? String(problem.code) : '';
  return ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EMFILE', 'ENFILE', 'EIO'].includes(code);
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
