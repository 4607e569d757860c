/** Which pages of a rendered site stand for all others: one of every kind in every language. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { locales, parsePath, type Address, type Locale } from '@broadsheet/shared';

export interface PageFile {
  path: string;
  locale: Locale;
  kind: Address['kind'];
  html: string;
}

export interface NamedPage extends PageFile {
  /** `article`, `short article`, `section`, `page`, or the kind of its address. */
  name: string;
}

/** Every page below a folder; those that only lead on are left out. */
export function pagesIn(www: string): PageFile[] {
  return readdirSync(www, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html') && !/^(?:fragments|search\/[a-z]{2})\//.test(file))
    .map((file) => {
      const path = `/${file.replace(/(^|\/)index\.html$/, '$1')}`;
      const address = parsePath(path);
      if (!address || !('locale' in address)) throw new Error(`${file} stands where no page of the site can stand.`);
      return { path, locale: address.locale, kind: address.kind, html: readFileSync(join(www, file), 'utf8') };
    })
    .filter(({ html }) => !html.includes('http-equiv="refresh"'));
}

/**
 * One page of every kind in every language, the longest of its kind: it shows most. Sections and pages share their
 * addresses and are two kinds; so are a story with the most and a story with the least.
 */
export function oneOfEachKind(pages: readonly PageFile[]): NamedPage[] {
  const chosen = new Map<string, NamedPage>();
  for (const page of pages.toSorted((a, b) => b.html.length - a.html.length)) {
    const name = page.kind === 'named' ? (page.html.includes('class="list-head"') ? 'section' : 'page') : page.kind;
    const key = `${page.locale} ${name}`;
    if (!chosen.has(key)) chosen.set(key, { ...page, name });
    else if (name === 'article') chosen.set(`${key}, the shortest`, { ...page, name: 'short article' });
  }
  return locales.flatMap((locale) => [...chosen.values()].filter((page) => page.locale === locale));
}
