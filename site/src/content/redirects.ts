import {
  articleAddress,
  isLocale,
  isMapAddress,
  parsePath,
  pathOf,
  type Address,
  type MapAddress,
  type RedirectDocument,
  type SitePath,
} from '@broadsheet/shared';

import { hasMonth, monthKey, months } from './articles.ts';
import { nameAddress, tagBySlug, tagHasStories } from './names.ts';
import { Reading } from './reading.ts';
import { setting } from './settings.ts';
import { tags } from './tags.ts';

/**
 * Where an old address leads now, or null when it leads nowhere.
 * Months and feeds of a section, author or tag follow its root.
 */
export function redirectTarget(reading: Reading, path: SitePath): string | null {
  const redirect = redirectAt(reading, path);
  const target = redirect && targetOf(reading, redirect);
  if (target) return target;
  const root = rootOf(path);
  const above = root === path ? null : redirectAt(reading, root);
  const moved = above && targetOf(reading, above);
  return moved && above && leadsBelow(reading, path, above) ? moved + path.slice(root.length) : null;
}

/** Every old address at which no page stands, with where it leads; those below a section, author or tag follow it. */
export function redirectMap(reading: Reading): { from: SitePath | MapAddress; to: string }[] {
  reading.note(tags.redirects());
  // One tag stands for all targets: whatever moves a target touches it too.
  const unnoted = new Reading(reading.store, reading.siteUrl);
  const map = new Map<SitePath | MapAddress, string>();
  const lists: { path: SitePath; redirect: RedirectDocument; target: string }[] = [];
  const rows = reading.all<RedirectRow>('select path, id, target from redirects order by path, id');
  for (const row of rows) {
    const { path } = row;
    const isFile = !isMapAddress(path);
    const story = storyAt(unnoted, row);
    const redirect = story === undefined ? unnoted.document('redirect', row.id) : null;
    const target = story ?? (redirect && targetOf(unnoted, redirect));
    if (!target || target === path || (isFile && isLiving(unnoted, path))) continue;
    if (!map.has(path)) map.set(path, target);
    if (redirect && isFile) lists.push({ path, redirect, target });
  }
  for (const { path, redirect, target } of lists) {
    for (const below of pathsBelow(unnoted, redirect)) {
      const from = (path + below) as SitePath;
      if (map.get(path) === target && !map.has(from)) map.set(from, target + below);
    }
  }
  return [...map].map(([from, to]) => ({ from, to }));
}

interface RedirectRow {
  path: SitePath | MapAddress;
  id: string;
  target: string | null;
}

// An archive that moved in has an old address for each story: those are found without reading a document. Null for one
// that is not published, undefined for another kind of target.
function storyAt(reading: Reading, { target }: RedirectRow): string | null | undefined {
  const [kind, id, locale] = target?.split(':') ?? [];
  if (kind !== 'article' || id === undefined || !isLocale(locale)) return undefined;
  return reading.get<{ path: string }>('select path from articles where id = ? and locale = ?', id, locale)?.path ?? null;
}

// The feed and the months of a name, as they follow its address.
function pathsBelow(reading: Reading, { to }: RedirectDocument): string[] {
  if (to.kind !== 'category' && to.kind !== 'author' && to.kind !== 'tag') return [];
  const feed = to.kind === 'tag' ? [] : ['rss.xml'];
  const all = months(reading, to.locale, { kind: to.kind, id: to.id });
  return [...feed, ...all.map(({ year, month }) => `${monthKey(year, month).replace('-', '/')}/`)];
}

/** The address that a month or a feed belongs to: `/analytics/2022/04/` → `/analytics/`; any other address itself. */
export function rootOf(path: SitePath): SitePath {
  const address = parsePath(path);
  if (address?.kind === 'month' || (address?.kind === 'feed' && address.of !== 'all')) return pathOf(listAddress(address));
  return path;
}

function listAddress(address: Extract<Address, { kind: 'month' }> | Extract<Address, { kind: 'feed'; slug: string }>): Address {
  return nameAddress(address.of === 'section' ? 'category' : address.of, address.locale, address.slug);
}

function redirectAt(reading: Reading, path: SitePath): RedirectDocument | null {
  reading.note(tags.redirect(path));
  const row = reading.get<{ id: string }>('select id from redirects where path = ? order by id limit 1', path);
  return row ? reading.document('redirect', row.id) : null;
}

// A list has a feed (but for tags) and the months in which it has stories; what an editor typed has neither.
function leadsBelow(reading: Reading, path: SitePath, { to }: RedirectDocument): boolean {
  if (to.kind !== 'category' && to.kind !== 'author' && to.kind !== 'tag') return false;
  const address = parsePath(path);
  if (address?.kind !== 'month') return to.kind !== 'tag';
  const scope = { kind: to.kind, id: to.id } as const;
  return hasMonth(reading, to.locale, scope, address.year, address.month);
}

function targetOf(reading: Reading, { to }: RedirectDocument): string | null {
  switch (to.kind) {
    case 'address':
      return to.url;
    case 'article': {
      reading.note(tags.versions('article', to.id));
      const article = reading.document('article', to.id, to.locale);
      return article && pathOf(articleAddress(article, setting(reading, 'timeZone')));
    }
    case 'page': {
      reading.note(tags.versions('page', to.id));
      const page = reading.document('page', to.id, to.locale);
      return page && pathOf({ kind: 'named', locale: to.locale, slug: page.slug });
    }
    case 'category':
    case 'author':
    case 'tag': {
      reading.note(tags.name(to.kind, to.id, to.locale));
      const slug = reading.document(to.kind, to.id)?.slug[to.locale];
      if (slug === undefined || (to.kind === 'tag' && !tagHasStories(reading, to.id, to.locale))) return null;
      return pathOf(nameAddress(to.kind, to.locale, slug));
    }
  }
}

function isLiving(reading: Reading, path: SitePath): boolean {
  if (reading.get('select 1 from articles where path = ?', path)) return true;
  const address = parsePath(path);
  if (address?.kind !== 'named' && address?.kind !== 'author' && address?.kind !== 'tag') return false;
  if (address.kind === 'tag') {
    const named = tagBySlug(reading, address.locale, address.slug);
    return named !== null && tagHasStories(reading, named.id, address.locale);
  }
  const types = address.kind === 'named' ? ['category', 'page'] : ['author'];
  return types.some((type) =>
    reading.get('select 1 from slugs where type = ? and locale = ? and slug = ?', type, address.locale, address.slug),
  );
}
