/** Seeded, random editorial acts through the admin's interface, as a busy newsroom would do them. */
import { RefusedError, type AdminApi, type Entry } from './admin-api.ts';

const article = 'api::article.article';
const languages = ['en', 'ru', 'hy'] as const;
type Language = (typeof languages)[number];

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

export class EditorialActs {
  readonly #admin: AdminApi;
  readonly #random: () => number;
  /** Articles that were made, with the languages that each has. */
  readonly #articles = new Map<string, Set<Language>>();
  readonly #names = { category: [] as Entry[], author: [] as Entry[], tag: [] as Entry[] };
  #files: number[] = [];
  #made = 0;
  /** What the cms refused, by its sentence; a refusal is an answer, not a fault. */
  readonly refusals = new Map<string, number>();

  constructor(admin: AdminApi, seed: number) {
    this.#admin = admin;
    this.#random = seeded(seed);
  }

  /** Sections, authors, tags and two files to begin with. */
  async prepare(picture: (seed: number) => Promise<Uint8Array<ArrayBuffer>>): Promise<void> {
    for (const kind of ['category', 'author', 'tag'] as const) {
      for (let n = 0; n < 3; n++) {
        const word = `${kind} ${String.fromCharCode(97 + n)}`;
        const extra = kind === 'author' ? { kind: 'person' } : {};
        this.#names[kind].push(await this.#admin.create(`api::${kind}.${kind}`, { ...words(word, word.replace(' ', '-')), ...extra }));
      }
    }
    for (let n = 0; n < 2; n++) this.#files.push(await this.#admin.upload(`picture-${n}.jpg`, await picture(n), 'image/jpeg'));
    this.#picture = picture;
  }
  #picture: (seed: number) => Promise<Uint8Array<ArrayBuffer>> = () => Promise.reject(new Error('prepare() comes first'));

  /** Takes stories that stand already into what is edited, withdrawn and removed. */
  adopt(stories: Iterable<{ documentId: string }>): void {
    for (const { documentId } of stories) this.#articles.set(documentId, new Set(['en']));
  }

  /** One random act. @throws whatever the connection throws; a refusal of the cms is counted and swallowed */
  async act(): Promise<void> {
    const acts = [
      ...many(6, () => this.#publishNew()),
      ...many(6, () => this.#edit({ title: `Title ${++this.#made} é Ё և` })),
      ...many(4, () => this.#edit({ body: `Text ${++this.#made} with [a link](/search/).\n\n## Heading\n\n🙂 שלום` })),
      ...many(3, () => this.#edit({ slug: `moved-${++this.#made}` })),
      ...many(3, () => this.#edit({ publicationDate: this.#date() })),
      ...many(3, () => this.#edit({ category: this.#one('category') })),
      ...many(2, () => this.#edit({ authors: this.#some('author'), tags: this.#some('tag') })),
      ...many(2, () => this.#edit({ lead: this.#random() < 0.5, breaking: this.#random() < 0.5 })),
      ...many(2, () => this.#edit({ cover: this.#files[this.#int(this.#files.length)], coverAlt: 'Alt', coverCredit: 'Credit' })),
      ...many(3, () => this.#translate()),
      ...many(3, () => this.#unpublish()),
      ...many(2, () => this.#remove()),
      ...many(2, () => this.#rename()),
      ...many(1, () => this.#settings()),
      ...many(1, () => this.#replaceFile()),
    ];
    try {
      await acts[this.#int(acts.length)]?.();
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status >= 500) throw error;
      this.refusals.set(error.message, (this.refusals.get(error.message) ?? 0) + 1);
    }
  }

  async #publishNew(): Promise<void> {
    const language = this.#language();
    const n = ++this.#made;
    const data = {
      title: `Story ${n} in ${language}`,
      slug: `story-${n}`,
      summary: `Standfirst ${n}`,
      body: `Body of story ${n}.\n\n<script>alert(${n})</script>`,
      category: this.#one('category'),
      authors: this.#some('author'),
      tags: this.#some('tag'),
      publicationDate: this.#date(),
    };
    const { documentId } = await this.#admin.create(article, data, language);
    this.#articles.set(documentId, new Set([language]));
    await this.#admin.publish(article, documentId, {}, language);
  }

  async #edit(data: object): Promise<void> {
    const found = this.#any();
    if (!found) return;
    await this.#admin.update(article, found.id, data, found.language);
    await this.#admin.publish(article, found.id, {}, found.language);
  }

  async #translate(): Promise<void> {
    const found = this.#any();
    const language = this.#language();
    if (!found || this.#articles.get(found.id)?.has(language)) return;
    const n = ++this.#made;
    await this.#admin.update(article, found.id, { title: `Translated ${n}`, slug: `translated-${n}`, body: `In ${language}.` }, language);
    this.#articles.get(found.id)?.add(language);
    await this.#admin.publish(article, found.id, {}, language);
  }

  async #unpublish(): Promise<void> {
    const found = this.#any();
    if (found) await this.#admin.unpublish(article, found.id, found.language);
  }

  async #remove(): Promise<void> {
    const found = this.#any();
    if (!found || this.#articles.size < 5) return;
    const whole = this.#random() < 0.5;
    this.#articles.get(found.id)?.delete(found.language);
    if (whole || this.#articles.get(found.id)?.size === 0) this.#articles.delete(found.id);
    await this.#admin.remove(article, found.id, whole ? '*' : found.language);
  }

  async #rename(): Promise<void> {
    const kind = (['category', 'author', 'tag'] as const)[this.#int(3)] ?? 'tag';
    const name = this.#names[kind][this.#int(this.#names[kind].length)];
    const n = ++this.#made;
    const moved = this.#random() < 0.4 ? { slugRu: `name-${n}` } : {};
    if (name) await this.#admin.update(`api::${kind}.${kind}`, name.documentId, { nameEn: `Name ${n}`, nameRu: `Имя ${n}`, ...moved });
  }

  async #settings(): Promise<void> {
    const zones = ['Asia/Yerevan', 'UTC', 'Pacific/Auckland'];
    const edits = [
      { timeZone: zones[this.#int(zones.length)] },
      { taglineEn: `Tagline ${this.#int(9)}` },
      { nameRu: `Газета ${this.#int(9)}` },
    ];
    await this.#admin.updateSingle('api::site-setting.site-setting', edits[this.#int(edits.length)] ?? {});
  }

  async #replaceFile(): Promise<void> {
    const at = this.#int(this.#files.length);
    const id = this.#files[at];
    if (id !== undefined) await this.#admin.upload(`picture-${at}.jpg`, await this.#picture(++this.#made), 'image/jpeg', id);
  }

  #any(): { id: string; language: Language } | undefined {
    const all = [...this.#articles].flatMap(([id, has]) => [...has].map((language) => ({ id, language })));
    return all[this.#int(all.length)];
  }

  #one(kind: 'category'): object {
    const name = this.#names[kind][this.#int(3)];
    return { set: name ? [{ id: name['id'], documentId: name.documentId }] : [] };
  }

  #some(kind: 'author' | 'tag'): object {
    const chosen = this.#names[kind].filter(() => this.#random() < 0.5);
    return { set: chosen.map((name) => ({ id: name['id'], documentId: name.documentId })) };
  }

  // Close to the turn of months, where time zones disagree.
  #date(): string {
    return new Date(Date.UTC(2023, this.#int(8), 1, this.#int(30) - 15, this.#int(60))).toISOString();
  }

  #language(): Language {
    return languages[this.#int(3)] ?? 'en';
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

function words(name: string, slug: string): object {
  return { nameEn: name, nameRu: `${name} ру`, nameHy: `${name} հյ`, slugEn: slug, slugRu: slug, slugHy: slug };
}

function many<T>(times: number, one: T): T[] {
  return Array.from({ length: times }, () => one);
}
