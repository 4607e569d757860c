/** The words of the interface in each language, and how sentences are made of them. */
import { locales, type Locale } from '@broadsheet/shared';

import { Recent } from '../content/recent.ts';
import type { DigitGroups } from '../scripts/grouped-digits.ts';
import { en } from './en.ts';
import { hy } from './hy.ts';
import { ru } from './ru.ts';
import type { PluralName, Strings } from './schema.ts';

/** Every word of the interface in one language. */
export function strings(locale: Locale): Strings {
  return all[locale];
}

/** A template with its `{names}` filled in. A name without a value stays as it is, so that the gap is seen. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** "1 story", "5 stories"; the number is written as the language writes it. */
export function count(locale: Locale, forms: Strings[PluralName], value: number): string {
  const { plural, number, counted } = grammars[locale];
  // Most numbers are small and come again and again.
  const { form, digits } = counted.keep(String(value), () => ({ form: plural.select(value), digits: number.format(value) }));
  return fill(forms[form] ?? forms.other ?? '{count}', { count: digits });
}

/** Names as the language lists them ("A, B and C"), cut into names and what stands between them, so that names can be links. */
export function listParts(locale: Locale, names: string[]): { text: string; isName: boolean }[] {
  // Most stories have one author, and Intl takes long.
  if (names.length === 1) return names.map((text) => ({ text, isName: true }));
  return grammars[locale].list.formatToParts(names).map(({ type, value }) => ({ text: value, isName: type === 'element' }));
}

/** How a language groups the digits of a whole number. */
export function digitGroups(locale: Locale): DigitGroups {
  return grammars[locale].groups;
}

function readGroups(number: Intl.NumberFormat): DigitGroups {
  const mark = (value: number): string | undefined => number.formatToParts(value).find(({ type }) => type === 'group')?.value;
  return { mark: mark(1_234_567) ?? '', from: mark(1234) === undefined ? 5 : 4 };
}

// Making them takes far longer than asking them, and asking them takes long.
const grammars = perLocaleOf((locale) => {
  const number = new Intl.NumberFormat(locale);
  return {
    plural: new Intl.PluralRules(locale),
    number,
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    groups: readGroups(number),
    counted: new Recent<{ form: Intl.LDMLPluralRule; digits: string }>(1000),
  };
});

function perLocaleOf<T>(make: (locale: Locale) => T): Record<Locale, T> {
  return Object.fromEntries(locales.map((locale) => [locale, make(locale)])) as Record<Locale, T>;
}

const all: Record<Locale, Strings> = { en, ru, hy };
