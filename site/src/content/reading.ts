import { documentSchemas, type Address, type DocumentOf, type DocumentType, type Locale } from '@broadsheet/shared';
import type Database from 'better-sqlite3';
import { z } from 'zod';

import type { Kept } from './kept.ts';
import type { Tag } from './tags.ts';

/** The content store's database; the publisher opens and writes it, pages only read. */
export type Store = Database.Database;

/** An article as the store has it: its Markdown is apart, since pages show HTML made from it before, and lists nothing of it. */
const storedArticle = documentSchemas.article.omit({ body: true }).extend({
  /** Names its Markdown in this store: another one whenever that says something else. */
  bodyKey: z.string(),
});
export type StoredArticle = z.infer<typeof storedArticle>;

/** A document as the store has it. */
export type StoredOf<T extends DocumentType> = T extends 'article' ? StoredArticle : DocumentOf<T>;

const storedSchemas = { ...documentSchemas, article: storedArticle };

/** The content store as one render reads it: every query notes here what it depended on. */
export class Reading {
  readonly store: Store;
  /** The site's origin, without a slash at the end. */
  readonly siteUrl: string;
  readonly tags = new Set<Tag>();
  /** What the tags of `together` stand for. */
  readonly groups = new Map<Tag, Set<Tag>>();
  readonly #kept: Kept | null;
  #noted = this.tags;

  /** @param kept as it holds for the state that the store has now; without it everything is read anew */
  constructor(store: Store, siteUrl: string, kept: Kept | null = null) {
    this.store = store;
    this.siteUrl = siteUrl;
    this.#kept = kept;
  }

  note(...tags: Tag[]): void {
    for (const tag of tags) this.#noted.add(tag);
  }

  /**
   * What many pages read alike: read once in one state of the content, with the tags noted for each page that asks. The value is
   * shared, so nobody changes it.
   * @param key names what is read; the same key stands for the same `read`
   */
  once<T>(key: string, read: () => T): T {
    return this.#keep(this.#kept?.ofNow, key, read);
  }

  /**
   * The same for what costs much and changes seldom: kept until a tag is touched that was noted within. So all that it reads is under
   * tags that changes name; nothing that is read `together` is.
   * @param weigh the bytes of what is large: it is kept apart, so that it does not drive small things out
   */
  lasting<T>(key: string, read: () => T, weigh?: (value: T) => number): T {
    return this.#keep(this.#kept?.lasting, key, read, weigh);
  }

  #keep<T>(kept: Kept['ofNow' | 'lasting'] | undefined, key: string, read: () => T, weigh?: (value: T) => number): T {
    const known = kept?.get(key);
    if (known) {
      for (const tag of known.tags) this.#noted.add(tag);
      // The key says what it is.
      return known.value as T;
    }
    const outer = this.#noted;
    const own = new Set<Tag>();
    this.#noted = own;
    try {
      const value = read();
      kept?.set(key, { value, tags: [...own] }, weigh?.(value));
      return value;
    } finally {
      this.#noted = outer;
      for (const tag of own) outer.add(tag);
    }
  }

  /**
   * Notes one tag for all that `read` reads: what very many pages read alike is kept once, not with each of them.
   * Everything that reads under one tag must read the same in the same store. It is neither read within another, nor within `once`, nor
   * shows it pictures: groups are looked into once, and pictures are looked for among a page's own tags.
   */
  together<T>(group: Tag, read: () => T): T {
    const known = this.#kept?.ofNow.get(group);
    if (known) {
      const { result, members } = known.value as { result: T; members: Set<Tag> };
      this.#noted.add(group);
      this.groups.set(group, members);
      return result;
    }
    const outer = this.#noted;
    const members = new Set<Tag>();
    this.#noted = members;
    try {
      const result = read();
      outer.add(group);
      this.groups.set(group, members);
      this.#kept?.ofNow.set(group, { value: { result, members }, tags: [] });
      return result;
    } catch (error) {
      // What was read so far is not all that the group stands for.
      for (const member of members) outer.add(member);
      throw error;
    } finally {
      this.#noted = outer;
    }
  }

  /** One row, or undefined. `Row` names the columns of the statement, which stands in this folder beside its type. */
  get<Row>(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.store.prepare<(string | number)[], Row>(sql).get(...values);
  }

  all<Row>(sql: string, ...values: (string | number)[]): Row[] {
    return this.store.prepare<(string | number)[], Row>(sql).all(...values);
  }

  /** A document of the store, parsed; null when it is not published. Notes nothing: the caller knows what it will show. */
  document<T extends DocumentType>(type: T, id: string, locale: Locale | null = null): StoredOf<T> | null {
    const row = this.get<{ json: string }>('select json from documents where type = ? and id = ? and locale = ?', type, id, locale ?? '');
    return row ? parseDocument(type, row.json) : null;
  }
}

/** @throws ZodError when the text is not a document of that type */
export function parseDocument<T extends DocumentType>(type: T, json: string): StoredOf<T> {
  // The table of schemas is indexed by the same T, which the compiler cannot follow through a union of parsers.
  return storedSchemas[type].parse(JSON.parse(json)) as StoredOf<T>;
}

/** What a file that is no page says; null when it does not stand. A module of `src/pages/` exports it as `text`. */
export type TextFile = (locals: App.Locals) => string | null | Promise<string | null>;

/** The address of this request, when it is of the kind that the page serves. */
export function addressOf<K extends Address['kind']>(locals: App.Locals, kind: K): Extract<Address, { kind: K }> {
  const { address } = locals;
  if (!isOfKind(address, kind))
    throw new Error(`This page serves addresses of kind "${kind}", not "${address.kind}". Correct the table in site/renderer/route.ts.`);
  return address;
}

function isOfKind<K extends Address['kind']>(address: Address, kind: K): address is Extract<Address, { kind: K }> {
  return address.kind === kind;
}
