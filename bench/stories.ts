/** What an editor does in the publish benchmark, and where readers see it. */
import { pathOf, type SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import { OperatorError } from '../scripts/operator-error.ts';
import type { Entry } from '../tests/admin-api.ts';
import type { BenchNewsroom } from './newsroom.ts';
import { get, untilArrived, type Expectation } from './polling.ts';

const article = 'api::article.article';
const section = z.looseObject({ id: z.number(), documentId: z.string(), nameEn: z.string(), slugEn: z.string() });
export type Section = z.infer<typeof section>;

/** What was done, and how long each place took to show it after the cms had answered. */
export interface Measured {
  act: 'new story' | 'new title' | 'withdrawal';
  /** How long the cms took to answer, milliseconds. */
  answered: number;
  /** Milliseconds by place; null where it did not arrive in time. */
  places: Record<string, number | null>;
}

const limitMs = 120_000;

/** One desk of the newsroom: writes stories into a section and watches them arrive. */
export class Desk {
  readonly #newsroom: BenchNewsroom;
  readonly #section: Section;
  readonly #run = Date.now().toString(36);
  #written = 0;
  #standing: string | null = null;
  /** `/2026/11/`: the month's folder, as the newsroom's zone has it. */
  #month = '';

  constructor(newsroom: BenchNewsroom, of: Section) {
    this.#newsroom = newsroom;
    this.#section = of;
  }

  /**
   * Publishes one story unmeasured: it warms both programs up and tells how addresses are made. It stands until `goHome`, so that
   * the measured ones do not open and close the month of their section, which no newsroom does each time.
   */
  async warmUp(): Promise<void> {
    const { id, slug } = await this.#draft();
    this.#standing = id;
    await this.#newsroom.admin.publish(article, id, {}, 'en');
    let found: string | undefined;
    const front = this.#page('front', pathOf({ kind: 'front', locale: 'en' }), (_, text) => {
      found = new RegExp(`"(/\\d{4}/\\d{2}/)${slug}/"`).exec(text)?.[1];
      return found !== undefined;
    });
    const arrived = await untilArrived(front, performance.now(), limitMs);
    if (arrived === null || found === undefined) {
      throw new OperatorError('A new story never came to the front page. The lines of the publisher above may say why.');
    }
    this.#month = found;
  }

  /** Removes the story of the warm-up. */
  async goHome(): Promise<void> {
    if (this.#standing !== null) await this.#newsroom.admin.remove(article, this.#standing, '*');
    this.#standing = null;
  }

  /** A story's whole life: published, its title changed, withdrawn; deleted in the end. Calls back after each act. */
  async storyLife(pause: () => Promise<void>, done: (measured: Measured) => void): Promise<void> {
    const { admin } = this.#newsroom;
    const { id, slug, title } = await this.#draft();
    const path = `${this.#month}${slug}/`;
    done(await this.#measure('new story', () => admin.publish(article, id, {}, 'en'), this.#shows(path, title)));
    await pause();
    const second = `${title}, amended`;
    await admin.update(article, id, { title: second }, 'en');
    // The sitemap names no titles.
    const retitled = this.#shows(path, second).filter(({ name }) => name !== 'sitemap');
    done(await this.#measure('new title', () => admin.publish(article, id, {}, 'en'), retitled));
    await pause();
    done(await this.#measure('withdrawal', () => admin.unpublish(article, id, 'en'), this.#lacks(path, second)));
    await admin.remove(article, id, '*');
    await pause();
  }

  /** How long search takes to answer with a new story; null when it did not within two minutes. */
  async untilSearched(): Promise<number | null> {
    const { admin } = this.#newsroom;
    const { id } = await this.#draft();
    const { url } = this.#page('search', '/search/en/manifest.json', () => true);
    const before = (await get(url)).text;
    await admin.publish(article, id, {}, 'en');
    const changed: Expectation = { name: 'search', url, arrived: (status, text) => status === 200 && text !== before };
    const arrived = await untilArrived(changed, performance.now(), limitMs);
    await admin.unpublish(article, id, 'en');
    await admin.remove(article, id, '*');
    return arrived;
  }

  async #draft(): Promise<{ id: string; slug: string; title: string }> {
    const number = ++this.#written;
    const slug = `bench-${this.#run}-${number}`;
    const title = `Story ${number} of the benchmark ${this.#run}`;
    const body = 'The council met at nine. It **agreed**.\n\n## What follows\n\nThe bridge opens in spring, the ferry goes on until then.';
    const category = { set: [{ id: this.#section.id, documentId: this.#section.documentId }] };
    const data = { title, slug, summary: 'The council met at nine and agreed.', body, category };
    return { id: (await this.#newsroom.admin.create(article, data, 'en')).documentId, slug, title };
  }

  async #measure(act: Measured['act'], perform: () => Promise<unknown>, expected: Expectation[]): Promise<Measured> {
    const asked = performance.now();
    await perform();
    const from = performance.now();
    const arrivals = await Promise.all(expected.map(async (one) => [one.name, await untilArrived(one, from, limitMs)] as const));
    return { act, answered: from - asked, places: Object.fromEntries(arrivals) };
  }

  #shows(path: string, title: string): Expectation[] {
    return [
      this.#page('article', path, (status, text) => status === 200 && text.includes(title)),
      ...this.#lists().map(([name, list]) => this.#page(name, list, (_, text) => text.includes(title))),
      this.#page('sitemap', this.#sitemap(), (_, text) => text.includes(path)),
    ];
  }

  #lacks(path: string, title: string): Expectation[] {
    return [
      this.#page('article', path, (status, text) => status === 404 || !text.includes(title)),
      ...this.#lists().map(([name, list]) => this.#page(name, list, (status, text) => status === 200 && !text.includes(title))),
      // The month's only story takes the month's sitemap with it.
      this.#page('sitemap', this.#sitemap(), (_, text) => !text.includes(path)),
    ];
  }

  #lists(): [string, SitePath][] {
    return [
      ['front', pathOf({ kind: 'front', locale: 'en' })],
      ['section', pathOf({ kind: 'named', locale: 'en', slug: this.#section.slugEn })],
      ['RSS', pathOf({ kind: 'feed', locale: 'en', of: 'all' })],
    ];
  }

  #sitemap(): SitePath {
    const [, year, month] = this.#month.split('/').map(Number);
    return pathOf({ kind: 'sitemap-month', locale: 'en', year: year ?? 0, month: month ?? 0 });
  }

  #page(name: string, path: string, arrived: Expectation['arrived']): Expectation {
    return { name, url: new URL(path, this.#newsroom.siteUrl).href, arrived };
  }
}

/** The sections of a newsroom. */
export async function sectionsOf({ admin }: BenchNewsroom): Promise<Section[]> {
  return z.array(section).parse(await admin.list('api::category.category'));
}

/** Gives a section another English name: every page that bears it is made anew. */
export async function rename({ admin }: BenchNewsroom, { documentId }: Section, nameEn: string): Promise<Entry> {
  return admin.update('api::category.category', documentId, { nameEn });
}
