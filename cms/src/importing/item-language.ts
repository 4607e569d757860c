import { isLocale, type Locale } from '@broadsheet/shared';

import type { WxrItem } from './wxr-items';

/** The language that an item names itself, as Polylang and WPML export it: `ru`, `pt-br`; null when it names none. */
export function namedLanguageOf(item: WxrItem): string | null {
  const polylang = item.terms.find(({ domain }) => domain === 'language')?.slug;
  const wpml = item.meta['_wpml_import_language_code'] ?? item.meta['_wpml_language'];
  return (polylang || wpml || '').trim().toLowerCase() || null;
}

/** What the versions of one story in several languages have in common, as those plugins export it. */
export function translationsOf(item: WxrItem): string | null {
  const polylang = item.terms.find(({ domain }) => domain === 'post_translations')?.slug;
  return polylang || (item.meta['_wpml_import_translation_group'] ?? '').trim() || null;
}

/** A language of the newsroom by a plugin's code for it: `ru`, `ru_RU`, `ru-ru`. */
export function localeOfCode(code: string): Locale | null {
  const language = code.split(/[-_]/)[0];
  return isLocale(language) ? language : null;
}
