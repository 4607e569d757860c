/** What the pages have to know of each language beyond its words. */
import type { Locale } from '@broadsheet/shared';

interface Language {
  /** Of its letters: chooses the typefaces; see `FontPreload.astro`, and `tokens.css` for `:lang()`. */
  script: 'Latin' | 'Cyrillic' | 'Armenian';
  /** Whether common words have Latin letters beyond “ÿ” (ą, ł, ş): what they are cut into is then fetched at once, too. */
  moreLetters?: boolean;
  /** For Open Graph, which wants a country beside the language. */
  territory: string;
  /** For `Intl`, which writes the month in the case that a date needs. */
  dates: string;
  /** Between the day and the month of a date. */
  afterDay: string;
  /** Between a date with its year and the time, and after the time. */
  beforeTime: string;
  afterTime: string;
  /** Whether the name of a month has a capital in the middle of a title. */
  capitalMonths: boolean;
  /** In letters: a headline's word of this length or more is given soft hyphens; a shorter one fits a line of the narrowest screen. */
  longWord: number;
  /** Whether the usual browsers break its words at the ends of lines by themselves (`hyphens: auto`). */
  hyphenatedByBrowsers: boolean;
  /**
   * Words that a grown reader reads silently in a minute, as measured with the same texts by Trauzettel-Klosinski and Dietz
   * (IReST, https://doi.org/10.1167/iovs.11-8284, which has 17 languages).
   */
  wordsInMinute: number;
}

const noBreak = '\u00a0';

export const languages: Record<Locale, Language> = {
  en: {
    script: 'Latin',
    territory: 'en_GB',
    // British English puts the day first.
    dates: 'en-GB',
    afterDay: ' ',
    beforeTime: ' ',
    afterTime: '',
    capitalMonths: true,
    longWord: 14,
    hyphenatedByBrowsers: true,
    wordsInMinute: 228,
  },
  ru: {
    script: 'Cyrillic',
    territory: 'ru_RU',
    dates: 'ru',
    afterDay: noBreak,
    beforeTime: ' ',
    afterTime: '',
    capitalMonths: false,
    longWord: 14,
    hyphenatedByBrowsers: true,
    wordsInMinute: 184,
  },
  hy: {
    script: 'Armenian',
    territory: 'hy_AM',
    dates: 'hy',
    afterDay: noBreak,
    beforeTime: ', ',
    afterTime: '',
    capitalMonths: false,
    // Its letters are wide.
    longWord: 10,
    hyphenatedByBrowsers: false,
    // Not measured; its words are about as long as Russian ones.
    wordsInMinute: 184,
  },
};
