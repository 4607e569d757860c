import { pathOf, type SitePath } from '@broadsheet/shared';

import { armenian } from './armenian';
import { english } from './english';
import { company, person, place } from './invented-names';
import { Random } from './random';
import { russian } from './russian';
import { firstAppearance } from './schedule';
import type { Language, Theme, Voice } from './voice';
import { type ArchiveLocale, archiveLocales, sections } from './words/names';

/** How many of each thing the archive has, whatever the number of articles. */
export const archiveSizes = { sections: sections.length, authors: 60, tags: 300, pictures: 8 } as const;

/** One language version of a made-up article. */
export interface SeededVersion {
  locale: ArchiveLocale;
  title: string;
  slug: string;
  summary: string;
  /** Markdown of 300 to 700 words. */
  body: string;
  cover: { alt: string; caption: string; credit: string } | null;
  /** Milliseconds since 1970 UTC. */
  publicationDate: number;
}

/** One made-up article. Sections, authors, tags and pictures are places in the archive's own lists. */
export interface SeededArticle {
  documentId: string;
  section: number;
  authors: number[];
  tags: number[];
  /** The picture of the cover, or null. */
  picture: number | null;
  /** Numbers of earlier articles. */
  related: number[];
  versions: SeededVersion[];
}

/** What the maker of articles takes from outside. */
export interface ArchiveSurroundings {
  slugify(text: string, locale: ArchiveLocale): string;
  /** Addresses of the pictures, as bodies name them. */
  pictureUrls: readonly string[];
}

/**
 * The article of this number. Depends on nothing but the seed and the number, so that an archive can be continued;
 * it links only to articles of smaller numbers.
 */
export function makeArticle(seed: string, number: number, surroundings: ArchiveSurroundings): SeededArticle {
  const shape = shapeOf(seed, number);
  return {
    documentId: articleId(seed, number),
    section: shape.section,
    authors: shape.random.ranks(shape.random.chance(0.82) ? 1 : 2, archiveSizes.authors),
    tags: shape.random.ranks(shape.random.between(1, 6), archiveSizes.tags),
    picture: shape.picture,
    related: shape.related,
    versions: archiveLocales.map((locale) => makeVersion(seed, number, locale, shape, surroundings)),
  };
}

export function articleId(seed: string, number: number): string {
  return new Random(`${seed}/article/${number}`).documentId();
}

const languages: Record<ArchiveLocale, Language> = { en: english, ru: russian, hy: armenian };

/** How much later a language version appears than the first, in milliseconds. Never into another day. */
const delay: Record<ArchiveLocale, number> = { en: 0, ru: 17 * 60_000, hy: 34 * 60_000 };

/** Letters in a word of the archive with the space after it. Counting letters is much faster than counting words. */
const wordLength: Record<ArchiveLocale, number> = { en: 6.8, ru: 8.2, hy: 8.6 };

/** What the language versions of an article have in common. */
interface Shape {
  random: Random;
  section: number;
  theme: Theme;
  picture: number | null;
  inlinePicture: number | null;
  related: number[];
  linked: number | null;
  /** Words a body aims at. */
  length: number;
}

function shapeOf(seed: string, number: number): Shape {
  const random = new Random(`${seed}/shape/${number}`);
  const section = random.rank(archiveSizes.sections);
  const earlier = (): number => Math.floor(Math.sqrt(random.next()) * number);
  return {
    random,
    section,
    theme: themeOf(random, number, section),
    picture: random.chance(0.35) ? random.between(0, archiveSizes.pictures - 1) : null,
    inlinePicture: random.chance(0.12) ? random.between(0, archiveSizes.pictures - 1) : null,
    related: number > 3 && random.chance(0.3) ? [...new Set([earlier(), earlier()])] : [],
    linked: number > 0 && random.chance(0.6) ? earlier() : null,
    length: random.between(320, 620),
  };
}

/** People, places and companies: most are known from other articles, some appear for the first time. */
function themeOf(random: Random, number: number, section: number): Theme {
  const known = 60 + Math.floor(4 * Math.sqrt(number));
  const some = (first: number): number => (random.chance(0.35) ? first : random.rank(known));
  return {
    people: [person(some(1000 + number * 2)), person(some(1001 + number * 2))],
    places: [place(some(1000 + number)), place(random.rank(known))],
    companies: [company(some(1000 + number))],
    offset: section * 9 + random.between(0, 20),
  };
}

/** Title, slug and address: what other articles need to know of one, cheap to make again. */
function headOf(seed: string, number: number, locale: ArchiveLocale, theme: Theme, surroundings: ArchiveSurroundings): Head {
  const title = languages[locale].title({ random: new Random(`${seed}/title/${number}/${locale}`), theme });
  const words = surroundings.slugify(title, locale);
  // The number makes it unique. Within a language no slug is longer than the newsroom allows.
  const slug = `${words.length > 100 ? words.slice(0, 100).replace(/-[^-]*$/, '') : words}-${(number + 46_656).toString(36)}`;
  const date = firstAppearance(seed, number) + delay[locale];
  const on = new Date(date);
  const path = pathOf({ kind: 'article', locale, slug, year: on.getUTCFullYear(), month: on.getUTCMonth() + 1 });
  return { title, slug, date, path };
}

function makeVersion(seed: string, number: number, locale: ArchiveLocale, shape: Shape, surroundings: ArchiveSurroundings): SeededVersion {
  const head = headOf(seed, number, locale, shape.theme, surroundings);
  const voice: Voice = { random: new Random(`${seed}/body/${number}/${locale}`), theme: shape.theme };
  const language = languages[locale];
  const summary = `${language.sentence(voice)} ${language.sentence(voice)}`;
  const links = linkTo(seed, shape.linked, locale, surroundings);
  const picture = shape.inlinePicture === null ? null : (surroundings.pictureUrls[shape.inlinePicture] ?? null);
  return {
    locale,
    title: head.title,
    slug: head.slug,
    summary,
    body: writeBody(language, voice, shape.length * wordLength[locale], links, picture),
    cover: shape.picture === null ? null : language.pictureWords(voice),
    publicationDate: head.date,
  };
}

function linkTo(seed: string, number: number | null, locale: ArchiveLocale, surroundings: ArchiveSurroundings): string | null {
  if (number === null) return null;
  const { theme } = shapeOf(seed, number);
  const { title, path } = headOf(seed, number, locale, theme, surroundings);
  return `[${title.replace(/[\\[\]]/g, '\\$&')}](${path})`;
}

function writeBody(language: Language, voice: Voice, length: number, link: string | null, picture: string | null): string {
  const { random } = voice;
  const parts: string[] = [];
  let written = 0;
  const add = (part: string): void => {
    parts.push(part);
    written += part.length;
  };
  add(paragraph(language, voice));
  add(paragraph(language, voice));
  if (link !== null) add(language.seeAlso(link));
  if (picture !== null) {
    const { alt, caption } = language.pictureWords(voice);
    parts.push(`![${alt}](${picture} "${caption.replace(/"/g, '')}")`);
  }
  while (written < length) {
    if (random.chance(0.35)) add(`## ${language.heading(voice)}`);
    add(paragraph(language, voice));
    if (random.chance(0.18)) add(quotation(language, voice));
    if (random.chance(0.12)) add(list(language, voice));
  }
  return parts.join('\n\n');
}

function paragraph(language: Language, voice: Voice): string {
  return Array.from({ length: voice.random.between(2, 5) }, () => language.sentence(voice)).join(' ');
}

function quotation(language: Language, voice: Voice): string {
  const { words, speaker } = language.quotation(voice);
  return `> ${words}\n>\n> — ${speaker}`;
}

function list(language: Language, voice: Voice): string {
  return Array.from({ length: voice.random.between(3, 5) }, () => `- ${language.item(voice)}`).join('\n');
}

interface Head {
  title: string;
  slug: string;
  date: number;
  path: SitePath;
}
