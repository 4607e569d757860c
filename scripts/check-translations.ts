// Makes sure that every word of the interface is there in every language: node scripts/check-translations.ts
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { locales } from '@broadsheet/shared';
import { z } from 'zod';

import { root } from './repository.ts';

// One text, or one for each of the language's plural forms; groups may nest.
type Words = string | { [key: string]: Words };
const words: z.ZodType<Words> = z.lazy(() => z.union([z.string(), z.record(z.string(), words)]));

const pluralForms = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

/** A sentence for every string that is missing, empty, or lacks a plural form or a `{name}` in one of the languages. */
export function translationProblems(languages: Readonly<Record<string, unknown>>, folder: string): string[] {
  const strings = Object.entries(languages).map(([locale, value]) => ({ locale, texts: new Map(flatten(words.parse(value))) }));
  const keys = new Set(strings.flatMap(({ texts }) => [...texts.keys()]));
  return strings.flatMap(({ locale, texts }) =>
    [...keys].flatMap((key) => {
      const problem = problemOf(locale, texts.get(key), namesIn(strings.map((other) => other.texts.get(key))));
      return problem === null ? [] : [`${folder}/${locale}.ts: "${key}" ${problem}`];
    }),
  );
}

function problemOf(locale: string, text: Words | undefined, names: ReadonlySet<string>): string | null {
  if (text === undefined) return 'is missing, but another language has it. Add the translation.';
  const texts = typeof text === 'string' ? [text] : Object.values(text);
  if (texts.some((one) => typeof one !== 'string' || one.trim() === '')) return 'is empty. Add the translation.';
  if (typeof text !== 'string') {
    const lacking = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.filter((form) => !(form in text));
    if (lacking.length > 0) return `lacks the plural form ${lacking.map((form) => `"${form}"`).join(', ')} of this language. Add it.`;
  }
  const lost = [...names].filter((name) => !texts.some((one) => typeof one === 'string' && one.includes(name)));
  return lost.length > 0 ? `does not say ${lost.join(', ')}, but another language does. Put it where it belongs.` : null;
}

function flatten(value: Words, prefix = ''): [string, Words][] {
  if (typeof value === 'string') return [[prefix, value]];
  if (prefix !== '' && Object.keys(value).every((key) => pluralForms.has(key))) return [[prefix, value]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix === '' ? key : `${prefix}.${key}`));
}

function namesIn(texts: readonly (Words | undefined)[]): Set<string> {
  return new Set(JSON.stringify(texts).match(/\{\w+\}/g));
}

async function readLanguage(locale: string): Promise<unknown> {
  const file = join(root, `site/src/i18n/${locale}.ts`);
  // check-languages.ts says that it is missing; here every string of it is.
  if (!existsSync(file)) return {};
  const module: unknown = await import(pathToFileURL(file).href);
  return z.record(z.string(), z.unknown()).parse(module)[locale];
}

if (import.meta.main) {
  const languages = Object.fromEntries(await Promise.all(locales.map(async (locale) => [locale, await readLanguage(locale)] as const)));
  const problems = translationProblems(languages, 'site/src/i18n');
  for (const problem of problems) console.error(problem);
  console.log(
    `[check-translations] ${problems.length === 0 ? 'every string is there' : `${problems.length} strings to mend`} in ${locales.join(', ')}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
