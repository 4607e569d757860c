import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import { newsroomTimeZone } from '../publishing/addresses';
import { hourOf, MostRead } from './most-read';
import type { PublishedArticles } from './published-articles';
import { Readers } from './readers';
import { Tally } from './tally';
import { tellSite } from './tell-site';
import { type Hit, refusalOf, type Verdict } from './verdict';
import type { Total, ViewTables } from './view-tables';

const flushEvery = 1000;
/** Rows in one transaction: some milliseconds of SQLite, during which the cms does nothing else. */
const rowsAtOnce = 500;
/** How long an answer about an article's views serves others. */
const keepTotals = 2000;
/** How long the views of single hours are kept. */
const keepHours = 8 * 24 * 3_600_000;

/**
 * Counts readings in memory and adds them to the database each second. A kill costs at most that second; an orderly
 * end costs nothing. Several instances on one database add up exactly; repeats are known to each of them alone.
 */
export class ViewCounter {
  readonly #readers = new Readers();
  readonly #tally = new Tally();
  readonly #totals = new Map<string, { at: number; totals: Promise<Total[]> }>();
  readonly #clock = new Clock();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | null = null;
  #complained = false;
  #chores: Promise<void> | null = null;
  #choresDone: string | null = null;
  #refreshing: Promise<void> | null = null;
  readonly #ending = new AbortController();
  /** Ranks the stories by their readers. */
  readonly mostRead: MostRead;

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly tables: ViewTables,
    private readonly published: PublishedArticles,
  ) {
    this.mostRead = new MostRead(strapi, tables, published);
  }

  async start(): Promise<void> {
    await this.published.refresh();
    this.#clock.zone = await newsroomTimeZone(this.strapi.db.connection);
    this.#timer = setInterval(() => this.#tick(), flushEvery);
  }

  knows(articleId: string, locale: string): boolean {
    return this.published.has(articleId, locale);
  }

  /** Looks into the change log for a story that is not known: it may be a second old, and its first readers count too. */
  async hearOf(): Promise<void> {
    await this.published.refreshSoon().catch(() => undefined);
  }

  /** Judges one hit and counts it, or counts it among those that are not. */
  hit(articleId: string, locale: string, from: Hit & { address: string }, now = Date.now()): Verdict {
    const when = this.#clock.at(now);
    const verdict = this.#judge(articleId, locale, from, now, when.day);
    if (verdict.counted) this.#tally.count(articleId, locale, when, verdict.isNewReader);
    else this.#tally.refuse(when.day, verdict.reason);
    return verdict;
  }

  /** Notes a request that is not even a hit. */
  refuseBadRequest(now = Date.now()): Verdict {
    this.#tally.refuse(this.#clock.at(now).day, 'bad-request');
    return { counted: false, reason: 'bad-request' };
  }

  /** All views of some articles by language; at most some seconds old. */
  async totals(articleIds: readonly string[], now = Date.now()): Promise<Total[]> {
    if (this.#totals.size > 10_000) this.#totals.clear();
    const found = articleIds.map((id) => {
      const known = this.#totals.get(id);
      if (known && now - known.at < keepTotals) return known.totals;
      const totals = this.tables.totals([id]);
      this.#totals.set(id, { at: now, totals });
      totals.catch(() => this.#totals.delete(id));
      return totals;
    });
    return (await Promise.all(found)).flat();
  }

  /** Writes what is in memory, trying for some seconds when the database is busy, and lets go of it. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#ending.abort();
    await this.#chores;
    // It asks on the connection that is closed next.
    await this.#refreshing;
    for (let attempt = 0; attempt < 50; attempt++) {
      await this.#flush();
      if (this.#tally.isEmpty) break;
      await sleep(200);
    }
    if (!this.#tally.isEmpty) this.strapi.log.error('Views: the database stayed busy, so the views of the last seconds are lost.');
    await this.tables.close();
  }

  #judge(articleId: string, locale: string, from: Hit & { address: string }, now: number, day: string): Verdict {
    const reason = refusalOf(from);
    if (reason) return { counted: false, reason };
    if (!this.published.has(articleId, locale)) return { counted: false, reason: 'unknown-article' };
    const seen = this.#readers.see(from, `${articleId} ${locale}`, now, day);
    return seen === 'new' || seen === 'again' ? { counted: true, isNewReader: seen === 'new' } : { counted: false, reason: seen };
  }

  // Views are written on a connection of their own: whatever holds up the cms's other one holds up the rest of this alone.
  #tick(): void {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = null));
    void this.#flush();
    this.#chores ??= this.#doChores(hourOf(Date.now())).finally(() => (this.#chores = null));
  }

  async #refresh(): Promise<void> {
    try {
      await this.published.refresh();
      this.#clock.zone = await newsroomTimeZone(this.strapi.db.connection);
    } catch (error) {
      this.strapi.log.warn(`Views: what is published could not be read (${String(error)}); trying again in a second.`);
    }
  }

  async #doChores(hour: string): Promise<void> {
    if (hour === this.#choresDone) return;
    try {
      await this.tables.forgetHours(hourOf(Date.now() - keepHours));
      // At the start everything, then at each full hour what was read since the one before.
      await tellSite(this.strapi, this.#choresDone, this.#ending.signal);
      this.#choresDone = hour;
    } catch (error) {
      this.strapi.log.warn(`Views: the site could not be told of them (${String(error)}); trying again in a second.`);
    }
  }

  #flush(): Promise<void> {
    this.#flushing ??= this.#write().finally(() => (this.#flushing = null));
    return this.#flushing;
  }

  async #write(): Promise<void> {
    try {
      // Hits that come meanwhile wait for the next second.
      for (let left = this.#tally.size; left >= 0; left -= rowsAtOnce) {
        const counts = this.#tally.counts(rowsAtOnce);
        const refusals = this.#tally.refusals();
        if (counts.length + refusals.length === 0) break;
        await this.tables.add(counts, refusals);
        this.#tally.written(counts, refusals);
        await yieldToOthers();
      }
      if (this.#complained) this.strapi.log.info('Views: the database takes them again; none was lost.');
      this.#complained = false;
    } catch (error) {
      if (!this.#complained)
        this.strapi.log.warn(`Views: the database does not take them (${String(error)}). They are kept in memory and tried each second.`);
      this.#complained = true;
    }
  }
}

/** The date where the newsroom is, and the hour in UTC; asked thousands of times a second, so worked out once a minute. */
class Clock {
  zone = 'UTC';
  #known = { minute: -1, zone: '', day: '', hour: '' };

  at(now: number): { readonly day: string; readonly hour: string } {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#known.minute || this.zone !== this.#known.zone) {
      // The Swedish form is "2026-11-24".
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: this.zone }).format(now);
      this.#known = { minute, zone: this.zone, day, hour: hourOf(now) };
    }
    return this.#known;
  }
}
