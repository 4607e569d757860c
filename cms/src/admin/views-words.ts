const english = {
  views: 'Views',
  all: (views: string) => `${views} in all`,
  none: 'Nobody has read it yet.',
  last30Days: 'Last 30 days',
  chart: (sum: string, most: string, day: string) => `Views in the last 30 days: ${sum} in all, most on ${day} (${most}).`,
  quiet: 'No views in the last 30 days.',
  notKnown: 'The views cannot be read at the moment.',
  day: '24 hours',
  week: '7 days',
  readers: 'Readers',
  story: 'Story',
  tooFew: 'No story has had five readers in this time.',
  today: (views: string) => `Counted today: ${views}.`,
  left: (hits: string, reasons: string) => `Left out: ${hits} (${reasons}).`,
  reasons: {
    'bad-request': 'not from the site',
    prefetch: 'fetched in advance',
    'link-preview': 'link previews',
    bot: 'robots',
    editor: 'own staff',
    'unknown-article': 'unknown stories',
    'too-many': 'too many from one place',
    repeat: 'repeats',
  } as Record<string, string>,
};

const russian: typeof english = {
  views: 'Просмотры',
  all: (views) => `Всего ${views}`,
  none: 'Материал ещё никто не читал.',
  last30Days: 'За 30 дней',
  chart: (sum, most, day) => `Просмотры за 30 дней: всего ${sum}, больше всего ${day} (${most}).`,
  quiet: 'За 30 дней просмотров не было.',
  notKnown: 'Сейчас просмотры прочитать не удалось.',
  day: 'За сутки',
  week: 'За неделю',
  readers: 'Читателей',
  story: 'Материал',
  tooFew: 'За это время ни у одного материала не набралось пяти читателей.',
  today: (views) => `Засчитано сегодня: ${views}.`,
  left: (hits, reasons) => `Не засчитано: ${hits} (${reasons}).`,
  reasons: {
    'bad-request': 'не с сайта',
    prefetch: 'загружено заранее',
    'link-preview': 'превью ссылок',
    bot: 'роботы',
    editor: 'свои сотрудники',
    'unknown-article': 'неизвестные материалы',
    'too-many': 'слишком много с одного адреса',
    repeat: 'повторы',
  },
};

/** The words about views, in the language of the admin; Strapi keeps that on the page. */
export function viewsWords(): typeof english {
  return document.documentElement.lang.startsWith('ru') ? russian : english;
}

/** As the language writes numbers: "1,475", "1 475". */
export function number(value: number): string {
  return value.toLocaleString(document.documentElement.lang || 'en');
}

/** "18 November", "18 ноября". @param day `2026-11-18` */
export function dayAndMonth(day: string): string {
  return new Intl.DateTimeFormat(document.documentElement.lang === 'ru' ? 'ru' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
}
