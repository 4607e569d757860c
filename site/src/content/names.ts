import {
  locales,
  pathOf,
  type Address,
  type AuthorDocument,
  type CategoryDocument,
  type DocumentOf,
  type Locale,
  type PerLocale,
  type SitePath,
  type TagDocument,
} from '@broadsheet/shared';

import { parseDocument, type Reading, type StoredOf } from './reading.ts';
import { setting } from './settings.ts';
import { scopeKey, tags, type NameType } from './tags.ts';

/** A section, author or tag as a link in one language. */
export interface NameCard {
  id: string;
  name: string;
  slug: string;
  path: SitePath;
}

/** The sections named in this language: first those of the settings, in their order, then the others by name. */
export function sections(reading: Reading, locale: Locale): NameCard[] {
  const order = new Map(setting(reading, 'sectionOrder').map((id, index) => [String(id), index]));
  return cardsOf(reading, 'category', locale).sort(
    (a, b) => (order.get(a.id) ?? order.size) - (order.get(b.id) ?? order.size) || compareNames(a, b, locale),
  );
}

/** The authors named in this language, by name. */
export function authors(reading: Reading, locale: Locale): NameCard[] {
  return cardsOf(reading, 'author', locale).sort((a, b) => compareNames(a, b, locale));
}

/** The tags that have a story in this language, by name. */
export function tagsInUse(reading: Reading, locale: Locale): NameCard[] {
  return cardsOf(reading, 'tag', locale)
    .filter((card) => tagHasStories(reading, card.id, locale))
    .sort((a, b) => compareNames(a, b, locale));
}

/** True when a published story of this language bears the tag; a tag without one has no page. */
export function tagHasStories(reading: Reading, id: string, locale: Locale): boolean {
  const scope = scopeKey({ kind: 'tag', id });
  return reading.lasting(`has-stories ${scope} ${locale}`, () => {
    reading.note(tags.months(locale, scope));
    return reading.get('select 1 from entries where locale = ? and scope = ? limit 1', locale, scope) !== undefined;
  });
}

export const categoryCard = cardOf('category');
export const authorCard = cardOf('author');
export const tagCard = cardOf('tag');

export const categoryBySlug = bySlug('category');
export const authorBySlug = bySlug('author');
export const tagBySlug = bySlug('tag');

/** All of a category, author or tag, in every language; null when it does not exist. */
export function category(reading: Reading, id: string): CategoryDocument | null {
  return whole(reading, 'category', id);
}

export function author(reading: Reading, id: string): AuthorDocument | null {
  return whole(reading, 'author', id);
}

/** What a story shows of its author beside the name; null when there is no such author. */
export function signature(reading: Reading, id: string): Pick<AuthorDocument, 'kind' | 'portraitId'> | null {
  return reading.lasting(`signature ${id}`, () => {
    reading.note(tags.signature(id));
    const found = reading.document('author', id);
    return found && { kind: found.kind, portraitId: found.portraitId };
  });
}

export function tagNamed(reading: Reading, id: string): TagDocument | null {
  return whole(reading, 'tag', id);
}

/** Where a section, author or tag stands, in each language that it is named in. */
export function nameVersions(reading: Reading, type: NameType, id: string): PerLocale<SitePath> {
  const versions: PerLocale<SitePath> = {};
  for (const locale of locales) {
    const card = cardFor(reading, type, id, locale);
    if (card && (type !== 'tag' || tagHasStories(reading, id, locale))) versions[locale] = card.path;
  }
  return versions;
}

/** The address of a name's own page. */
export function nameAddress(type: NameType, locale: Locale, slug: string): Address {
  return { kind: type === 'category' ? 'named' : type, locale, slug };
}

/** A name as a link; null when it lacks the name or the slug in this language. */
export function toNameCard(type: NameType, document: DocumentOf<NameType>, locale: Locale): NameCard | null {
  const name = document.name[locale];
  const slug = document.slug[locale];
  if (name === undefined || slug === undefined) return null;
  return { id: document.id, name, slug, path: pathOf(nameAddress(type, locale, slug)) };
}

function whole<T extends NameType>(reading: Reading, type: T, id: string): StoredOf<T> | null {
  return reading.lasting(`whole ${type} ${id}`, () => {
    reading.note(tags.detail(type, id), ...locales.map((locale) => tags.name(type, id, locale)));
    return reading.document(type, id);
  });
}

function cardFor(reading: Reading, type: NameType, id: string, locale: Locale): NameCard | null {
  return reading.lasting(`name ${type} ${id} ${locale}`, () => {
    reading.note(tags.name(type, id, locale));
    const document = reading.document(type, id);
    return document && toNameCard(type, document, locale);
  });
}

function cardOf(type: NameType) {
  return (reading: Reading, id: string, locale: Locale): NameCard | null => cardFor(reading, type, id, locale);
}

function bySlug<T extends NameType>(type: T) {
  return (reading: Reading, locale: Locale, slug: string): StoredOf<T> | null =>
    reading.once(`slug ${type} ${locale} ${slug}`, () => {
      const row = reading.get<{ id: string }>(
        'select id from slugs where type = ? and locale = ? and slug = ? order by id limit 1',
        type,
        locale,
        slug,
      );
      return row ? whole(reading, type, row.id) : null;
    });
}

function cardsOf(reading: Reading, type: NameType, locale: Locale): NameCard[] {
  reading.note(tags.names(type));
  return reading.all<{ json: string }>('select json from documents where type = ? order by id', type).flatMap(({ json }) => {
    const document = parseDocument(type, json);
    reading.note(tags.name(type, document.id, locale));
    return toNameCard(type, document, locale) ?? [];
  });
}

// The collation is part of ICU, which ships with Node: the same on every machine. The id settles equal names.
function compareNames(a: NameCard, b: NameCard, locale: Locale): number {
  return a.name.localeCompare(b.name, locale) || (a.id < b.id ? -1 : 1);
}
