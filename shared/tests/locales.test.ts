import { defaultLocale, isLocale, localeNames, locales, localizedField, perLocale } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

describe('the languages', () => {
  it('have a name each, and one of them is the default', () => {
    expect(Object.keys(localeNames)).toEqual([...locales]);
    expect(locales).toContain(defaultLocale);
  });

  it('are told from what is none', () => {
    expect(isLocale('hy')).toBe(true);
    for (const value of ['HY', 'xx', '', null, 3]) expect(isLocale(value)).toBe(false);
  });

  it('give plain fields their names', () => {
    expect(localizedField('name', 'ru')).toBe('nameRu');
    expect(localizedField('slug', 'en')).toBe('slugEn');
  });
});

describe('words per language', () => {
  const words = perLocale(z.string().min(2));

  it('keep what is said and drop what is empty', () => {
    expect(words.parse({ en: 'News', ru: '', hy: null })).toEqual({ en: 'News' });
    expect(words.parse({ en: undefined })).toEqual({});
  });

  it('are checked in every language', () => {
    expect(words.safeParse({ en: 'News', ru: 'Н' }).success).toBe(false);
    for (const value of [null, 'News', 3]) expect(words.safeParse(value).success).toBe(false);
  });
});
