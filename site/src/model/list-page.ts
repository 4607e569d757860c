/** The pages of a section, an author and a tag, and their month archives: each is a list of stories. */
import { locales, pathOf, type Address, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { hasMonth, inMonth, latest, listLength, months } from '../content/articles.ts';
import type { Reading } from '../content/reading.ts';
import { scopeKey } from '../content/tags.ts';
import { monthAndYear, monthName } from '../i18n/dates.ts';
import { fill, strings } from '../i18n/strings.ts';
import { frame, siteNameOf, type Frame, type Link, type PageFacts } from './frame.ts';
import { subjectOf, type Place, type Subject } from './list-subject.ts';
import { previewImage } from './link-preview.ts';
import { profilePage } from './structured-data.ts';
import { stories, storyPicture, type Story, type StoryPicture } from './story.ts';

export interface ListPage {
  frame: Frame;
  /** Above the title: what kind of list it is; null for a section. */
  label: string | null;
  title: string;
  /** Paragraphs: a section's description, an author's biography. */
  about: string[];
  portrait: StoryPicture | null;
  /** Heading of the stories; null when the title says it. */
  storiesTitle: string | null;
  /** Newest first. */
  stories: Story[];
  archive: ArchiveYear[];
  /** Null on the page of an author or a tag. */
  sectionSlug: string | null;
  feed: SitePath | null;
}

export interface MonthPage {
  frame: Frame;
  /** The list that the month belongs to. */
  list: Link;
  title: string;
  /** Newest first. */
  stories: Story[];
  archive: ArchiveYear[];
}

/** The months of a year that have stories, in the order of the calendar. */
export interface ArchiveYear {
  year: number;
  months: (Link & { current: boolean })[];
}

/** The page of a section; null when no section of that language is called so. */
export function sectionPage(reading: Reading, address: Extract<Address, { kind: 'named' }>): ListPage | null {
  return listPage(reading, { ...address, of: 'section' });
}

export function authorPage(reading: Reading, address: Extract<Address, { kind: 'author' }>): ListPage | null {
  return listPage(reading, { ...address, of: 'author' });
}

/** The page of a tag; null when no story of that language bears it. */
export function tagPage(reading: Reading, address: Extract<Address, { kind: 'tag' }>): ListPage | null {
  return listPage(reading, { ...address, of: 'tag' });
}

/** The stories of one month of a section, author or tag; null when it has none, or needs no archive. */
export function monthPage(reading: Reading, address: Extract<Address, { kind: 'month' }>): MonthPage | null {
  const { locale, year, month } = address;
  const subject = subjectOf(reading, address);
  if (!subject) return null;
  if (!hasMonth(reading, locale, subject.scope, year, month)) return null;
  const cards = inMonth(reading, locale, subject.scope, year, month);
  const title = fill(strings(locale).monthArchive, { name: subject.name, month: monthAndYear(year, month, locale) });
  const list: Link = { text: subject.name, path: subject.path };
  const shown = stories(reading, cards);
  return {
    frame: frame(reading, {
      locale,
      path: pathOf(address),
      title,
      versions: monthVersions(reading, subject, year, month),
      elsewhere: elsewhere(reading, subject),
      parents: [...(address.of === 'author' ? [authorsLink(locale)] : []), list],
      sectionId: subject.sectionId,
      preview: { picture: firstPicture(shown) },
    }),
    list,
    title,
    stories: shown,
    archive: archive(reading, locale, subject, { year, month }),
  };
}

function listPage(reading: Reading, place: Place): ListPage | null {
  const { locale } = place;
  const subject = subjectOf(reading, place);
  if (!subject) return null;
  const portrait = subject.portraitId === null ? null : storyPicture(reading, subject.portraitId, '');
  const shown = stories(reading, latest(reading, locale, subject.scope, listLength));
  const feed = place.of === 'tag' ? null : pathOf({ kind: 'feed', locale, of: place.of, slug: place.slug });
  return {
    frame: frame(reading, {
      locale,
      path: subject.path,
      title: place.of === 'tag' ? fill(strings(locale).tagTitle, { name: subject.name }) : subject.name,
      description: subject.about[0] ?? '',
      versions: subject.versions,
      parents: place.of === 'author' ? [authorsLink(locale)] : [],
      sectionId: subject.sectionId,
      preview: { picture: firstPicture(shown) },
      ...authorFacts(reading, locale, subject, portrait, firstPicture(shown)),
      feeds: feed ? [{ title: fill(strings(locale).feedOf, { site: siteNameOf(reading, locale), name: subject.name }), path: feed }] : [],
    }),
    label: subject.label,
    title: place.of === 'tag' ? fill(strings(locale).tagTitle, { name: subject.name }) : subject.name,
    about: subject.about,
    portrait,
    storiesTitle: place.of === 'author' ? fill(strings(locale).storiesBy, { name: subject.name }) : null,
    stories: shown,
    archive: archive(reading, locale, subject, null),
    sectionSlug: place.of === 'section' ? place.slug : null,
    feed,
  };
}

function authorsLink(locale: Locale): Link {
  return { text: strings(locale).authors, path: pathOf({ kind: 'authors', locale }) };
}

// What stands first on the page is what it is known by elsewhere.
function firstPicture(shown: Story[]): StoryPicture | null {
  return shown.find(({ picture }) => picture?.picture.card)?.picture ?? null;
}

// Only the page of an author is about someone.
function authorFacts(
  reading: Reading,
  locale: Locale,
  subject: Subject,
  portrait: StoryPicture | null,
  other: StoryPicture | null,
): Pick<PageFacts, 'preview' | 'things'> {
  if (subject.authorKind === null) return {};
  const url = reading.siteUrl + subject.path;
  const image = portrait && previewImage(reading, portrait);
  const author = { kind: subject.authorKind, name: subject.name, url, description: subject.about[0] ?? '', image };
  const picture = portrait ? { ...portrait, alt: subject.name } : other;
  return { preview: { type: 'profile', picture }, things: [profilePage(author, locale)] };
}

/** The months of a list by year, newest year first. */
function archive(reading: Reading, locale: Locale, subject: Subject, current: { year: number; month: number } | null): ArchiveYear[] {
  const { of, slug, scope } = subject;
  const read = (): ArchiveYear[] => readArchive(reading, locale, subject);
  const years = reading.lasting(`archive ${of} ${scopeKey(scope)} ${locale} ${slug[locale] ?? ''}`, read, weightOf);
  const path = current && monthPath(subject, locale, current.year, current.month);
  const marked = (months: ArchiveYear['months']): ArchiveYear['months'] => months.map((one) => ({ ...one, current: one.path === path }));
  return years.map((one) => (one.year === current?.year ? { ...one, months: marked(one.months) } : one));
}

// With what is printed of it.
function weightOf(years: ArchiveYear[]): number {
  return years.reduce((sum, { months }) => sum + 400 * months.length, 0);
}

function readArchive(reading: Reading, locale: Locale, subject: Subject): ArchiveYear[] {
  const years = new Map<number, ArchiveYear>();
  for (const { year, month } of months(reading, locale, subject.scope)) {
    const entry = years.get(year) ?? { year, months: [] };
    years.set(year, entry);
    const path = monthPath(subject, locale, year, month);
    if (path) entry.months.unshift({ text: monthName(month, locale), path, current: false });
  }
  return [...years.values()];
}

function monthVersions(reading: Reading, subject: Subject, year: number, month: number): PerLocale<SitePath> {
  const versions: PerLocale<SitePath> = {};
  for (const locale of locales) {
    if (subject.versions[locale] === undefined) continue;
    const path = hasMonth(reading, locale, subject.scope, year, month) ? monthPath(subject, locale, year, month) : null;
    if (path) versions[locale] = path;
  }
  return versions;
}

function monthPath({ of, slug }: Subject, locale: Locale, year: number, month: number): SitePath | null {
  const own = slug[locale];
  return own === undefined ? null : pathOf({ kind: 'month', of, locale, slug: own, year, month });
}

// A language in which a month has no story leads to the list itself.
function elsewhere(reading: Reading, { versions, names }: Subject): PerLocale<Link> {
  return Object.fromEntries(
    locales.flatMap((locale) => {
      const path = versions[locale];
      return path === undefined ? [] : [[locale, { text: names[locale] ?? siteNameOf(reading, locale), path }]];
    }),
  );
}
