/** The words of a query and of a story, made comparable as the index compares them. */
import type { Locale } from '@broadsheet/shared';

import { keysOfWord } from './keys.ts';

/** What a language knows of its words. */
export interface Language {
  /** As Pagefind's own stemmer does, in English nearly. */
  stem: (word: string) => string;
  /** Words that tell nothing of a story. */
  stopWords: ReadonlySet<string>;
}

/** One word that is searched. */
export interface Term {
  /** As the reader wrote it, for messages. */
  written: string;
  /** As it is asked of Pagefind. */
  text: string;
  /** As the index has it. */
  fold: string;
  stem: string;
  /** One for each part of the word; none where keys do not help. */
  keys: string[];
}

/** So many letters make a word whose beginning may be searched; shorter ones are searched whole. */
export const shortestPrefix = 3;

/** The words of a query that are searched; when all tell nothing, all of them. */
export function termsOf(query: string, locale: Locale, language: Language): Term[] {
  const written = query.split(/[\s/]+/).flatMap((word) => (folded(word) === '' ? [] : [word]));
  const telling = written.filter((word) => !language.stopWords.has(spelt(word)));
  const seen = new Set<string>();
  return (telling.length > 0 ? telling : written).flatMap((word) => {
    const text = canonical(word.toLowerCase());
    const fold = folded(text);
    if (seen.has(fold)) return [];
    seen.add(fold);
    return [{ written: word.replace(/^\p{P}+|\p{P}+$/gu, ''), text, fold, stem: language.stem(fold), keys: keysOfWord(text, locale) }];
  });
}

/** True when as-you-type search makes sense: its last word is not just begun. */
export function isSearchable(query: string): boolean {
  const words = query.trim().split(/\s+/);
  return words.some((word) => folded(word).length >= shortestPrefix);
}

/** So many words of stories are remembered with their forms. */
const remembered = 30_000;

/** Which words of a text are searched. */
export class WordMatcher {
  readonly #language: Language;
  readonly #locale: Locale;
  readonly #tokens = new Map<string, Token>();

  constructor(language: Language, locale: Locale) {
    this.#language = language;
    this.#locale = locale;
  }

  /** True when a word of the text is this one in any form, or begins with it. */
  has(text: string, term: Term): boolean {
    return text.split(/\s+/).some((token) => this.isOne(token, term));
  }

  isOne(token: string, { fold, stem }: Term): boolean {
    return this.#read(token).words.some((word) => {
      // No stemmer changes the first letter.
      if (word.fold[0] !== fold[0]) return false;
      if (fold.length < shortestPrefix) return word.fold === fold;
      if (word.fold.startsWith(fold)) return true;
      word.stem ??= this.#language.stem(word.fold);
      // Two letters are the beginning of too much.
      if (stem.length < shortestPrefix) return word.stem === stem;
      return word.fold.startsWith(stem) || word.stem.startsWith(stem);
    });
  }

  /** True when it has the key of the word. */
  sharesKeys(token: string, term: Term): boolean {
    if (term.keys.length === 0) return false;
    const read = this.#read(token);
    read.keys ??= keysOfWord(token.replace(/^\p{P}+|\p{P}+$/gu, ''), this.#locale).join(' ');
    return hasKeys(read.keys, term);
  }

  #read(token: string): Token {
    let read = this.#tokens.get(token);
    if (!read) {
      if (this.#tokens.size >= remembered) this.#tokens.clear();
      read = { words: variants(token).map((fold) => ({ fold })) };
      this.#tokens.set(token, read);
    }
    return read;
  }
}

// What is costly to know is looked for when it is asked for.
interface Token {
  words: { fold: string; stem?: string }[];
  keys?: string;
}

/** True when a story's keys have those of the word, or longer ones that begin with them. */
export function hasKeys(keys: string, term: Term): boolean {
  return term.keys.length > 0 && term.keys.every((key) => ` ${keys}`.includes(` ${key}`));
}

/** What the index has of a title apart: its words as they are written, and their stems. */
export function titleWords(title: string, { stem }: Language): string {
  const words = title.split(/\s+/).flatMap((token) => variants(token));
  return [...new Set(words.flatMap((fold) => [asWritten(fold), asStem(stem(fold))]))].join(' ');
}

/** A word of `titleWords`. Behind these letters no stemmer sees an ending; no key and hardly a word of a story has them there. */
export function asWritten(fold: string): string {
  return `${fold}qw`;
}

export function asStem(stem: string): string {
  return `${stem}qx`;
}

/** As the index has it: no capitals, accents, points or marks; "ё" is "е". */
export function folded(word: string): string {
  return canonical(word.toLowerCase())
    .replace(/[\p{P}\p{S}]/gu, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

// The two letters that "և" is made of, and what its capitals become.
function canonical(word: string): string {
  return word.replace(/եւ|եվ/g, 'և');
}

function spelt(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, '')
    .replace(/ё/g, 'е');
}

// "санкт-петербургский" is found whole and by its parts.
function variants(token: string): string[] {
  const parts = token.split(/[\p{P}\p{S}]+/u).map(folded);
  return [...new Set([folded(token), ...parts])].filter((word) => word !== '');
}
