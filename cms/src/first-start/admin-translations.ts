import { localeNames } from '@broadsheet/shared';

import type { EditorLanguage } from '../rules/say';
import { russianWords } from './admin-words-ru';

/** A text of the admin's forms and lists in the editor's language; what is not ours comes back as it was. */
export function fromEnglish(text: string, language: EditorLanguage): string {
  return language === 'ru' ? exchanged(text, russian) : text;
}

/** The other way: what a form sends back is kept in English, so that each editor reads it in their own language. */
export function toEnglish(text: string, language: EditorLanguage): string {
  return language === 'ru' ? exchanged(text, english) : text;
}

/** Translates every text of an answer or request that stands under one of these names, however deep. */
export function translated(value: unknown, translate: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => translated(one, translate));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' && names.has(name) ? translate(inner) : translated(inner, translate),
    ]),
  );
}

const names = new Set(['label', 'description', 'displayName']);

const russian = new Map(Object.entries(russianWords));
const english = new Map([...russian].map(([en, ru]) => [ru, en]));

// “Name (English)”: the language stays in its own language.
const withLanguage = new RegExp(`^(.+) (\\((?:${Object.values(localeNames).join('|')})\\))$`);

function exchanged(text: string, words: ReadonlyMap<string, string>): string {
  const whole = words.get(text);
  if (whole !== undefined) return whole;
  const [, base = '', language = ''] = withLanguage.exec(text) ?? [];
  const word = words.get(base);
  return word === undefined ? text : `${word} ${language}`;
}
