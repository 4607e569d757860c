/** Makes the pages that wait: renders one here, or takes in what render processes made, and keeps the records in step. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import type { Bulk, Flight, Outcome } from './bulk.ts';
import { hashOf } from './page-file.ts';
import { codeOf, makeRoom, passes, remedyFor } from './patience.ts';
import type { PictureShelf } from './picture-shelf.ts';
import { queueLength, type Queued } from './queue.ts';
import { forgetTagIds, recordFailure, recordGroups, recordPage, recordRemoval } from './records.ts';
import type { Stand, Stands } from './stands.ts';
import type { WorkReport } from './work-report.ts';

const pagesPerCommit = {
  /** Of those that were rendered here, so that receipts soon tell of what shows a change. */
  here: 200,
  /** Those of render processes depend on much the same, and what the store notes of that is then written once. */
  elsewhere: 1000,
};

export class PageMaking {
  readonly #store: Store;
  readonly #bulk: Bulk;
  readonly #pictures: PictureShelf;
  readonly #stands: Stands;
  readonly #report: WorkReport;
  readonly #say: (line: string) => void;
  #uncommitted = 0;
  /** True while pages that were rendered here are among them. */
  #ownUncommitted = false;
  /** Pages of the live release, for its receipts as soon as they are committed. */
  #made: Made[] = [];
  readonly #committed: Made[] = [];

  constructor(store: Store, bulk: Bulk, pictures: PictureShelf, stands: Stands, report: WorkReport, say: (line: string) => void) {
    this.#store = store;
    this.#bulk = bulk;
    this.#pictures = pictures;
    this.#stands = stands;
    this.#report = report;
    this.#say = say;
  }

  /** Renders one page in this process. */
  async here(stand: Stand, queued: Queued, signal: AbortSignal): Promise<void> {
    this.#report.begun();
    this.#begin();
    this.#ownUncommitted = true;
    const rendered = await stand.renderer.render(queued.path);
    try {
      recordGroups(this.#store, stand.release, rendered.error ? new Map() : rendered.groups);
      const { body, error, tags } = rendered;
      const outcome = error
        ? this.#fail(stand, queued, error.message, tags)
        : body
          ? this.#place(stand, queued, body, tags)
          : this.#remove(stand, queued);
      this.#done(stand, queued, outcome);
    } catch (problem) {
      const code = codeOf(problem);
      if (passes(code)) {
        // SQLite takes back by itself what it has no room for, and the pages before this one with it.
        if (!this.#store.inTransaction) this.abandon();
        await this.#pause(stand, queued, code, signal);
      } else this.#done(stand, queued, this.#fail(stand, queued, problem instanceof Error ? problem.message : code, rendered.tags));
    }
    if (this.#store.inTransaction && ++this.#uncommitted >= pagesPerCommit.here) this.commit();
  }

  /** Records some of what a render process made. @param all true to render every page of it again */
  async record(flight: Flight, signal: AbortSignal, all = false): Promise<void> {
    const stand = this.#stands.of(flight.target.release);
    const { result } = flight;
    const [first] = flight.pages;
    if (!stand || !result || !first) return this.#bulk.forget(flight);
    this.commitOwn();
    this.#begin();
    let problem: string | null = null;
    try {
      do {
        for (const { queued, outcome } of this.#bulk.record(flight, result, all)) {
          this.#done(stand, queued, outcome);
          if (outcome.kind === 'again') problem ??= outcome.problem;
          this.#uncommitted++;
        }
        // A full disk is waited for once, not after each part.
      } while (problem !== null && flight.recorded < flight.pages.length);
    } catch (error) {
      this.abandon();
      if (!passes(codeOf(error))) throw error;
      return this.#pause(stand, first, codeOf(error), signal);
    }
    if (flight.recorded === flight.pages.length) this.#bulk.forget(flight);
    if (this.#uncommitted >= pagesPerCommit.elsewhere || problem !== null) this.commit();
    if (problem !== null) await this.#pause(stand, first, problem, signal);
  }

  /** Waits for what is being rendered elsewhere and records it, so that nothing is in the air. */
  async land(): Promise<void> {
    await this.#bulk.grounded();
    for (let flight = this.#bulk.landed(); flight; flight = this.#bulk.landed()) await this.record(flight, AbortSignal.timeout(1), true);
    this.commit();
  }

  /** Ends the transaction that several pages share. */
  commit(): void {
    // Another statement found the store full, and SQLite took back all that was not committed.
    if (this.#uncommitted > 0 && !this.#store.inTransaction) return this.abandon();
    if (this.#store.inTransaction) this.#store.exec('commit');
    this.#uncommitted = 0;
    this.#ownUncommitted = false;
    this.#committed.push(...this.#made.splice(0));
    for (let [one] = this.#committed; one; [one] = this.#committed) {
      this.#stands.receipts.page(one.path, one.outcome, one.live);
      this.#committed.shift();
    }
    this.#bulk.lookAtLog();
  }

  /** Ends the transaction when pages that were rendered here are in it: what shows a change itself does not wait for others, nor fall with them. */
  commitOwn(): void {
    if (this.#ownUncommitted) this.commit();
  }

  /** Takes back what is not committed, after the store could not be written: those pages are still queued. */
  abandon(): void {
    if (this.#store.inTransaction) this.#store.exec('rollback');
    this.#uncommitted = 0;
    this.#ownUncommitted = false;
    this.#made = [];
    this.#bulk.forgetBegun();
    forgetTagIds(this.#store);
  }

  // Several pages are recorded in one commit: each would cost as much as rendering it. After a crash they are rendered again.
  #begin(): void {
    // At once for writing: a transaction that begins by reading fails when anybody writes before it does.
    if (!this.#store.inTransaction) this.#store.exec('begin immediate');
  }

  #done(stand: Stand, { path }: Queued, outcome: Outcome): void {
    if (outcome.kind === 'again') return;
    this.#report.page(outcome, () => queueLength(this.#store, stand.release));
    if (outcome.kind === 'failed') {
      this.#say(
        `${path} could not be rendered and keeps its last good version: ${outcome.reason} Correct its content in the cms and publish it again.`,
      );
      if (!stand.live) this.#stands.keepLastGood(stand, path);
    }
    if (stand.live) this.#made.push({ path, outcome, live: new Date() });
  }

  // The disk is full or not writable: nothing is lost, the pages stay queued.
  async #pause(stand: Stand, { path }: Queued, problem: string, signal: AbortSignal): Promise<void> {
    this.#say(`${path} could not be written in ${stand.output.root} (${problem}). ${remedyFor(problem)}; trying again.`);
    makeRoom(problem);
    await sleep(2000, undefined, { signal }).catch(() => undefined);
  }

  #place({ release, output }: Stand, queued: Queued, body: Buffer, read: Set<Tag>): Outcome {
    // What the store remembers of the file may be older than the file: a kill can fall between the two.
    this.#pictures.show(read);
    const written = output.write(queued.path, body);
    recordPage(this.#store, release, queued, { hash: hashOf(body), bytes: body.length }, read);
    return { kind: written ? 'written' : 'unchanged' };
  }

  #remove({ release, output }: Stand, queued: Queued): Outcome {
    const removed = output.remove(queued.path);
    recordRemoval(this.#store, release, queued);
    return { kind: removed ? 'removed' : 'absent' };
  }

  #fail({ release }: Stand, queued: Queued, reason: string, read: Set<Tag>): Outcome {
    recordFailure(this.#store, release, queued, reason, read);
    return { kind: 'failed', reason };
  }
}

interface Made {
  path: SitePath;
  outcome: Outcome;
  live: Date;
}
