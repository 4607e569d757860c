// Makes sure that every language has its places outside the compiler's sight: node scripts/check-languages.ts
// With --write it makes the fields and lists that are missing: npm run languages
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { defaultLocale, type Locale, locales, localizedField } from '@broadsheet/shared';
import { format } from 'prettier';
import { z } from 'zod';

import { root } from './repository.ts';

// Records rather than objects of known keys: these would come out in another order.
const attribute = z.record(z.string(), z.unknown());
const schema = z.record(z.string(), z.unknown());
type Attribute = z.infer<typeof attribute>;
type Attributes = Record<string, Attribute>;
type Schema = Record<string, unknown> & { attributes: Attributes };

/**
 * The schema with a plain field for every language wherever the first language has one (`nameEn`), and with every
 * language in the lists that have the first; the names of what was missing.
 */
export function withLanguages(given: unknown, all: readonly Locale[] = locales): { schema: Schema; missing: string[] } {
  const whole = schema.parse(given);
  const found = { ...whole, attributes: z.record(z.string(), attribute).parse(whole['attributes']) };
  const missing: string[] = [];
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(found.attributes)) {
    attributes[name] = withEveryLanguage(name, value, all, missing);
    // Where the last of a group stands, those that are missing follow.
    const base = all
      .map((locale) => baseOf(name, locale))
      .find((one) => one !== null && localizedField(one, defaultLocale) in found.attributes);
    if (base === undefined || base === null || later(name, found.attributes, base, all)) continue;
    for (const locale of all) {
      const field = localizedField(base, locale);
      const model = found.attributes[localizedField(base, defaultLocale)];
      if (field in found.attributes || model === undefined) continue;
      attributes[field] = inLanguage(model, locale);
      missing.push(field);
    }
  }
  return { schema: { ...found, attributes }, missing };
}

/** The text with every language but the first in each expression like `^/(ru|hy)/`. */
export function withAddresses(text: string, all: readonly Locale[] = locales): string {
  const others = all.filter((locale) => locale !== defaultLocale).join('|');
  return text.replaceAll(/\^\/\((\?<language>)?[a-z|]+\)\//g, (_, name: string | undefined) => `^/(${name ?? ''}${others})/`);
}

function withEveryLanguage(name: string, value: Attribute, all: readonly Locale[], missing: string[]): Attribute {
  const list = z.array(z.string()).safeParse(value['enum']).data;
  if (!list?.includes(defaultLocale)) return value;
  const lacking = all.filter((locale) => !list.includes(locale));
  missing.push(...lacking.map((locale) => `"${locale}" in the list of ${name}`));
  return { ...value, enum: [...list, ...lacking] };
}

function baseOf(name: string, locale: Locale): string | null {
  const end = localizedField('', locale);
  return name.endsWith(end) && name.length > end.length ? name.slice(0, -end.length) : null;
}

/** Whether another language's field of the same words stands after `name`. */
function later(name: string, attributes: Attributes, base: string, all: readonly Locale[]): boolean {
  const names = Object.keys(attributes);
  return all.some((locale) => names.indexOf(localizedField(base, locale)) > names.indexOf(name));
}

function inLanguage(model: Attribute, locale: Locale): Attribute {
  const target = model['targetField'];
  const base = typeof target === 'string' ? baseOf(target, defaultLocale) : null;
  return base === null ? model : { ...model, targetField: localizedField(base, locale) };
}

/** A sentence for each file that lacks something; with `write` the files are mended where a program can. */
async function problems(write: boolean): Promise<string[]> {
  const found: string[] = [];
  const say = (file: string, what: string): number => found.push(`${file} lacks ${what}. Run "npm run languages", which adds it.`);
  for (const file of globSync(['cms/src/api/*/content-types/*/schema.json', 'cms/src/components/*/*.json'], { cwd: root }).sort()) {
    const { schema: whole, missing } = withLanguages(JSON.parse(readFileSync(join(root, file), 'utf8')));
    if (missing.length === 0) continue;
    if (!write) say(file, missing.join(', '));
    else writeFileSync(join(root, file), await format(JSON.stringify(whole, null, 2), { parser: 'json', printWidth: 140 }));
  }
  for (const map of ['docker/Caddyfile', 'docker/nginx.conf.example']) {
    const text = readFileSync(join(root, map), 'utf8');
    if (withAddresses(text) === text) continue;
    if (write) writeFileSync(join(root, map), withAddresses(text));
    else say(map, `a language in ^/(…)/`);
  }
  for (const locale of locales.filter((one) => !existsSync(join(root, `site/src/i18n/${one}.ts`)))) {
    found.push(
      `site/src/i18n/${locale}.ts is missing. Copy site/src/i18n/${defaultLocale}.ts and translate it; schema.ts says what each string is for.`,
    );
  }
  return found;
}

if (import.meta.main) {
  const found = await problems(process.argv.includes('--write'));
  for (const problem of found) console.error(problem);
  console.log(
    `[check-languages] ${found.length === 0 ? 'every place is filled' : `${found.length} places to fill`} in ${locales.join(', ')}`,
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}
