/** Pages that are not about stories: about, contacts; search; "not found"; "moved". */
import { pathOf, type Address, type Locale, type SitePath, locales, type PerLocale } from '@broadsheet/shared';

import { months } from '../content/articles.ts';
import { markdownHtml } from '../content/html.ts';
import { textOf } from '../content/kept-html.ts';
import { sections, type NameCard } from '../content/names.ts';
import { pageBySlug, pageVersions } from '../content/pages.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { strings } from '../i18n/strings.ts';
import { typeset } from '../i18n/typography.ts';
import { viewCounting } from '../i18n/view-counting.ts';
import { frame, type Frame, type Link } from './frame.ts';

export interface PlainPage {
  frame: Frame;
  title: string;
  /** Empty when there is none. */
  summary: string;
  /** Safe HTML. */
  body: string;
}

export interface NoticePage {
  frame: Frame;
  locale: Locale;
}

export interface SearchPage extends NoticePage {
  /** IANA name; dates of results are written in it. */
  timeZone: string;
  /** What leads to every story without the search. */
  sections: SectionArchive[];
}

export interface SectionArchive {
  section: Link;
  /** The newest month of each year, newest first; it leads to the others. */
  years: Link[];
}

export interface RedirectPage {
  locale: Locale;
  /** Where the page stands now, absolute. */
  target: string;
}

/** The page that stands at `/{slug}/`; null when none does. */
export function plainPage(reading: Reading, { locale, slug }: Extract<Address, { kind: 'named' }>): PlainPage | null {
  const page = pageBySlug(reading, locale, slug);
  if (!page) return null;
  return {
    frame: frame(reading, {
      locale,
      path: pathOf({ kind: 'named', locale, slug }),
      title: page.title,
      description: page.summary,
      versions: pageVersions(reading, page.id),
    }),
    title: page.title,
    summary: page.summary,
    body: markdownHtml(reading, textOf(page.body), locale),
  };
}

/** How the newspaper counts views: it stands in every newsroom, and says what the program does. */
export function viewCountingPage(reading: Reading, { locale }: Extract<Address, { kind: 'view-counting' }>): PlainPage {
  const { title, summary, shown, body } = viewCounting[locale];
  return {
    frame: frame(reading, {
      locale,
      path: pathOf({ kind: 'view-counting', locale }),
      title,
      description: summary,
      versions: inAll((to) => pathOf({ kind: 'view-counting', locale: to })),
    }),
    title: typeset(locale, title),
    summary: typeset(locale, summary),
    body: markdownHtml(reading, textOf(`${shown[setting(reading, 'viewCount')]}\n\n${body}`), locale),
  };
}

export function searchPage(reading: Reading, { locale }: Extract<Address, { kind: 'search' }>): SearchPage {
  const path = pathOf({ kind: 'search', locale });
  const versions = inAll((to) => pathOf({ kind: 'search', locale: to }));
  return {
    locale,
    timeZone: setting(reading, 'timeZone'),
    sections: sections(reading, locale).map((card) => sectionArchive(reading, locale, card)),
    frame: frame(reading, { locale, path, title: strings(locale).search, versions, indexed: false }),
  };
}

function sectionArchive(reading: Reading, locale: Locale, { id, name, slug, path }: NameCard): SectionArchive {
  const years = new Map<number, Link>();
  for (const { year, month } of months(reading, locale, { kind: 'category', id }))
    if (!years.has(year))
      years.set(year, { text: String(year), path: pathOf({ kind: 'month', of: 'section', locale, slug, year, month }) });
  return { section: { text: name, path }, years: [...years.values()] };
}

/** What is shown in place of a page that does not exist, whatever address was asked for. */
export function notFoundPage(reading: Reading, { locale }: Extract<Address, { kind: 'not-found' }>): NoticePage {
  return { locale, frame: frame(reading, { locale, path: null, title: strings(locale).notFoundTitle, versions: {}, indexed: false }) };
}

/**
 * What stands at an address that the site has left.
 * @param to a path of the site or an https address
 */
export function redirectPage(reading: Reading, address: Address, to: string): RedirectPage {
  const locale = 'locale' in address ? address.locale : locales[0];
  return { locale, target: to.startsWith('/') ? reading.siteUrl + to : to };
}

function inAll(path: (locale: Locale) => SitePath): PerLocale<SitePath> {
  return Object.fromEntries(locales.map((locale) => [locale, path(locale)]));
}
