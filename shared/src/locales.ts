import { z } from 'zod';

/** The languages of the newsroom, in the order of the language switcher. This is the only list of them. */
export const locales = ['en', 'ru', 'hy'] as const;

export const locale = z.enum(locales);
export type Locale = z.infer<typeof locale>;

/** The language whose addresses have no prefix. */
export const defaultLocale: Locale = 'en';

/** Each language's name in that language. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  ru: 'Русский',
  hy: 'Հայերեն',
};

/**
 * The name of a plain field that holds one language's words on a type that is not localized:
 * `localizedField('name', 'ru')` is `nameRu`.
 */
export function localizedField<Base extends string, L extends Locale>(base: Base, of: L): `${Base}${Capitalize<L>}` {
  return `${base}${of.charAt(0).toUpperCase()}${of.slice(1)}` as `${Base}${Capitalize<L>}`;
}

export function isLocale(value: unknown): value is Locale {
  return locale.safeParse(value).success;
}
