import { type Locale, localizedField } from '@broadsheet/shared';

import type { VersionedType } from '../publishing/newsroom-types';
import { type Problem, refusalOf } from './refusal';
import { say } from './say';
import { languageName, nouns, russianOf } from './words';

/** A draft that is to be published, with what it refers to. Fields of articles are absent on pages. */
export interface PublishableDraft {
  locale: Locale;
  title: string | null;
  slug: string | null;
  cover?: object | null;
  coverAlt?: string | null;
  coverCredit?: string | null;
  category?: object | null;
  authors?: object[];
  tags?: object[];
}

/**
 * What must be there before readers see it.
 * @param shownIn the languages in which the story's category, authors and tags will show: this one, and those in which
 *   the story is published already
 * @throws refusal that names everything that is missing
 */
export function checkPublishable(type: VersionedType, draft: PublishableDraft, shownIn: readonly Locale[]): void {
  const problems = [...missingWords(type, draft), ...(type === 'article' ? missingOfArticle(draft, shownIn) : [])];
  if (problems.length > 0) throw refusalOf(problems);
}

function missingWords(type: VersionedType, draft: PublishableDraft): Problem[] {
  const language = languageName(draft.locale);
  if (isEmpty(draft.title))
    return [
      {
        field: 'title',
        sentence: say({
          en: `The ${nouns[type]} has no ${language} title. Write one, then publish.`,
          ru: `Нет заголовка на ${russianOf(draft.locale)} языке. Напишите его и опубликуйте.`,
        }),
      },
    ];
  if (isEmpty(draft.slug)) {
    return [
      {
        field: 'slug',
        sentence: say({
          en: `No address could be made from the ${language} title. Type one in Latin letters, then publish.`,
          ru: `Из заголовка не получился адрес. Наберите его латинскими буквами и опубликуйте.`,
        }),
      },
    ];
  }
  return [];
}

function missingOfArticle(draft: PublishableDraft, shownIn: readonly Locale[]): Problem[] {
  const problems: Problem[] = [];
  if (draft.cover && isEmpty(draft.coverAlt)) {
    problems.push({
      field: 'coverAlt',
      sentence: say({
        en: 'The cover has no alternative text. Say what it shows, for those who cannot see it.',
        ru: 'У обложки нет описания. Скажите, что на ней, для тех, кто её не видит.',
      }),
    });
  }
  if (draft.cover && isEmpty(draft.coverCredit)) {
    problems.push({
      field: 'coverCredit',
      sentence: say({ en: 'The cover has no credit. Say whose picture it is.', ru: 'Не указано, чья обложка. Назовите автора снимка.' }),
    });
  }
  if (!draft.category)
    problems.push({
      field: 'category',
      sentence: say({ en: 'The story has no section. Choose one, then publish.', ru: 'Не выбран раздел. Выберите его и опубликуйте.' }),
    });
  const classified = [
    { field: 'category', noun: nouns.category, rows: draft.category ? [draft.category] : [] },
    { field: 'authors', noun: nouns.author, rows: draft.authors ?? [] },
    { field: 'tags', noun: nouns.tag, rows: draft.tags ?? [] },
  ];
  for (const { field, noun, rows } of classified) {
    for (const row of rows) for (const locale of shownIn) problems.push(...missingName(row, noun, locale, field));
  }
  return problems;
}

function missingName(row: object, noun: string, locale: Locale, field: string): Problem[] {
  const values = new Map(Object.entries(row));
  const missing = (['name', 'slug'] as const).filter((base) => isEmpty(values.get(localizedField(base, locale))));
  if (missing.length === 0) return [];
  const language = languageName(locale);
  const what = missing.map((base) => (base === 'name' ? 'name' : 'address')).join(' and ');
  const lacks = missing.map((base) => (base === 'name' ? 'названия' : 'адреса')).join(' и ');
  const sentence = say({
    en: `The ${noun} “${anyName(values)}” has no ${language} ${what}. Fill it in there, then publish this story.`,
    ru: `У «${anyName(values)}» нет ${lacks} на ${russianOf(locale)} языке. Впишите там и опубликуйте этот материал.`,
  });
  return [{ field, sentence }];
}

function anyName(values: ReadonlyMap<string, unknown>): string {
  const names = [...values].flatMap(([field, value]) => (field.startsWith('name') && typeof value === 'string' && value ? [value] : []));
  return names[0] ?? 'without a name';
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
