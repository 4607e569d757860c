import type { Locale } from '@broadsheet/shared';

import type { Language } from './words.ts';

/** What each language knows of its words; loaded when it is searched. */
export const languages: Record<Locale, () => Promise<Language>> = {
  en: async () => (await import('./languages/en.ts')).english,
  ru: async () => (await import('./languages/ru.ts')).russian,
  hy: async () => (await import('./languages/hy.ts')).armenian,
};
