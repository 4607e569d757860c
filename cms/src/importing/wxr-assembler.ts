import { importErrors, ImportRefused } from './import-errors';
import type { WxrAuthor, WxrEntry, WxrItem, WxrSite, WxrTerm } from './wxr-items';

/** No single item of a newspaper comes near this; a file that exceeds it would only fill the memory. Characters. */
const longestItem = 32 * 1024 * 1024;
const deepestNesting = 64;

/** Puts the tags and texts of an export together to entries. Fed by the XML parser, emptied by `take`. */
export class WxrAssembler {
  sawRoot = false;
  sawVersion = false;
  complete = false;

  private readonly path: string[] = [];
  private readonly prefixes = new Map<string, string>();
  private ready: WxrEntry[] = [];
  private readonly site: WxrSite = { kind: 'site', title: '', language: '', url: '' };
  private siteSent = false;
  private fields: Fields = new Map();
  private item: Pick<WxrItem, 'terms' | 'meta' | 'comments'> = { terms: [], meta: {}, comments: 0 };
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

  open(written: string, attributes: Record<string, string>): void {
    if (this.path.length < 2) this.notePrefixes(attributes);
    const tag = this.usual(written);
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

  close(written: string): void {
    const tag = this.usual(written);
    // Databases refuse most control characters, and PostgreSQL refuses NUL.
    const value = this.pieces.join('').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
    this.pieces = [];
    const depth = this.path.length;
    this.path.pop();
    if (depth === 1) this.complete = true;
    else if (depth === 2 && tag === 'channel' && this.sawVersion) this.tellSite();
    else if (depth === 3) this.endOfChannelChild(tag, value);
    else if (depth === 4) this.endOfField(tag, value);
    else if (depth === 5 && this.path[3] === 'wp:postmeta') this.fields.set(tag, value);
  }

  // What counts is the name space; its prefix is whatever the file says.
  private notePrefixes(attributes: Record<string, string>): void {
    for (const [name, space] of Object.entries(attributes)) {
      const usual = name.startsWith('xmlns:') ? usualPrefixes.find(([pattern]) => pattern.test(space))?.[1] : undefined;
      if (usual) this.prefixes.set(name.slice('xmlns:'.length), usual);
    }
  }

  private usual(tag: string): string {
    const colon = tag.indexOf(':');
    const prefix = colon < 0 ? undefined : this.prefixes.get(tag.slice(0, colon));
    return prefix === undefined ? tag : `${prefix}${tag.slice(colon)}`;
  }

  private root(tag: string): void {
    if (tag !== 'rss') throw new ImportRefused(importErrors.notWxr(this.file, `its first element is "${tag.slice(0, 40)}", not "rss"`));
    this.sawRoot = true;
  }

  private begin(): void {
    this.fields = new Map();
    this.item = { terms: [], meta: {}, comments: 0 };
    this.length = 0;
  }

  private endOfField(tag: string, value: string): void {
    if (tag === 'wp:postmeta') this.endOfMeta();
    else if (tag === 'wp:comment') this.item.comments += 1;
    else if (tag === 'category') this.item.terms.push({ ...this.term, name: value.trim() });
    else this.fields.set(tag, value);
  }

  private endOfMeta(): void {
    const key = this.fields.get('wp:meta_key')?.trim();
    const value = this.fields.get('wp:meta_value') ?? '';
    const before = this.item.meta[key ?? ''];
    // A story has had as many addresses as there are of these.
    if (key) this.item.meta[key] = key === '_wp_old_slug' && before !== undefined ? `${before}\n${value}` : value;
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
    else if (tag === 'wp:term') this.emitTerm();
    else if (tag === 'wp:tag') this.emit(this.namedTerm('tag', 'wp:tag_slug', 'wp:tag_name', 'wp:tag_description'));
    else if (tag === 'item') this.emit(this.wholeItem());
  }

  // Newer exports may list categories and tags as terms of their kind.
  private emitTerm(): void {
    const kind = { category: 'category', post_tag: 'tag' } as const;
    const taxonomy = this.field('wp:term_taxonomy');
    if (taxonomy !== 'category' && taxonomy !== 'post_tag') return;
    this.emit(this.namedTerm(kind[taxonomy], 'wp:term_slug', 'wp:term_name', 'wp:term_description'));
  }

  private emit(entry: WxrEntry): void {
    if (!this.siteSent) {
      if (!this.sawVersion) throw new ImportRefused(importErrors.notWxr(this.file, 'it names no wxr_version: it is an ordinary feed'));
      this.tellSite();
    }
    this.ready.push(entry);
  }

  private tellSite(): void {
    if (this.siteSent) return;
    this.siteSent = true;
    this.ready.push(this.site);
  }

  private field(name: string): string {
    return this.fields.get(name)?.trim() ?? '';
  }

  private author(): WxrAuthor {
    const login = this.field('wp:author_login');
    const names = [this.field('wp:author_first_name'), this.field('wp:author_last_name')].filter((name) => name !== '');
    return { kind: 'author', login, displayName: this.field('wp:author_display_name') || names.join(' ') || login };
  }

  private namedTerm(kind: WxrTerm['kind'], slug: string, name: string, description: string): WxrTerm {
    return {
      kind,
      id: this.field('wp:term_id'),
      parent: decodeSlug(this.field('wp:category_parent') || this.field('wp:term_parent')),
      slug: decodeSlug(this.field(slug)),
      name: this.field(name),
      description: this.field(description),
    };
  }

  private wholeItem(): WxrItem {
    return {
      kind: 'item',
      postId: this.field('wp:post_id') || this.field('guid') || this.field('link'),
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
      sticky: this.field('wp:is_sticky') === '1',
      attachmentUrl: this.field('wp:attachment_url'),
      ...this.item,
    };
  }
}

type Fields = Map<string, string>;

const usualPrefixes: [space: RegExp, prefix: string][] = [
  [/^https?:\/\/wordpress\.org\/export\/\d+\.\d+\/excerpt\/?$/, 'excerpt'],
  [/^https?:\/\/wordpress\.org\/export\/\d+\.\d+\/?$/, 'wp'],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content\/?$/, 'content'],
  [/^https?:\/\/purl\.org\/dc\/elements\/1\.1\/?$/, 'dc'],
];

/** WordPress keeps slugs of other scripts in per cent form. */
function decodeSlug(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}
