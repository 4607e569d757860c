import { isLocale, type Locale, type RedirectSource, redirectSource, type SitePath } from '@broadsheet/shared';

import { plainText } from './plain-text';
import type { Attachment } from './shortcodes';
import type { WxrEntry, WxrItem, WxrSite, WxrTerm } from './wxr-items';
import { readWxr } from './wxr-reader';

/** What must be known of the whole export before its first post is taken over. */
export interface OldSite {
  site: WxrSite;
  /** Display names by login. */
  authors: Map<string, string>;
  /** By kind and slug (`category/news`), and categories by number too (`category#12`). */
  terms: Map<string, WxrTerm>;
  attachments: Map<string, Attachment>;
  /** Numbers of the attachments of a post, by the post's number. */
  attachmentsOf: Map<string, string[]>;
  /** The paths at which published items stood. */
  paths: Set<SitePath>;
  /** How many posts and pages there are. */
  items: number;
  /** Items of other kinds, by type: menus, templates, what plugins keep. */
  others: Map<string, number>;
}

/**
 * Reads a whole export once without writing anything, so that a file that cannot be read to its end changes nothing.
 * @throws ImportRefused
 */
export async function readOldSite(file: string): Promise<OldSite> {
  const old: OldSite = {
    site: { kind: 'site', title: '', language: '', url: '' },
    authors: new Map(),
    terms: new Map(),
    attachments: new Map(),
    attachmentsOf: new Map(),
    paths: new Set(),
    items: 0,
    others: new Map(),
  };
  for await (const entry of readWxr(file)) note(old, entry);
  return old;
}

/** The language of the export, when it is one of the newsroom's. `ru-RU` is Russian. */
export function languageOf(site: WxrSite): Locale | null {
  const code = site.language.slice(0, 2).toLowerCase();
  return isLocale(code) ? code : null;
}

/** The path at which an item stood, when it can lead on from there. `?p=12` is none. */
export function oldPath(link: string): SitePath | null {
  const source = oldAddress(link);
  return source?.ok ? source.from : null;
}

/** The same with the reason why it cannot; null when the link has no path to keep: `?p=12`, or the front page. */
export function oldAddress(link: string): RedirectSource | null {
  if (!URL.canParse(link)) return null;
  const { pathname, search } = new URL(link);
  return search === '' && pathname !== '/' ? redirectSource(pathname.replace(/\/{2,}/g, '/')) : null;
}

/** True for what is taken over: posts and pages. */
export function isContent(item: WxrItem): item is WxrItem & { type: 'post' | 'page' } {
  return item.type === 'post' || item.type === 'page';
}

/** Whether an address lies on the old site. */
export function isAtOldSite(old: OldSite, url: string): boolean {
  return URL.canParse(url) && URL.canParse(old.site.url) && new URL(url).host === new URL(old.site.url).host;
}

function note(old: OldSite, entry: WxrEntry): void {
  switch (entry.kind) {
    case 'site':
      old.site = entry;
      return;
    case 'author':
      old.authors.set(entry.login, plainText(entry.displayName) || entry.login);
      return;
    case 'category':
    case 'tag':
      old.terms.set(`${entry.kind}/${entry.slug}`, entry);
      if (entry.id) old.terms.set(`${entry.kind}#${entry.id}`, entry);
      return;
    case 'item':
      noteItem(old, entry);
  }
}

function noteItem(old: OldSite, item: WxrItem): void {
  if (item.type === 'attachment') {
    noteAttachment(old, item);
  } else if (isContent(item)) {
    old.items += 1;
    const path = item.status === 'publish' && item.password === '' ? oldPath(item.link) : null;
    if (path) old.paths.add(path);
  } else {
    old.others.set(item.type, (old.others.get(item.type) ?? 0) + 1);
  }
}

function noteAttachment(old: OldSite, item: WxrItem): void {
  old.attachments.set(item.postId, {
    url: item.attachmentUrl || item.guid,
    alt: plainText(item.meta['_wp_attachment_image_alt'] ?? ''),
    caption: plainText(item.excerpt),
    title: plainText(item.title),
  });
  old.attachmentsOf.set(item.parentId, [...(old.attachmentsOf.get(item.parentId) ?? []), item.postId]);
}
