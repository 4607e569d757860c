/** A content store in memory for the tests of models: documents with plain defaults, filled in as a first sync does it. */
import { change, type Change, type Cursor, type DocumentType, type Locale } from '@broadsheet/shared';

import { setClock } from '../publisher/clock.ts';
import { deriveAll } from '../publisher/documents.ts';
import { openStore } from '../publisher/store.ts';
import { fill } from '../publisher/sync.ts';
import { Reading, type Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';

export const siteUrl = 'https://example.org';

type Fields = Record<string, unknown>;
type Words = { en?: string; ru?: string; hy?: string };

/** Documents to publish, in the order in which they are given. */
export class Documents {
  readonly #changes: Change[] = [];

  constructor(settings: Fields = {}) {
    this.#put('site-setting', 'settings', null, { ...defaultSettings, ...settings });
  }

  article(id: string, locale: Locale, fields: Fields = {}): this {
    return this.#put('article', id, locale, { ...defaultArticle, slug: id, title: `Title of ${id}`, locale, ...fields });
  }

  category(id: string, name: Words, fields: Fields = {}): this {
    return this.#put('category', id, null, { name, slug: slugs(id, name), description: {}, ...fields });
  }

  author(id: string, name: Words, fields: Fields = {}): this {
    return this.#put('author', id, null, { name, slug: slugs(id, name), kind: 'person', biography: {}, portraitId: null, ...fields });
  }

  tag(id: string, name: Words): this {
    return this.#put('tag', id, null, { name, slug: slugs(id, name) });
  }

  page(id: string, locale: Locale, fields: Fields = {}): this {
    return this.#put('page', id, locale, { locale, title: `Page ${id}`, slug: id, summary: '', body: 'Text.', ...fields });
  }

  file(id: string, url: string, fields: Fields = {}): this {
    const picture = { mime: 'image/jpeg', version: '1', width: 2400, height: 1600, size: 1000, focalPoint: null, alt: '', caption: '' };
    return this.#put('file', id, null, { url, ...picture, ...fields });
  }

  /** How often a story was read, by language. */
  views(id: string, counts: Fields): this {
    return this.#put('views', id, null, { counts });
  }

  /** Says that a story left a list of this language now. */
  edition(locale: Locale): this {
    return this.#put('edition', locale, locale, { locale });
  }

  redirect(from: string, to: Fields): this {
    return this.#put('redirect', `redirect${this.#changes.length}`, null, { from, to });
  }

  /** What pages read from when all of this is published; the clock says 2026. */
  async reading(): Promise<Reading> {
    const store = openStore(':memory:');
    fill(store, { changes: this.#changes, cursor: this.#changes.length as Cursor, log: 'test', life: 'first', end: true });
    await deriveAll(store, readSettings(store).timeZone, () => Promise.resolve());
    setClock(store, Date.UTC(2026, 0, 1, 12));
    return new Reading(store, siteUrl);
  }

  #put(type: DocumentType, id: string, locale: Locale | null, fields: Fields): this {
    const cursor = this.#changes.length + 1;
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, cursor)).toISOString();
    this.#changes.push(change.parse({ cursor, type, id, locale, at, state: 'live', document: { id, ...fields } }));
    return this;
  }
}

/** Says that the sizes of some files are made, as the publisher does when they are. */
export function withPictures(store: Store, ...fileIds: string[]): void {
  for (const id of fileIds) {
    const source = { type: 'image/webp', srcset: `/media/${id}-960.webp 960w` };
    const card = { path: `/media/${id}-1200.jpg`, width: 1200, height: 630, bytes: 90_000 };
    const picture = { width: 960, height: 640, sources: [source], fallback: `/media/${id}-960.jpg`, fallbackBytes: 60_000, card };
    store
      .prepare(`insert or replace into images (file_id, version, state, picture) values (?, '1', 'ready', ?)`)
      .run(id, JSON.stringify(picture));
  }
}

/** City and Analytics in three languages, two authors and a tag; no stories. */
export function smallNewsroom(settings: Fields = {}): Documents {
  return new Documents({ sectionOrder: ['analytics', 'city'], ...settings })
    .category('city', { en: 'City', ru: 'Город', hy: 'Քաղաք' })
    .category('analytics', { en: 'Analytics', ru: 'Аналитика' }, { description: { en: 'Analytical materials by our authors' } })
    .author('ani', { en: 'Ani', ru: 'Ани', hy: 'Անի' })
    .author('house', { en: 'The House', ru: 'Редакция', hy: 'Խմբագրություն' }, { kind: 'organisation' })
    .tag('river', { en: 'River', ru: 'Река', hy: 'Գետ' });
}

function slugs(id: string, name: Words): Words {
  return Object.fromEntries(Object.keys(name).map((locale) => [locale, id]));
}

const defaultSettings = {
  name: { en: 'The Test', ru: 'Проба', hy: 'Փորձ' },
  tagline: {},
  timeZone: 'Asia/Yerevan',
  socialLinks: [],
  appLinks: [],
  copyrightNotice: {},
  promo: null,
  adSlots: [],
  breakingBanner: null,
  securityContact: '',
  viewCount: 'all-languages',
  sectionOrder: [],
};

const defaultArticle = {
  summary: 'A standfirst.',
  body: 'Text.',
  cover: null,
  categoryId: 'city',
  authorIds: ['ani'],
  tagIds: [],
  publicationDate: '2022-04-18T08:28:00.000Z',
  updateDate: null,
  updateNote: '',
  lead: false,
  breaking: false,
  relatedIds: [],
  seo: { title: '', description: '', imageId: null },
};
