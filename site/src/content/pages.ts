import { pathOf, type Locale, type PageDocument, type PerLocale, type SitePath } from '@broadsheet/shared';

import { parseDocument, type Reading } from './reading.ts';
import { tags } from './tags.ts';

/** The page (about, contacts …) that stands at `/{slug}/`; null when none does. */
export function pageBySlug(reading: Reading, locale: Locale, slug: string): PageDocument | null {
  const row = reading.get<{ id: string }>(
    `select id from slugs where type = 'page' and locale = ? and slug = ? order by id limit 1`,
    locale,
    slug,
  );
  return row ? pageById(reading, row.id, locale) : null;
}

/** Null when the page is not published in this language. */
export function pageById(reading: Reading, id: string, locale: Locale): PageDocument | null {
  reading.note(tags.page(id, locale));
  return reading.document('page', id, locale);
}

/** Where a page stands, in each language that it is published in. */
export function pageVersions(reading: Reading, id: string): PerLocale<SitePath> {
  reading.note(tags.versions('page', id));
  const rows = reading.all<{ locale: Locale; slug: string }>(`select locale, slug from slugs where type = 'page' and id = ?`, id);
  return Object.fromEntries(rows.map(({ locale, slug }) => [locale, pathOf({ kind: 'named', locale, slug })]));
}

/** The pages linked at the foot of every page, in their editors' order. */
export function footerPages(reading: Reading, locale: Locale): { path: SitePath; title: string }[] {
  reading.note(tags.footer(locale));
  return reading
    .all<{ json: string }>(
      `select json from documents where type = 'page' and locale = ? and json ->> 'footerPosition' is not null
       order by json ->> 'footerPosition', json ->> 'slug', id`,
      locale,
    )
    .map(({ json }) => {
      const page = parseDocument('page', json);
      return { path: pathOf({ kind: 'named', locale, slug: page.slug }), title: page.title };
    });
}

/** The published pages of a language, by address. */
export function livePages(reading: Reading, locale: Locale): { id: string; path: SitePath; title: string }[] {
  reading.note(tags.pages(locale));
  return reading
    .all<{ json: string }>(`select json from documents where type = 'page' and locale = ? order by json ->> 'slug', id`, locale)
    .map(({ json }) => {
      const page = parseDocument('page', json);
      return { id: page.id, path: pathOf({ kind: 'named', locale, slug: page.slug }), title: page.title };
    });
}
