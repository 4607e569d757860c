import type { Random } from './random';
import type { InventedName } from './invented-names';

/** What one article speaks of: its own few people, places and companies, and a turn of its vocabulary. */
export interface Theme {
  people: InventedName[];
  places: InventedName[];
  companies: InventedName[];
  /** Where in the word lists this article's own words begin; articles of one section share a region. */
  offset: number;
}

/** What a language needs to speak about a theme. */
export interface Voice {
  random: Random;
  theme: Theme;
}

/** A language that can fill a newspaper. Sentences end with the language's full stop and are plain text. */
export interface Language {
  title(voice: Voice): string;
  sentence(voice: Voice): string;
  /** The words of a quotation, without its quotation marks, and who said it. */
  quotation(voice: Voice): { words: string; speaker: string };
  /** A few words that may head a part of a story. */
  heading(voice: Voice): string;
  /** One item of a list, without a full stop. */
  item(voice: Voice): string;
  /** A sentence that leads to an earlier story, with its link in Markdown in the right place. */
  seeAlso(link: string): string;
  pictureWords(voice: Voice): { alt: string; caption: string; credit: string };
}

/** A word of a list sorted by frequency; half of the time one from the theme's own region of it. */
export function wordOf<T>({ random, theme }: Voice, words: readonly T[]): T {
  const rank = random.chance(0.5) ? random.rank(words.length) : theme.offset + random.rank(12);
  const word = words[rank % words.length];
  if (word === undefined) throw new RangeError('A word list is empty.');
  return word;
}

/** A count of things, round as newspapers round: always a multiple of ten from 20 to some 90,000. */
export function roundNumber(random: Random): number {
  const size = 10 ** random.between(1, 4);
  return random.between(2, 97) * Math.max(10, size / 10);
}

/** A share with one digit after the point, whose whole is never a plain "one". */
export function share(random: Random): { whole: number; tenth: number } {
  return { whole: random.between(2, 48), tenth: random.between(1, 9) };
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
