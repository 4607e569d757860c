import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

const batch = 5000;
/** Milliseconds. */
const refreshPause = 200;
/** How long a hit waits for the change log at most: a save that waits for a locked database keeps the cms's one connection. */
const patience = 500;

/** Which language versions of articles readers can see, kept in memory: every hit asks. */
export class PublishedArticles {
  readonly #versions = new Set<string>();
  #cursor = 0;
  #reading: Promise<void> | null = null;
  #soon: Promise<void> | null = null;
  #lastRead = 0;

  constructor(private readonly strapi: Core.Strapi) {}

  has(articleId: string, locale: string): boolean {
    return this.#versions.has(`${articleId} ${locale}`);
  }

  /** Reads what the change log says since the last time; the first time that is all of it. Twice at once is once. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** The same, but however often it is asked, a few times a second at most: anybody can invent unknown stories. */
  refreshSoon(): Promise<void> {
    this.#soon ??= sleep(Math.max(0, this.#lastRead + refreshPause - performance.now()))
      .then(() => Promise.race([this.refresh(), sleep(patience)]))
      .finally(() => (this.#soon = null));
    return this.#soon;
  }

  async #read(): Promise<void> {
    this.#lastRead = performance.now();
    for (let rows = batch; rows === batch;) {
      rows = await this.#readSome();
      await yieldToOthers();
    }
  }

  async #readSome(): Promise<number> {
    const found: unknown = await this.strapi.db
      .connection('changes')
      .select('cursor', 'type', 'subject', 'language', 'state')
      .where('cursor', '>', this.#cursor)
      .orderBy('cursor')
      .limit(batch);
    const rows = changes.parse(found);
    for (const { cursor, type, subject, language, state } of rows) {
      this.#cursor = cursor;
      if (type !== 'article') continue;
      if (state === 'live') this.#versions.add(`${subject} ${language ?? ''}`);
      else this.#versions.delete(`${subject} ${language ?? ''}`);
    }
    return rows.length;
  }
}

const changes = z.array(
  z.object({
    // PostgreSQL's driver gives big integers as text.
    cursor: z.coerce.number(),
    type: z.string(),
    subject: z.string(),
    language: z.string().nullable(),
    state: z.string(),
  }),
);
