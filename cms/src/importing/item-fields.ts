import type { Locale } from '@broadsheet/shared';

import type { OldSite } from './old-site';
import { plainText } from './plain-text';
import type { WxrItem } from './wxr-items';

/** What becomes of an item. */
export type Fate = { kind: 'published' } | { kind: 'draft'; why: string } | { kind: 'skipped'; why: string };

/** What of an item is the same for posts and pages. */
export interface ItemWords {
  title: string;
  /** The words its address is made of. */
  slugWords: string;
  summary: string;
  /** ISO 8601, or null when it was never dated. */
  date: string | null;
}

/** The names a post is filed under, as keys of the old site. `section` is null for what stood in no category. */
export interface Filing {
  section: TermName | null;
  tags: TermName[];
  author: { key: string; name: string } | null;
}

export interface TermName {
  slug: string;
  name: string;
  description: string;
}

export function fateOf(item: WxrItem): Fate {
  if (item.password !== '') return { kind: 'skipped', why: 'it is protected by a password' };
  switch (item.status) {
    case 'publish':
      return { kind: 'published' };
    case 'draft':
      return { kind: 'draft', why: 'it was a draft' };
    case 'pending':
      return { kind: 'draft', why: 'it was waiting for review' };
    case 'private':
      return { kind: 'draft', why: 'it was private' };
    case 'future':
      return { kind: 'draft', why: 'it was scheduled; publish it when its time comes' };
    case 'trash':
      return { kind: 'skipped', why: 'it was in the trash' };
    default:
      return { kind: 'skipped', why: `its state "${item.status}" is that of no post` };
  }
}

/**
 * @param timeZone where the newsroom is: an untitled item has its day there as title
 */
export function wordsOf(item: WxrItem, locale: Locale, timeZone: string): ItemWords {
  const date = dateOf(item);
  const written = plainText(item.title).slice(0, longestTitle).trim();
  const title =
    written || (date ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(date)) : `№ ${item.postId}`);
  return { title, slugWords: item.slug || title, summary: plainText(item.excerpt.replace(/\[[^\]]*\]/g, '')), date };
}

/** The site shows one section; further categories of a post become tags, so that nothing it was filed under is lost. */
export function filingOf(item: WxrItem, old: OldSite): Filing {
  const categories = item.terms.filter((term) => term.domain === 'category' && !isNoCategory(term.slug));
  const primary = old.terms.get(`category#${item.meta['_yoast_wpseo_primary_category'] ?? ''}`)?.slug;
  const section = categories.find(({ slug }) => slug === primary) ?? categories[0];
  const others = categories.filter((category) => category !== section);
  const tags = [...item.terms.filter(({ domain }) => domain === 'post_tag' || domain === 'tag'), ...others];
  return {
    section: section ? termName(old, 'category', section) : null,
    tags: [...new Map(tags.map((term) => [term.slug, termName(old, term.domain === 'category' ? 'category' : 'tag', term)])).values()],
    author: item.creator === '' ? null : { key: item.creator, name: old.authors.get(item.creator) ?? item.creator },
  };
}

/** As long as the newsroom's titles may be. */
const longestTitle = 500;

function termName(old: OldSite, kind: 'category' | 'tag', { slug, name }: { slug: string; name: string }): TermName {
  const known = old.terms.get(`${kind}/${slug}`);
  return { slug, name: plainText(known?.name ?? name) || slug, description: plainText(known?.description ?? '') };
}

/** WordPress files what has no category under this one, whatever its name in the site's language. */
function isNoCategory(slug: string): boolean {
  return slug === 'uncategorized' || slug === 'uncategorised';
}

/** The moment of publication: WordPress keeps it in UTC, and in local time only for old drafts. */
function dateOf(item: WxrItem): string | null {
  if (item.status === 'draft' || item.status === 'pending') return null;
  for (const written of [item.dateGmt, item.date]) {
    const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(written);
    const date = match ? new Date(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`) : null;
    if (date && !Number.isNaN(date.getTime()) && date.getUTCFullYear() > 0) return date.toISOString();
  }
  return null;
}
