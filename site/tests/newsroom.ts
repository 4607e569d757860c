/** A small newsroom in memory that makes seeded, random editorial changes, as the cms would send them. */
import {
  articleAddress,
  change as changeSchema,
  locales,
  pathOf,
  type ArticleDocument,
  type Change,
  type Cursor,
  type Locale,
  type MostReadList,
} from '@broadsheet/shared';

import type { FeedPart } from '../publisher/feed.ts';

/** Repeatable random numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Words = { [L in Locale]?: string };
type Draft = Record<string, unknown> & { id: string };

export class Newsroom {
  readonly #random: () => number;
  readonly #live = new Map<string, Change>();
  #pending: Change[] = [];
  #cursor = 0;
  #made = 0;
  /** What its clock says, in milliseconds since 1970. */
  now = Date.UTC(2025, 11, 29, 7, 58);

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#put('site-setting', 'settings', null, settings());
    for (const name of ['politics', 'culture', 'analytics'])
      this.#put('category', `c-${name}`, null, { ...named(`c-${name}`, name), description: {} });
    for (const name of ['ani', 'boris', 'clare', 'house'])
      this.#put('author', `a-${name}`, null, { ...named(`a-${name}`, name), kind: 'person', biography: {}, portraitId: null });
    for (const name of ['economy', 'elections', 'rivers', 'trains']) this.#put('tag', `t-${name}`, null, named(`t-${name}`, name));
    for (let n = 0; n < 3; n++) this.upload(`f-${n}`, `/uploads/notice-${n}.jpg`);
    for (let n = 0; n < 12; n++) this.#publishNew();
    this.#put('page', 'p-about', 'en', {
      id: 'p-about',
      locale: 'en',
      title: 'About us',
      slug: 'about',
      summary: '',
      body: 'Who we are.',
      footerPosition: 1,
    });
  }

  /** One random editorial act. Returns what it was. */
  act(): string {
    const acts: [string, () => void][] = [
      ['publish', () => this.#publishNew()],
      ['edit title', () => this.#editArticle((a) => ({ ...a, title: `${String(a['title'])} ${this.#int(100)}` }))],
      ['edit body', () => this.#editArticle((a) => ({ ...a, body: `New text ${this.#int(1000)}.\n\n<script>alert(1)</script>` }))],
      ['update', () => this.#editArticle((a) => ({ ...a, updateDate: this.#random() < 0.7 ? this.#date() : null }))],
      ['move', () => this.#editArticle((a) => ({ ...a, categoryId: this.#one('category') }))],
      ['authors', () => this.#editArticle((a) => ({ ...a, authorIds: this.#some('author') }))],
      ['tags', () => this.#editArticle((a) => ({ ...a, tagIds: this.#some('tag') }))],
      ['re-date', () => this.#rename((a) => ({ ...a, publicationDate: this.#date() }))],
      ['slug', () => this.#rename((a) => ({ ...a, slug: `story-${++this.#made}` }))],
      ['flags', () => this.#editArticle((a) => ({ ...a, lead: this.#random() < 0.5, breaking: this.#random() < 0.3 }))],
      ['related', () => this.#editArticle((a) => ({ ...a, relatedIds: this.#some('article') }))],
      ['translate', () => this.#translate()],
      ['unpublish', () => this.#withdraw()],
      ['rename name', () => this.#renameName(false)],
      ['move name', () => this.#renameName(true)],
      ['signature', () => this.#editSignature()],
      ['page', () => this.#editPage()],
      ['settings', () => this.#editSettings()],
      ['notices', () => this.#editNotices()],
      ['clock', () => this.#letTimePass()],
      ['views', () => this.#countViews()],
    ];
    const [name, act] = acts[this.#int(acts.length)] ?? ['', () => undefined];
    act();
    return name;
  }

  /** Publishes one English story with a title of one's own, as the newest. Returns its path. */
  publish(
    title: string,
    slug: string,
    cover: { fileId: string; alt: string; caption: string; credit: string } | null = null,
    publicationDate = '2025-03-14T09:30:00.000Z',
  ): string {
    this.#put('article', slug, 'en', { ...story(slug, 'en', title), cover, categoryId: this.#one('category'), publicationDate });
    return pathOf(articleAddress({ locale: 'en', slug, publicationDate }, this.#timeZone()));
  }

  /** Publishes one story in any language, in the first section unless another is named. */
  write(locale: Locale, slug: string, title: string, fields: Record<string, unknown>): void {
    this.#put('article', slug, locale, { ...story(slug, locale, title), categoryId: 'c-politics', ...fields });
  }

  /** Changes some fields of one English story. */
  edit(slug: string, fields: Record<string, unknown>): void {
    const found = this.#documents('article').find((article) => article['slug'] === slug && article['locale'] === 'en');
    if (found) this.#put('article', found.id, 'en', { ...found, ...fields });
  }

  /** Gives the newspaper another name, which every page bears. */
  rename(name: string): void {
    const settings = this.#any('site-setting');
    if (settings) this.#put('site-setting', settings.id, null, { ...settings, name: { en: name } });
  }

  /** Gives a section another English name; its address stays. */
  nameSection(slug: string, name: string): void {
    const found = this.#documents('category').find(({ id }) => id === `c-${slug}`);
    if (found) this.#put('category', found.id, null, { ...found, name: { ...(found['name'] as Words), en: name } });
  }

  /** Lists of the most read by chance, also of stories that are gone or in another section. */
  mostRead(): MostReadList[] {
    const sections = [null, ...this.#documents('category').map(({ id }) => id)];
    const some = (): string[] => [...this.#some('article'), ...(this.#random() < 0.3 ? ['gone'] : [])];
    return locales.flatMap((locale) =>
      sections.flatMap((sectionId) => (this.#random() < 0.5 ? [{ locale, sectionId, day: some(), week: some() } as MostReadList] : [])),
    );
  }

  /** Says how often a story was read. */
  read(slug: string, counts: { en?: number; ru?: number; hy?: number }): void {
    this.#put('views', slug, null, { id: slug, counts });
  }

  withdraw(slug: string, locale: Locale = 'en'): void {
    this.#remove('article', slug, locale);
  }

  /** Takes a story away as if it had never been: the database is an earlier copy of itself. */
  forget(slug: string): void {
    this.#live.delete(`article:${slug}:en`);
  }

  /** An author and a tag of this name, who have no story yet. */
  introduce(name: string): void {
    this.#put('author', `a-${name}`, null, { ...named(`a-${name}`, name), kind: 'person', biography: {}, portraitId: null });
    this.#put('tag', `t-${name}`, null, named(`t-${name}`, name));
  }

  upload(id: string, url: string, focalPoint: { x: number; y: number } | null = null, version = '1', mime = 'image/jpeg'): void {
    const picture = { mime, version, width: 1200, height: 800, size: 1000, focalPoint, alt: '', caption: '' };
    this.#put('file', id, null, { id, url, ...picture });
  }

  removeFile(id: string): void {
    this.#remove('file', id, null);
  }

  /** What changed since it was last asked, as one part of the feed. */
  changes(): FeedPart {
    // One row a document: only its last change counts, in the order of those.
    const last = new Map(this.#pending.map((one) => [keyOf(one), one]));
    const changes = [...last.values()].sort((a, b) => a.cursor - b.cursor);
    this.#pending = [];
    return { changes, cursor: this.#cursor as Cursor, log: 'newsroom', life: 'first', end: true };
  }

  /** Everything that is live, as the feed gives it from the beginning. */
  everything(): FeedPart {
    const changes = [...this.#live.values()].sort((a, b) => a.cursor - b.cursor);
    return { changes, cursor: this.#cursor as Cursor, log: 'newsroom', life: 'first', end: true };
  }

  #publishNew(): void {
    const id = `story${++this.#made}`;
    const shared = { categoryId: this.#one('category'), authorIds: this.#some('author'), tagIds: this.#some('tag') };
    for (const locale of locales) {
      if (this.#random() < 0.3) continue;
      const title = `Story ${this.#made} <${locale}> & "more"`;
      this.#put('article', id, locale, { ...story(`story-${this.#made}`, locale, title), id, ...shared, publicationDate: this.#date() });
    }
  }

  #translate(): void {
    const article = this.#any('article');
    const locale = locales[this.#int(locales.length)];
    if (!article || !locale || this.#live.has(`article:${article['id']}:${locale}`)) return;
    this.#put('article', article.id, locale, { ...article, locale, title: `Translated ${++this.#made}`, slug: `translated-${this.#made}` });
  }

  #editArticle(edit: (article: Draft) => Draft): void {
    const article = this.#any('article');
    if (article) this.#put('article', article.id, article['locale'] as Locale, edit(article));
  }

  // The cms writes a redirect in the same transaction when an address changes.
  #rename(edit: (article: Draft) => Draft): void {
    const article = this.#any('article');
    if (!article) return;
    const locale = article['locale'] as Locale;
    const after = edit(article);
    const from = pathOf(articleAddress(addressed(article), this.#timeZone()));
    this.#put('article', article.id, locale, after);
    if (pathOf(articleAddress(addressed(after), this.#timeZone())) !== from)
      this.#redirect(from, { kind: 'article', id: article.id, locale });
  }

  #withdraw(): void {
    const article = this.#any('article');
    if (!article) return;
    const all = this.#random() < 0.5;
    for (const locale of locales) {
      if ((all || locale === article['locale']) && this.#live.has(`article:${article.id}:${locale}`))
        this.#remove('article', article.id, locale);
    }
  }

  #renameName(slugToo: boolean): void {
    const type = (['category', 'author', 'tag'] as const)[this.#int(3)] ?? 'category';
    const document = this.#any(type);
    const locale = locales[this.#int(3)] ?? 'en';
    if (!document) return;
    const slug = document['slug'] as Words;
    const after = {
      ...document,
      name: { ...(document['name'] as Words), [locale]: `Name ${++this.#made}` },
      ...(slugToo ? { slug: { ...slug, [locale]: `name-${this.#made}` } } : {}),
    };
    this.#put(type, document.id, null, after);
    const old = slug[locale];
    if (!slugToo || old === undefined) return;
    this.#redirect(pathOf({ kind: type === 'category' ? 'named' : type, locale, slug: old }), { kind: type, id: document.id, locale });
  }

  #countViews(): void {
    const article = this.#any('article');
    if (article) this.read(article.id, { en: this.#int(3000), ...(this.#random() < 0.5 ? { ru: this.#int(30) } : {}) });
  }

  #editSignature(): void {
    const author = this.#any('author');
    if (author) this.#put('author', author.id, null, { ...author, kind: author['kind'] === 'person' ? 'organisation' : 'person' });
  }

  #editPage(): void {
    const page = this.#any('page');
    const slug = `about-${++this.#made}`;
    if (!page) return;
    this.#put('page', page.id, 'en', {
      ...page,
      slug,
      title: `About ${this.#made}`,
      footerPosition: this.#random() < 0.3 ? null : 1 + this.#int(5),
    });
    this.#redirect(pathOf({ kind: 'named', locale: 'en', slug: String(page['slug']) }), { kind: 'page', id: page.id, locale: 'en' });
  }

  #editSettings(): void {
    const now = this.#any('site-setting');
    if (!now) return;
    const zones = ['Asia/Yerevan', 'UTC', 'Pacific/Auckland'];
    const edits = [{ name: { en: `Paper ${this.#int(50)}` } }, { sectionOrder: this.#some('category') }, { timeZone: zones[this.#int(3)] }];
    this.#put('site-setting', now.id, null, { ...now, ...edits[this.#int(edits.length)] });
  }

  // Banner, promo and ads, with dates on both sides of the clock.
  #editNotices(): void {
    const now = this.#any('site-setting');
    if (!now) return;
    const words = (): Words => ({ en: `Notice ${++this.#made} </script>\u2028`, ...(this.#random() < 0.5 ? { ru: 'Важно' } : {}) });
    const date = (): string | null => (this.#random() < 0.4 ? null : new Date(this.now + (this.#int(9) - 4) * 3_600_000).toISOString());
    const ad = (): unknown => ({
      position: ['header', 'article', 'list'][this.#int(3)],
      imageId: `f-${this.#int(3)}`,
      url: `https://ad.example/${++this.#made}`,
      label: words(),
      locales: locales.filter(() => this.#random() < 0.7),
      startsAt: date(),
      endsAt: date(),
    });
    const edits = [
      { breakingBanner: this.#random() < 0.3 ? null : { text: words(), url: '/about/' } },
      {
        promo: this.#random() < 0.3 ? null : { title: words(), text: words(), url: 'https://promo.example/', imageId: `f-${this.#int(3)}` },
      },
      { adSlots: Array.from({ length: this.#int(4) }, ad) },
      { securityContact: this.#random() < 0.5 ? '' : 'safety@example.org' },
    ];
    this.#put('site-setting', now.id, null, { ...now, ...edits[this.#int(edits.length)] });
  }

  // From a minute to two days; sometimes a story is published then.
  #letTimePass(): void {
    this.now += 60_000 * (1 + this.#int(this.#random() < 0.5 ? 90 : 2880));
    if (this.#random() < 0.7) this.publish(`News ${++this.#made}`, `news-${this.#made}`, null, new Date(this.now).toISOString());
  }

  /** Gives a section another address in English. */
  moveSection(id: string, slug: string): void {
    const found = this.#documents('category').find((category) => category.id === id);
    if (!found) return;
    const slugs = found['slug'] as Words;
    this.#put('category', id, null, { ...found, slug: { ...slugs, en: slug } });
    this.#redirect(pathOf({ kind: 'named', locale: 'en', slug: slugs.en ?? '' }), { kind: 'category', id, locale: 'en' });
  }

  /** Changes some fields of the settings. */
  set(fields: Record<string, unknown>): void {
    const now = this.#any('site-setting');
    if (now) this.#put('site-setting', now.id, null, { ...now, ...fields });
  }

  /** Forgets everything, as a new database does. */
  clear(): void {
    this.#live.clear();
    this.#pending = [];
    this.#cursor++;
  }

  /** An old address that an editor typed. */
  redirect(from: string, url: string): void {
    this.#redirect(from, { kind: 'address', url });
  }

  #redirect(from: string, to: unknown): void {
    const id = `r${from}`;
    this.#put('redirect', id.slice(0, 64), null, { id: id.slice(0, 64), from, to });
  }

  #put(type: Change['type'], id: string, locale: Locale | null, document: unknown): void {
    const before = this.#live.get(`${type}:${id}:${locale ?? ''}`);
    if (before?.type === 'article' && before.state === 'live' && locale && leavesList(before.document, document as Draft))
      this.#newEdition(locale);
    this.#record(changeSchema.parse({ cursor: ++this.#cursor, type, id, locale, at: this.#now(), state: 'live', document }));
  }

  // The cms logs it in the transaction of the change itself.
  #newEdition(locale: Locale): void {
    this.#put('edition', locale, locale, { id: locale, locale });
  }

  #remove(type: Change['type'], id: string, locale: Locale | null): void {
    if (type === 'article' && locale) this.#newEdition(locale);
    this.#record(changeSchema.parse({ cursor: ++this.#cursor, type, id, locale, at: this.#now(), state: 'gone' }));
  }

  // A second after the change before.
  #now(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.#cursor * 1000).toISOString();
  }

  #record(made: Change): void {
    if (made.state === 'live') this.#live.set(keyOf(made), made);
    else this.#live.delete(keyOf(made));
    this.#pending.push(made);
  }

  #documents(type: Change['type']): Draft[] {
    return [...this.#live.values()].flatMap((one) =>
      one.type === type && one.state === 'live' ? [structuredClone(one.document) as Draft] : [],
    );
  }

  #any(type: Change['type']): Draft | undefined {
    const documents = this.#documents(type);
    return documents[this.#int(documents.length)];
  }

  #one(type: Change['type']): string {
    return this.#any(type)?.id ?? '';
  }

  #some(type: Change['type']): string[] {
    return [...new Set(this.#documents(type).map(({ id }) => id))].filter(() => this.#random() < 0.4).slice(0, 3);
  }

  #timeZone(): string {
    return String(this.#any('site-setting')?.['timeZone']);
  }

  // Close to the turn of months, where time zones disagree.
  #date(): string {
    return new Date(Date.UTC(2024, this.#int(6), 1, this.#int(30) - 15, this.#int(60))).toISOString();
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

function leavesList(before: ArticleDocument, after: Draft): boolean {
  const authorIds = after['authorIds'] as string[];
  return (
    before.categoryId !== after['categoryId'] ||
    before.publicationDate !== after['publicationDate'] ||
    before.authorIds.some((id) => !authorIds.includes(id))
  );
}

function addressed(article: Draft): { locale: Locale; slug: string; publicationDate: string } {
  return { locale: article['locale'] as Locale, slug: String(article['slug']), publicationDate: String(article['publicationDate']) };
}

function keyOf({ type, id, locale }: Change): string {
  return `${type}:${id}:${locale ?? ''}`;
}

function named(id: string, name: string): Draft {
  return { id, name: { en: name, ru: `${name} по-русски`, hy: `${name} հայերեն` }, slug: { en: name, ru: name, hy: name } };
}

function story(slug: string, locale: Locale, title: string): Draft {
  return {
    id: slug,
    locale,
    title,
    slug,
    summary: 'A standfirst.',
    body: `Text of **${slug}**, 🙂 and שלום.\n\n## More\n\n- one\n- two`,
    cover: null,
    authorIds: [],
    tagIds: [],
    updateDate: null,
    updateNote: '',
    lead: false,
    breaking: false,
    relatedIds: [],
    seo: { title: '', description: '', imageId: null },
  };
}

function settings(): Draft {
  return {
    id: 'settings',
    name: { en: 'The Test', ru: 'Тест' },
    tagline: {},
    timeZone: 'Asia/Yerevan',
    socialLinks: [],
    appLinks: [],
    copyrightNotice: { en: 'Use with a link.' },
    promo: null,
    adSlots: [],
    breakingBanner: null,
    securityContact: '',
    viewCount: 'all-languages',
    sectionOrder: [],
  };
}
