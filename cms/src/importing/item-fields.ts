import type { Locale } from '@broadsheet/shared';

import type { OldSite, OldTerm } from './old-site';
import { plainText } from './plain-text';
import type { WxrItem } from './wxr-items';

/** What becomes of an item. */
export type Fate = { kind: 'published' } | { kind: 'draft'; why: string } | { kind: 'skipped'; why: string };

/** What of an item is the same for posts and pages. */
export interface ItemWords {
  title: string;
  summary: string;
  /** ISO 8601, or null when it was never dated. */
  date: string | null;
}

/** The names a post is filed under, as keys of the old site. `section` is null for what stood in no category. */
export interface Filing {
  section: OldTerm | null;
  tags: OldTerm[];
  author: { key: string; name: string } | null;
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
  const title = titleOf(item) || dayAsTitle({ id: item.postId, date }, locale, timeZone);
  return { title, summary: plainText(item.excerpt.replace(/\[[^\]]*\]/g, '')), date };
}

/** An item's own title as plain text; empty when it has none. */
export function titleOf({ title }: WxrItem): string {
  return plainText(title).slice(0, longestTitle).trim();
}

/** What an item is called that has no title. */
export function dayAsTitle({ id, date }: { id: string; date: string | null }, locale: Locale, timeZone: string): string {
  if (date === null) return `№ ${id}`;
  const key = `${locale} ${timeZone}`;
  const format = dayFormats.get(key) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  dayFormats.set(key, format);
  return format.format(new Date(date));
}

// Each holds some 30 KB outside of the heap, which is freed late.
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The site shows one section; further categories of a post become tags, so that nothing it was filed under is lost. */
export function filingOf(item: WxrItem, old: OldSite): Filing {
  const filed = item.terms.map((term) => ({ ...term, slug: term.slug || term.name }));
  const categories = distinct(filed.filter(({ domain, slug }) => categoryDomains.has(domain) && slug !== '' && !isNoCategory(slug)));
  const section = primaryOf(item, old, categories) ?? categories[0];
  const tags = filed.filter(({ domain, slug }) => (domain === 'post_tag' || domain === 'tag') && slug !== '');
  const others = categories.filter((category) => category !== section);
  return {
    section: section ? nameOf(old, 'category', section) : null,
    tags: distinct([...tags.map((term) => nameOf(old, 'tag', term)), ...others.map((term) => nameOf(old, 'category', term))]),
    author: item.creator === '' ? null : { key: item.creator, name: old.author(item.creator) },
  };
}

// Exports of before 2010 name a category a second time without its domain.
const categoryDomains = new Set(['category', '']);

/** The category that an editor marked as the first, with one of the two plugins that let them. */
function primaryOf(item: WxrItem, old: OldSite, categories: Filed[]): Filed | undefined {
  const marked = item.meta['_yoast_wpseo_primary_category'] ?? item.meta['rank_math_primary_category'] ?? '';
  const primary = old.categoryOfNumber(marked)?.slug;
  return categories.find(({ slug }) => slug === primary);
}

/** The first of those with one slug, or with one name: the second of them says no more. */
function distinct<T extends { slug: string; name: string }>(terms: T[]): T[] {
  const seen = new Set<string>();
  return terms.filter(({ slug, name }) => {
    const isNew = !seen.has(`slug ${slug}`) && !seen.has(`name ${name}`);
    seen.add(`slug ${slug}`).add(`name ${name}`);
    return isNew;
  });
}

/** As long as the newsroom's titles may be. */
const longestTitle = 500;

function nameOf(old: OldSite, kind: 'category' | 'tag', { slug, name }: Filed): OldTerm {
  const known = old.term(kind, slug);
  return { slug, name: known?.name || plainText(name) || slug, description: known?.description ?? '' };
}

/** WordPress files what has no category under this one, whatever its name in the site's language. */
function isNoCategory(slug: string): boolean {
  return slug === 'uncategorized' || slug === 'uncategorised';
}

/** The moment of publication: WordPress keeps it in UTC, and in local time only for old drafts. */
export function dateOf(item: WxrItem): string | null {
  if (item.status === 'draft' || item.status === 'pending') return null;
  for (const written of [item.dateGmt, item.date]) {
    const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(written);
    const date = match ? new Date(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`) : null;
    // An address has room for four digits of a year, in whatever zone.
    if (date && !Number.isNaN(date.getTime()) && date.getUTCFullYear() > 0 && date.getUTCFullYear() < 9999) return date.toISOString();
  }
  return null;
}

type Filed = WxrItem['terms'][number];
