import { importErrors, ImportRefused } from './import-errors';
import type { WxrAuthor, WxrEntry, WxrItem, WxrSite, WxrTerm } from './wxr-items';

/** No single item of a newspaper comes near this; a file that exceeds it would only fill the memory. Characters. */
const longestItem = 32 * 1024 * 1024;
const deepestNesting = 64;

/** Puts the tags and texts of an export together to entries. Fed by the XML parser, emptied by `take`. */
export class WxrAssembler {
  readonly decoder = new TextDecoder('utf-8', { fatal: true });
  sawRoot = false;
  sawVersion = false;
  complete = false;

  private readonly path: string[] = [];
  private ready: WxrEntry[] = [];
  private readonly site: WxrSite = { kind: 'site', title: '', language: '', url: '' };
  private siteSent = false;
  private fields: Fields = new Map();
  private item: Pick<WxrItem, 'terms' | 'meta'> = { terms: [], meta: {} };
  private term = { domain: '', slug: '' };
  private pieces: string[] = [];
  private length = 0;

  constructor(private readonly file: string) {}

  /** The entries that are whole by now. */
  take(): WxrEntry[] {
    const entries = this.ready;
    this.ready = [];
    return entries;
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (this.path.length === 0) this.root(tag);
    this.path.push(tag);
    if (this.path.length > deepestNesting) throw new ImportRefused(importErrors.tooLarge(this.file, 'elements nested very deep'));
    this.pieces = [];
    if (this.path.length === 3) this.begin();
    if (tag === 'category' && this.path.length === 4) {
      this.term = { domain: attributes['domain'] ?? '', slug: decodeSlug(attributes['nicename'] ?? '') };
    }
  }

  text(text: string): void {
    // Comments are not imported; their texts would be the largest part of many archives.
    if (this.path[3] === 'wp:comment') return;
    this.length += text.length;
    if (this.length > longestItem) throw new ImportRefused(importErrors.tooLarge(this.file, 'an item of more than 32 MB'));
    this.pieces.push(text);
  }

  close(tag: string): void {
    // Databases refuse most control characters, and PostgreSQL refuses NUL.
    const value = this.pieces.join('').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
    this.pieces = [];
    const depth = this.path.length;
    this.path.pop();
    if (depth === 1) this.complete = true;
    else if (depth === 3) this.endOfChannelChild(tag, value);
    else if (depth === 4) this.endOfField(tag, value);
    else if (depth === 5 && this.path[3] === 'wp:postmeta') this.fields.set(tag, value);
  }

  private root(tag: string): void {
    if (tag !== 'rss') throw new ImportRefused(importErrors.notWxr(this.file, `its first element is "${tag.slice(0, 40)}", not "rss"`));
    this.sawRoot = true;
  }

  private begin(): void {
    this.fields = new Map();
    this.item = { terms: [], meta: {} };
    this.length = 0;
  }

  private endOfField(tag: string, value: string): void {
    if (tag === 'wp:postmeta') this.endOfMeta();
    else if (tag === 'category') this.item.terms.push({ ...this.term, name: value.trim() });
    else this.fields.set(tag, value);
  }

  private endOfMeta(): void {
    const key = this.fields.get('wp:meta_key')?.trim();
    if (key) this.item.meta[key] = this.fields.get('wp:meta_value') ?? '';
    this.fields.delete('wp:meta_key');
    this.fields.delete('wp:meta_value');
  }

  private endOfChannelChild(tag: string, value: string): void {
    const text = value.trim();
    if (tag === 'title') this.site.title = text;
    else if (tag === 'language') this.site.language = text;
    else if (tag === 'link' && this.site.url === '') this.site.url = text.replace(/\/+$/, '');
    else if (tag === 'wp:base_blog_url' && text) this.site.url = text.replace(/\/+$/, '');
    else if (tag === 'wp:wxr_version') this.sawVersion = true;
    else if (tag === 'wp:author') this.emit(this.author());
    else if (tag === 'wp:category') this.emit(this.namedTerm('category', 'wp:category_nicename', 'wp:cat_name', 'wp:category_description'));
    else if (tag === 'wp:tag') this.emit(this.namedTerm('tag', 'wp:tag_slug', 'wp:tag_name', 'wp:tag_description'));
    else if (tag === 'item') this.emit(this.wholeItem());
  }

  private emit(entry: WxrEntry): void {
    if (!this.siteSent) {
      if (!this.sawVersion) throw new ImportRefused(importErrors.notWxr(this.file, 'it names no wxr_version: it is an ordinary feed'));
      this.siteSent = true;
      this.ready.push(this.site);
    }
    this.ready.push(entry);
  }

  private field(name: string): string {
    return this.fields.get(name)?.trim() ?? '';
  }

  private author(): WxrAuthor {
    const login = this.field('wp:author_login');
    return { kind: 'author', login, displayName: this.field('wp:author_display_name') || login };
  }

  private namedTerm(kind: WxrTerm['kind'], slug: string, name: string, description: string): WxrTerm {
    return {
      kind,
      id: this.field('wp:term_id'),
      slug: decodeSlug(this.field(slug)),
      name: this.field(name),
      description: this.field(description),
    };
  }

  private wholeItem(): WxrItem {
    return {
      kind: 'item',
      postId: this.field('wp:post_id'),
      guid: this.field('guid'),
      type: this.field('wp:post_type'),
      status: this.field('wp:status'),
      title: this.field('title'),
      link: this.field('link'),
      slug: decodeSlug(this.field('wp:post_name')),
      creator: this.field('dc:creator'),
      content: this.fields.get('content:encoded') ?? '',
      excerpt: this.field('excerpt:encoded'),
      dateGmt: this.field('wp:post_date_gmt'),
      date: this.field('wp:post_date'),
      password: this.field('wp:post_password'),
      parentId: this.field('wp:post_parent') || '0',
      attachmentUrl: this.field('wp:attachment_url'),
      ...this.item,
    };
  }
}

type Fields = Map<string, string>;

/** WordPress keeps slugs of other scripts in per cent form. */
function decodeSlug(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}
