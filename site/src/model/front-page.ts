import { pathOf, type Address, type Locale, type PerLocale, type SitePath, locales } from '@broadsheet/shared';

import { latest, type ArticleCard } from '../content/articles.ts';
import { sections, signature, type NameCard } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { frame, siteNameOf, type Frame, type Link } from './frame.ts';
import { banner, type Banner } from './notices.ts';
import { stories, story, storyPicture, type Story, type StoryPicture } from './story.ts';
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

/** `column`: a picture, a standfirst, then headlines. `signed`: each story with its author's face and its standfirst. */
export type FrontSection = { section: Link } & (
  { form: 'column'; first: Story; rest: Story[] } | { form: 'signed'; stories: { story: Story; portrait: StoryPicture | null }[] }
);

const secondCount = 2;
const latestCount = 8;
const sectionCount = 4;
// The second section of the newspaper's order breaks the row of columns: it is set by its authors.
const signedPlace = 1;
const signedCount = 3;

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
    sections: sections(reading, locale).flatMap((section, place) => frontSection(reading, locale, section, shown, place) ?? []),
    banner: banner(reading, locale),
  };
}

function frontSection(
  reading: Reading,
  locale: Locale,
  { id, name, path }: NameCard,
  shown: ReadonlyMap<string, ArticleCard>,
  place: number,
): FrontSection | null {
  const above = [...shown.values()].filter(({ category }) => category?.id === id).length;
  const cards = latest(reading, locale, { kind: 'category', id }, sectionCount + above).filter((card) => !shown.has(card.id));
  const section: Link = { text: name, path };
  if (place === signedPlace && cards.length > 0) {
    const signed = cards.slice(0, signedCount).map((card) => ({ story: story(reading, card), portrait: portrait(reading, card) }));
    return { section, form: 'signed', stories: signed };
  }
  const [first, ...rest] = stories(reading, cards.slice(0, sectionCount));
  return first ? { section, form: 'column', first, rest } : null;
}

// The name stands beside it, so the picture itself says nothing.
function portrait(reading: Reading, { authors }: ArticleCard): StoryPicture | null {
  const [first] = authors;
  const { portraitId = null } = (first && signature(reading, first.id)) ?? {};
  return portraitId === null ? null : storyPicture(reading, portraitId, '');
}

function frontVersions(): PerLocale<SitePath> {
  return Object.fromEntries(locales.map((locale) => [locale, pathOf({ kind: 'front', locale })]));
}
