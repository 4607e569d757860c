import { defaultLocale, isLocale, type Locale } from '@broadsheet/shared';

import { dateOf, fateOf, titleOf } from './item-fields';
import { namedLanguageOf, translationsOf } from './item-language';
import { addressesOfItem } from './old-addresses';
import { plainText } from './plain-text';
import { openScratch, type Scratch } from './scratch';
import type { Attachment } from './shortcodes';
import type { WxrEntry, WxrItem, WxrSite, WxrTerm } from './wxr-items';
import { readWxr } from './wxr-reader';

/** What is taken over: posts and pages. */
export type ContentItem = WxrItem & { type: 'post' | 'page' };

/** A section or a tag of the old site. */
export interface OldTerm {
  slug: string;
  name: string;
  description: string;
}

/** What must be known of the whole export before its first post is taken over. `close` frees what it holds. */
export class OldSite {
  site: WxrSite = { kind: 'site', title: '', language: '', url: '' };
  /** How many posts and pages there are. */
  items = 0;
  /** Items of other kinds, by type: menus, templates, what plugins keep. */
  readonly others = new Map<string, number>();
  readonly scratch: Scratch;
  /** Names by login. */
  readonly authors = new Map<string, string>();
  private readonly insert;
  private readonly select;

  constructor() {
    this.scratch = openScratch();
    this.insert = inserts(this.scratch);
    this.select = selects(this.scratch);
  }

  note(entry: WxrEntry): void {
    switch (entry.kind) {
      case 'site':
        this.site = entry;
        return;
      case 'author':
        this.authors.set(entry.login, plainText(entry.displayName) || entry.login);
        return;
      case 'category':
      case 'tag':
        this.noteTerm(entry);
        return;
      case 'item':
        this.noteItem(entry);
    }
  }

  /** A person's name by login; the login when the export does not say. */
  author(login: string): string {
    return this.authors.get(login) ?? login;
  }

  term(kind: WxrTerm['kind'], slug: string): OldTerm | undefined {
    return this.select.term.get(kind, slug);
  }

  categoryOfNumber(id: string): OldTerm | undefined {
    return id === '' ? undefined : this.select.category.get(id);
  }

  attachment(id: string): Attachment | undefined {
    return this.select.attachment.get(id);
  }

  attachmentAt(url: string): Attachment | undefined {
    return this.select.attachmentAt.get(url);
  }

  /** What was uploaded to a post, in the order of the file. */
  attachmentsOf(postId: string): Attachment[] {
    return this.select.attachmentsOf.all(postId);
  }

  /** A block that is kept once and shown in many posts. */
  reusableBlock(id: string): string | undefined {
    return this.select.block.get(id)?.content;
  }

  /** Whether an address lies on the old site, with `www` or without. */
  holds(url: string): boolean {
    const host = hostOf(url);
    return host !== null && host === hostOf(this.site.url);
  }

  close(): void {
    this.scratch.close();
  }

  private noteTerm({ kind, slug, id, name, description, parent }: WxrTerm): void {
    this.insert.term.run(kind, slug, id, plainText(name), plainText(description), parent);
  }

  private noteItem(item: WxrItem): void {
    if (item.type === 'attachment') this.noteAttachment(item);
    else if (isContent(item)) this.noteContent(item);
    else if (item.type === 'wp_block') this.insert.block.run(item.postId, item.content);
    else this.others.set(item.type, (this.others.get(item.type) ?? 0) + 1);
  }

  private noteContent(item: ContentItem): void {
    this.items += 1;
    const { postId, type, slug, guid } = item;
    const fate = fateOf(item).kind;
    const named = { language: namedLanguageOf(item), translations: translationsOf(item) };
    this.insert.item.run({ postId, number: this.items, type, fate, title: titleOf(item), slug, guid, date: dateOf(item), ...named });
    if (fate !== 'published') return;
    this.noteTermsOf(item);
    for (const source of addressesOfItem(item, this.site)) if (source.ok) this.insert.address.run(source.from, postId);
  }

  // An export of some items alone lists no categories and tags of its own.
  private noteTermsOf({ terms }: ContentItem): void {
    for (const { domain, slug, name } of terms) {
      const kind = domain === 'post_tag' ? 'tag' : domain === 'category' ? 'category' : null;
      if (kind && slug !== '') this.insert.termOfItem.run(kind, slug, plainText(name));
    }
  }

  private noteAttachment(item: WxrItem): void {
    const alt = plainText(item.meta['_wp_attachment_image_alt'] ?? '');
    const url = item.attachmentUrl || item.guid;
    this.insert.attachment.run(item.postId, url, alt, plainText(item.excerpt), plainText(item.title), item.parentId);
  }
}

/**
 * Reads a whole export once without writing anything, so that a file that cannot be read to its end changes nothing.
 * @param onProgress told how many bytes have been read
 * @throws ImportRefused
 */
export async function readOldSite(file: string, onProgress?: (bytes: number) => void): Promise<OldSite> {
  const old = new OldSite();
  try {
    for await (const entry of readWxr(file, onProgress)) old.note(entry);
    return old;
  } catch (error) {
    old.close();
    throw error;
  }
}

/** The language of the export, when it is one of the newsroom's. `ru-RU` is Russian. */
export function languageOf(site: WxrSite): Locale | null {
  const code = site.language.slice(0, 2).toLowerCase();
  return isLocale(code) ? code : null;
}

/** The language of items that name none themselves. */
export function localeForUnnamed(site: WxrSite, chosen: Locale | null): Locale {
  return chosen ?? languageOf(site) ?? defaultLocale;
}

export function isContent(item: WxrItem): item is ContentItem {
  return item.type === 'post' || item.type === 'page';
}

function hostOf(url: string): string | null {
  return URL.parse(url)?.hostname.replace(/^www\./, '') ?? null;
}

function inserts(scratch: Scratch) {
  return {
    term: scratch.prepare('insert or replace into terms (kind, slug, id, name, description, parent) values (?, ?, ?, ?, ?, ?)'),
    termOfItem: scratch.prepare(`insert or ignore into terms (kind, slug, id, name, description, parent) values (?, ?, '', ?, '', '')`),
    attachment: scratch.prepare('insert or replace into attachments values (?, ?, ?, ?, ?, ?)'),
    block: scratch.prepare('insert or replace into blocks values (?, ?)'),
    // A number that comes twice is the same item; the first is taken over.
    item: scratch.prepare<[object]>(
      `insert or ignore into items (id, number, type, fate, title, old_slug, guid, date, language, translations)
       values (@postId, @number, @type, @fate, @title, @slug, @guid, @date, @language, @translations)`,
    ),
    address: scratch.prepare('insert or ignore into addresses values (?, ?)'),
  };
}

function selects(scratch: Scratch) {
  const words = 'url, alt, caption, title';
  return {
    term: scratch.prepare<[string, string], OldTerm>('select slug, name, description from terms where kind = ? and slug = ?'),
    category: scratch.prepare<[string], OldTerm>(`select slug, name, description from terms where kind = 'category' and id = ?`),
    attachment: scratch.prepare<[string], Attachment>(`select ${words} from attachments where id = ?`),
    attachmentAt: scratch.prepare<[string], Attachment>(`select ${words} from attachments where url = ? limit 1`),
    attachmentsOf: scratch.prepare<[string], Attachment>(`select ${words} from attachments where parent = ? order by rowid`),
    block: scratch.prepare<[string], { content: string }>('select content from blocks where id = ?'),
  };
}
