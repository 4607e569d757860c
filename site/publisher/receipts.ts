/** What became of each change: when the cms accepted it, which pages it asked for, when they were live. */
import type { Change, SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import type { Outcome } from './bulk.ts';
import { askingKey } from './queue.ts';
import { readMeta } from './store.ts';

const receiptSchema = z.object({
  /** Grows with every receipt. */
  id: z.int(),
  changes: z.array(
    z.object({ type: z.string(), id: z.string(), locale: z.string().nullable(), state: z.string(), title: z.string(), at: z.string() }),
  ),
  /** How many changes there were; `changes` names the first of them. */
  changed: z.int(),
  /** When the cms accepted the first of them, ISO 8601. */
  accepted: z.string(),
  /** Pages that show what changed, and what became of them. */
  pages: z.int(),
  written: z.int(),
  removed: z.int(),
  failed: z.int(),
  /** When the last page was live, ISO 8601; null while one is not. */
  live: z.string().nullable(),
  /** From `accepted` to `live`. */
  milliseconds: z.number().nullable(),
  /** The first pages, in the order in which they were live. */
  first: z.array(z.object({ path: z.string(), live: z.string() })),
  /** True when it comes with a whole new release. */
  release: z.boolean(),
});

export type Receipt = z.infer<typeof receiptSchema>;

const changesNamed = 20;
const pagesNamed = 20;
const receiptsKept = 2000;

export class Receipts {
  readonly #store: Store;
  readonly #open = new Map<number, Open>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Takes up the receipts that an earlier run left open. @param waiting the pages that the live release still waits for */
  resume(waiting: Iterable<SitePath>): void {
    const rows = this.#store.prepare<[], { json: string }>('select json from receipts where done = 0').all();
    for (const { json } of rows) {
      const receipt = receiptSchema.parse(JSON.parse(json));
      this.#open.set(receipt.id, { receipt, waiting: new Set(receipt.release ? [] : waiting), asking: this.#isAsking(receipt.id) });
    }
    this.#closeReady();
  }

  /**
   * Opens the receipt of some changes.
   * @param pages those of the live release that show them
   * @param asking true when more are asked for in parts
   */
  open(id: number, changes: readonly Change[], pages: ReadonlySet<SitePath>, release: boolean, asking: boolean): void {
    const [first] = changes;
    if (!first) return;
    const receipt: Receipt = {
      id,
      changes: changes.slice(0, changesNamed).map((change) => ({
        type: change.type,
        id: change.id,
        locale: change.locale,
        state: change.state,
        title: change.state === 'live' && 'title' in change.document ? change.document.title : '',
        at: change.at,
      })),
      changed: changes.length,
      accepted: changes.reduce((least, { at }) => (at < least ? at : least), first.at),
      pages: pages.size,
      written: 0,
      removed: 0,
      failed: 0,
      live: null,
      milliseconds: null,
      first: [],
      release,
    };
    this.#keep(receipt, false);
    this.#store.prepare('delete from receipts where done = 1 and id < ?').run(id - receiptsKept);
    this.#open.set(id, { receipt, waiting: new Set(release ? [] : pages), asking });
    this.#closeReady();
  }

  /** Notes more pages that were asked for. @param all true when these were the last */
  asked(id: number, paths: readonly SitePath[], all: boolean): void {
    const open = this.#open.get(id);
    if (!open) return;
    for (const path of paths) {
      if (open.waiting.has(path)) continue;
      open.receipt.pages++;
      if (!open.receipt.release) open.waiting.add(path);
    }
    if (!all) return;
    open.asking = false;
    this.#keep(open.receipt, false);
    this.#closeReady();
  }

  /** Notes that readers see another release again. @param waiting the pages that it waits for */
  wentBack(waiting: readonly SitePath[]): void {
    for (const one of this.#open.values()) {
      one.waiting = new Set(waiting);
      one.asking = this.#isAsking(one.receipt.id);
    }
    this.#closeReady();
  }

  /** Notes that a page of the live release is as it should be. @param live since when */
  page(path: SitePath, { kind }: Outcome, live: Date): void {
    let closes = false;
    for (const { receipt, waiting } of this.#open.values()) {
      if (!waiting.delete(path)) continue;
      if (kind === 'written' || kind === 'removed' || kind === 'failed') receipt[kind]++;
      if (receipt.first.length < pagesNamed) receipt.first.push({ path, live: live.toISOString() });
      closes ||= waiting.size === 0;
    }
    if (closes) this.#closeReady(live);
  }

  /** Notes that readers see another release, with everything that its changes asked for. */
  released(): void {
    for (const { receipt } of this.#open.values())
      if (receipt.release) {
        receipt.written = receipt.pages;
        this.#close(receipt);
      }
  }

  /** Notes that the release which had some changes is given up. @param waiting the pages that the live one waits for instead */
  withoutRelease(waiting: readonly SitePath[]): void {
    for (const one of this.#open.values()) {
      if (!one.receipt.release) continue;
      one.receipt.release = false;
      one.waiting = new Set(waiting);
      this.#keep(one.receipt, false);
    }
    this.#closeReady();
  }

  /** The receipts after one, oldest first. */
  after(id: number, limit: number): Receipt[] {
    return this.#store
      .prepare<[number, number], { json: string }>('select json from receipts where id > ? order by id limit ?')
      .all(id, limit)
      .map(({ json }) => receiptSchema.parse(JSON.parse(json)))
      .map((kept) => this.#open.get(kept.id)?.receipt ?? kept);
  }

  // Of the release that readers see.
  #isAsking(id: number): boolean {
    const live = this.#store.prepare<[], { id: number }>(`select id from releases where state = 'live'`).get();
    return live !== undefined && readMeta(this.#store, askingKey(live.id, id)) !== null;
  }

  #closeReady(live?: Date): void {
    for (const { receipt, waiting, asking } of [...this.#open.values()])
      if (waiting.size === 0 && !asking && !receipt.release) this.#close(receipt, live);
  }

  #close(receipt: Receipt, live = new Date()): void {
    receipt.live = live.toISOString();
    receipt.milliseconds = Date.parse(receipt.live) - Date.parse(receipt.accepted);
    this.#keep(receipt, true);
    this.#open.delete(receipt.id);
  }

  #keep(receipt: Receipt, done: boolean): void {
    this.#store
      .prepare(
        'insert into receipts (id, done, json) values (?, ?, ?) on conflict (id) do update set done = excluded.done, json = excluded.json',
      )
      .run(receipt.id, done ? 1 : 0, JSON.stringify(receipt));
  }
}

interface Open {
  receipt: Receipt;
  /** Pages that were asked for and are not made yet. */
  waiting: Set<SitePath>;
  /** True while more are asked for. */
  asking: boolean;
}
