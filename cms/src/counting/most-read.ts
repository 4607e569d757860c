import { setImmediate as yieldToOthers } from 'node:timers/promises';

import { locales, type DocumentId, type Locale, type MostReadList } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { PublishedArticles } from './published-articles';
import type { ViewTables } from './view-tables';

/** A story needs so many readers in the last day (or week) to be listed: a quiet night must not crown one reader's clicks. */
export const fewestReaders = 5;

/** How many stories a list names: the site shows fewer, and some may be withdrawn meanwhile. */
const longest = 20;
/** How far down a language's ranking is looked for stories of each section. */
const mostRanked = 2000;
/** Milliseconds for which an answer serves others. */
const keep = 10_000;
const hour = 3_600_000;
/** Rows at once: a few milliseconds of SQLite, during which the cms does nothing else. */
const batch = 2000;

/** Stories of each language that have readers enough, the most first. */
export type Ranking = Record<Period, Record<Locale, { id: DocumentId; readers: number }[]>>;

/** Readers by article and language, as `<article> <language>`. */
type Readers = Map<string, number>;
type Period = 'day' | 'week';

/** Ranks stories by their readers in the last 24 hours and the last seven days. */
export class MostRead {
  /** What the full hours come to, until the hour ends: they change no more. */
  #full: { until: string; day: Readers; week: Readers } | null = null;
  #last: { at: number; ranking: Promise<Ranking> } | null = null;

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly tables: ViewTables,
    private readonly published: PublishedArticles,
  ) {}

  /** The lists that have stories. */
  async lists(now = Date.now()): Promise<MostReadList[]> {
    const { day, week } = await this.ranking(now);
    const sections = await this.#sectionsOf([...Object.values(day), ...Object.values(week)].flat().map(({ id }) => id));
    return locales.flatMap((locale) => listsOf(locale, { day: day[locale], week: week[locale] }, sections));
  }

  /** At most some seconds old. */
  ranking(now = Date.now()): Promise<Ranking> {
    // A clock that was put back must not keep an old answer.
    if (this.#last && Math.abs(now - this.#last.at) < keep) return this.#last.ranking;
    const ranking = this.#rank(now);
    this.#last = { at: now, ranking };
    ranking.catch(() => (this.#last = null));
    return ranking;
  }

  async #rank(now: number): Promise<Ranking> {
    const current = hourOf(now);
    if (this.#full?.until !== current) this.#full = { until: current, ...(await this.#fullHours(now)) };
    const { day, week } = this.#full;
    const running: Readers = new Map();
    await this.#add(current, hourOf(now + hour), ({ key, readers }) => add(running, key, readers));
    return { day: this.#ranked(day, running), week: this.#ranked(week, running) };
  }

  async #fullHours(now: number): Promise<{ day: Readers; week: Readers }> {
    const found = { day: new Map<string, number>(), week: new Map<string, number>() };
    const sinceDay = hourOf(now - 24 * hour);
    await this.#add(hourOf(now - 7 * 24 * hour), hourOf(now), (row) => {
      add(found.week, row.key, row.readers);
      if (row.hour >= sinceDay) add(found.day, row.key, row.readers);
    });
    return found;
  }

  // Keyset pages with pauses between them: a week of a large archive is half a million rows.
  async #add(from: string, before: string, take: (row: { key: string; hour: string; readers: number }) => void): Promise<void> {
    for (let after = { hour: from, articleId: '', locale: '' }; ;) {
      const rows = await this.tables.hours(after, before, batch);
      for (const { articleId, locale, hour: of, readers } of rows) take({ key: `${articleId} ${locale}`, hour: of, readers });
      const last = rows.at(-1);
      if (!last || rows.length < batch) return;
      after = last;
      await yieldToOthers();
    }
  }

  #ranked(full: Readers, running: Readers): Ranking[Period] {
    const listed: { id: DocumentId; locale: string; readers: number }[] = [];
    for (const key of new Set([...full.keys(), ...running.keys()])) {
      const readers = (full.get(key) ?? 0) + (running.get(key) ?? 0);
      const [id = '', locale = ''] = key.split(' ');
      if (readers >= fewestReaders && this.published.has(id, locale)) listed.push({ id: id as DocumentId, locale, readers });
    }
    listed.sort((a, b) => b.readers - a.readers || (a.id < b.id ? -1 : 1));
    const of = (language: Locale) =>
      listed
        .filter(({ locale }) => locale === language)
        .slice(0, mostRanked)
        .map(({ id, readers }) => ({ id, readers }));
    // The compiler does not see that these are all languages.
    return Object.fromEntries(locales.map((locale) => [locale, of(locale)])) as Ranking[Period];
  }

  async #sectionsOf(articleIds: readonly string[]): Promise<Map<string, string>> {
    const sections = new Map<string, string>();
    const ids = [...new Set(articleIds)];
    for (let from = 0; from < ids.length; from += 500) {
      const found: unknown = await this.strapi.db
        .connection('articles as a')
        .join('articles_category_lnk as l', 'l.article_id', 'a.id')
        .join('categories as c', 'c.id', 'l.category_id')
        .whereIn('a.document_id', ids.slice(from, from + 500))
        .whereNotNull('a.published_at')
        .select({ article: 'a.document_id', section: 'c.document_id' });
      for (const { article, section } of sectionRows.parse(found)) sections.set(article, section);
    }
    return sections;
  }
}

const sectionRows = z.array(z.object({ article: z.string(), section: z.string() }));

function listsOf(locale: Locale, ranked: Record<Period, { id: DocumentId }[]>, sections: ReadonlyMap<string, string>): MostReadList[] {
  const bySection = new Map<string | null, MostReadList>();
  for (const period of ['day', 'week'] as const) {
    for (const { id } of ranked[period]) {
      for (const section of new Set([null, sections.get(id) ?? null])) {
        const list = bySection.get(section) ?? { locale, sectionId: section as DocumentId | null, day: [], week: [] };
        bySection.set(section, list);
        if (list[period].length < longest) list[period].push(id);
      }
    }
  }
  return [...bySection.values()];
}

function add(to: Readers, key: string, readers: number): void {
  to.set(key, (to.get(key) ?? 0) + readers);
}

/** `2026-11-24T13`, in UTC. */
export function hourOf(now: number): string {
  return new Date(now).toISOString().slice(0, 13);
}
