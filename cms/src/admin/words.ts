const words = {
  en: {
    onTheSite: 'On the site',
    view: 'View on site',
    notYet: 'Readers cannot see it yet.',
    longTitle: (length: number) =>
      `The title has ${length} characters. Search engines and social networks cut it after 110; a shorter one says more.`,
  },
  ru: {
    onTheSite: 'На сайте',
    view: 'Посмотреть на сайте',
    notYet: 'Читатели этого пока не видят.',
    longTitle: (length: number) =>
      `В заголовке знаков: ${length}. Поисковики и соцсети обрезают его после 110 — короче будет выразительнее.`,
  },
};

/** The newsroom's own words of the admin, in the language of its interface; Strapi keeps that on the page. */
export function wordsOfAdmin(): (typeof words)['en'] {
  return document.documentElement.lang.startsWith('ru') ? words.ru : words.en;
}
