import { locales } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { languages } from '../src/i18n/languages.ts';
import { stringsSchema } from '../src/i18n/schema.ts';
import { count, fill, listParts, strings } from '../src/i18n/strings.ts';

// These are marks and names only, the same in every language.
const wordless = new Set(['languageElsewhere', 'byline', 'feed', 'feedOf', 'monthArchive', 'copyright']);

describe.each(locales)('the words of the interface in %s', (locale) => {
  const words = strings(locale);

  it('are complete, and name what they fill in', () => {
    expect(stringsSchema.safeParse(words).error?.issues ?? []).toEqual([]);
  });

  it('have a form for every plural of the language', () => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const forms of [words.searchFound, words.readingTime]) expect(Object.keys(forms).sort()).toEqual([...categories].sort());
  });

  it('are in its own letters', () => {
    const script = new RegExp(`\\p{Script=${languages[locale].script}}`, 'u');
    const foreign = Object.entries(words).filter(([key, value]) => !wordless.has(key) && !script.test(JSON.stringify(value)));
    expect(foreign).toEqual([]);
  });

  it.runIf(locale !== 'en')('are not left in English', () => {
    const english = new Map(Object.entries(strings('en')).map(([key, value]) => [key, JSON.stringify(value)]));
    const left = Object.entries(words).filter(([key, value]) => !wordless.has(key) && JSON.stringify(value) === english.get(key));
    // A language of the same letters may share a word, but not its sentences.
    expect(left.filter(([key]) => languages[locale].script !== 'Latin' || / /.test(english.get(key) ?? ''))).toEqual([]);
  });

  it.runIf(locale === 'hy')('use Armenian punctuation', () => {
    const latinMarks = Object.entries(words).filter(([, value]) => typeof value === 'string' && /[?!:;]|\p{L}\.(?:$| \p{Lu})/u.test(value));
    expect(latinMarks).toEqual([]);
  });
});

describe('plurals', () => {
  it.each([
    [1, '1 материал'],
    [2, '2 материала'],
    [5, '5 материалов'],
    [11, '11 материалов'],
    [21, '21 материал'],
    [112, '112 материалов'],
  ])('in Russian: %d', (value, text) => expect(count('ru', strings('ru').searchFound, value)).toBe(text));

  it('in English and Armenian', () => {
    expect(count('en', strings('en').searchFound, 1)).toBe('1 story');
    expect(count('en', strings('en').searchFound, 1200)).toBe('1,200 stories');
    expect(count('hy', strings('hy').searchFound, 2)).toBe('2 նյութ');
  });
});

describe('sentences', () => {
  it('leave a gap to be seen when a value is missing', () => expect(fill('{a} and {b}', { a: 'x' })).toBe('x and {b}'));
  it('do not fill in what a value brings along', () => expect(fill('{a}', { a: '{b}', b: 'no' })).toBe('{b}'));
  it('list names as the language does', () => {
    const text = (locale: 'en' | 'ru' | 'hy', ...names: string[]): string =>
      listParts(locale, names)
        .map((part) => part.text)
        .join('');
    expect(text('en', 'A', 'B', 'C')).toBe('A, B, and C');
    expect(text('ru', 'А', 'Б')).toBe('А и Б');
    expect(text('hy', 'Ա', 'Բ')).toBe('Ա և Բ');
  });
});
