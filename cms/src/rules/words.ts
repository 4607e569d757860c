import type { Locale } from '@broadsheet/shared';

import type { NamedType, VersionedType } from '../publishing/newsroom-types';

/** What editors call things. */
export const nouns: Record<NamedType | VersionedType, string> = {
  article: 'story',
  page: 'page',
  category: 'section',
  author: 'author',
  tag: 'tag',
};

/** `Russian`, `Armenian`: the language's name in the language of the sentences. */
export function languageName(locale: Locale): string {
  return names.of(locale) ?? locale;
}

/** The language for a Russian sentence, as after “на … языке”. */
export function russianOf(locale: Locale): string {
  return russianLanguages[locale];
}

const russianLanguages: Record<Locale, string> = { en: 'английском', ru: 'русском', hy: 'армянском' };

/** What editors call things in Russian. */
export const russianNouns: Record<NamedType | VersionedType, string> = {
  article: 'материал',
  page: 'страница',
  category: 'раздел',
  author: 'автор',
  tag: 'тема',
};

export function stories(count: number): string {
  return count === 1 ? '1 story' : `${count} stories`;
}

const names = new Intl.DisplayNames('en', { type: 'language' });
