import { pathOf, type Address, type Locale, type PerLocale, type SitePath, locales } from '@broadsheet/shared';

import { latest, type ArticleCard } from '../content/articles.ts';
import { sections, type NameCard } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { frame, siteNameOf, type Frame, type Link } from './frame.ts';
import { banner, type Banner } from './notices.ts';
import { stories, story, storyPicture, type Story } from './story.ts';
import { frontThings } from './structured-data.ts';

export interface FrontPage {
  frame: Frame;
  /** Null when nothing is published in this language. */
  lead: Story | null;
  seconds: Story[];
  latest: Story[];
  /** In the order of the settings; sections whose stories all stand above are left out. */
  sections: FrontSection[];
  /** Set by the editors while something breaks; null otherwise. */
  banner: Banner | null;
}

export interface FrontSection {
  section: Link;
  /** Shown with picture and standfirst. */
  first: Story;
  /** Shown as headlines. */
  rest: Story[];
}

const secondCount = 2;
const latestCount = 8;
const sectionCount = 4;

/** The front page of a language. No story stands on it twice. */
export function frontPage(reading: Reading, { locale }: Extract<Address, { kind: 'front' }>): FrontPage {
  // What the editors flagged last leads; when they have flagged nothing, the newest story does.
  const newest = latest(reading, locale, 'all', 1 + secondCount + latestCount);
  const lead = latest(reading, locale, 'lead', 1)[0] ?? newest[0];
  const others = newest.filter(({ id }) => id !== lead?.id).slice(0, secondCount + latestCount);
  const shown = new Map([...(lead ? [lead] : []), ...others].map((card) => [card.id, card]));
  const tagline = setting(reading, 'tagline')[locale] ?? '';
  return {
    frame: frame(reading, {
      locale,
      path: pathOf({ kind: 'front', locale }),
      title: null,
      description: tagline,
      versions: frontVersions(),
      preview: { picture: lead?.cover ? storyPicture(reading, lead.cover.fileId, lead.cover.alt) : null },
      things: frontThings(reading, locale, siteNameOf(reading, locale), tagline),
    }),
    lead: lead ? story(reading, lead) : null,
    seconds: stories(reading, others.slice(0, secondCount)),
    latest: stories(reading, others.slice(secondCount)),
    sections: sections(reading, locale).flatMap((section) => frontSection(reading, locale, section, shown) ?? []),
    banner: banner(reading, locale),
  };
}

function frontSection(reading: Reading, locale: Locale, section: NameCard, shown: ReadonlyMap<string, ArticleCard>): FrontSection | null {
  const above = [...shown.values()].filter(({ category }) => category?.id === section.id).length;
  const cards = latest(reading, locale, { kind: 'category', id: section.id }, sectionCount + above).filter(({ id }) => !shown.has(id));
  const [first, ...rest] = stories(reading, cards.slice(0, sectionCount));
  return first ? { section: { text: section.name, path: section.path }, first, rest } : null;
}

function frontVersions(): PerLocale<SitePath> {
  return Object.fromEntries(locales.map((locale) => [locale, pathOf({ kind: 'front', locale })]));
}
