import { type Locale, localizedField, locales } from '@broadsheet/shared';

import { refusal } from '../rules/refusal';
import { say } from '../rules/say';
import { checkSlug, freeSlug } from '../rules/slug-rules';
import { publishedStoriesOf, storiesOf } from '../rules/usage';
import { languageName, nouns, russianOf, stories } from '../rules/words';
import { addressOfName } from './addresses';
import { documentIdOf, type Edit } from './edit';
import { type NamedType, newsroomTypes } from './newsroom-types';
import { type Move, writeRedirects } from './redirects';

/** Every write of a section, author or tag. */
export async function editName(type: NamedType, edit: Edit): Promise<unknown> {
  switch (edit.action) {
    case 'create':
    case 'update':
    case 'clone':
      return save(type, edit);
    case 'delete':
      return remove(type, edit);
    default:
      return edit.proceed();
  }
}

/** Name and slug of one language. */
interface Words {
  name: string | null;
  slug: string | null;
}

async function save(type: NamedType, edit: Edit): Promise<unknown> {
  const { documentId, data = {} } = edit.params;
  const current = documentId ? await rowOf(type, edit, documentId) : new Map<string, unknown>();
  // A duplicate is a new one that begins with the words of the other, but not with its addresses.
  const id = edit.action === 'update' ? documentId : undefined;
  const words: Record<string, string | null> = {};
  for (const locale of locales) {
    const next = await nextWords({ type, edit, id, locale, current, data });
    words[localizedField('name', locale)] = next.name;
    words[localizedField('slug', locale)] = next.slug;
  }
  if (!locales.some((locale) => words[localizedField('name', locale)])) {
    throw refusal(
      say({
        en: `The ${nouns[type]} has no name. Write one in at least one language.`,
        ru: 'Нет названия. Напишите его хотя бы на одном языке.',
      }),
      localizedField('name', locales[0]),
    );
  }
  edit.params = { ...edit.params, data: { ...data, ...words } };
  const result = await edit.proceed();
  if (result === null || result === undefined) return result;
  const saved = documentIdOf(result);
  edit.log({ type, id: saved, locale: null, state: 'live' });
  if (edit.action === 'update') await writeRedirects(edit.trx, movesOf(type, saved, current, words));
  return result;
}

interface Question {
  type: NamedType;
  edit: Edit;
  id: string | undefined;
  locale: Locale;
  current: ReadonlyMap<string, unknown>;
  data: Readonly<Record<string, unknown>>;
}

async function nextWords({ type, edit, id, locale, current, data }: Question): Promise<Words> {
  const nameField = localizedField('name', locale);
  const slugField = localizedField('slug', locale);
  const before = { name: filled(current.get(nameField)), slug: filled(current.get(slugField)) };
  const name = nameField in data ? filled(data[nameField]) : before.name;
  if (!name) {
    if (before.name && id !== undefined) await refuseIfShown(type, edit, id, locale);
    return { name: null, slug: null };
  }
  const given = slugField in data ? filled(data[slugField]) : before.slug;
  const owner = { type, id, locale };
  const isOriginals = id === undefined && given === before.slug;
  if (!given || isOriginals) return { name, slug: await slugFrom(edit, owner, name, slugField) };
  if (given !== before.slug) await checkSlug(edit.trx, owner, given, slugField);
  return { name, slug: given };
}

async function slugFrom(edit: Edit, owner: Parameters<typeof freeSlug>[1], name: string, field: string): Promise<string> {
  const made = await freeSlug(edit.trx, owner, name);
  if (made) return made;
  throw refusal(
    say({
      en: `No address could be made from the ${languageName(owner.locale)} name “${name}”. Type one in Latin letters.`,
      ru: `Из названия «${name}» не получился адрес. Наберите его латинскими буквами.`,
    }),
    field,
  );
}

async function refuseIfShown(type: NamedType, { trx }: Edit, id: string, locale: Locale): Promise<void> {
  const count = await publishedStoriesOf(trx, type, id, locale);
  if (count === 0) return;
  throw refusal(
    say({
      en:
        `${stories(count)} published in ${languageName(locale)} show this ${nouns[type]}, so its ${languageName(locale)} name cannot be emptied. ` +
        `Change it, or give those stories another ${nouns[type]} first.`,
      ru: `Название на ${russianOf(locale)} языке стереть нельзя: его показывают опубликованные материалы (${count}). Измените его или сначала уберите оттуда.`,
    }),
    localizedField('name', locale),
  );
}

function movesOf(
  type: NamedType,
  id: string,
  before: ReadonlyMap<string, unknown>,
  words: Readonly<Record<string, string | null>>,
): Move[] {
  return locales.flatMap((locale) => {
    const field = localizedField('slug', locale);
    const then = filled(before.get(field));
    const now = words[field];
    return then && now && then !== now ? [{ from: addressOfName(type, locale, then), to: { type, id, locale } }] : [];
  });
}

async function remove(type: NamedType, edit: Edit): Promise<unknown> {
  const { documentId } = edit.params;
  if (!documentId) return edit.proceed();
  const count = await storiesOf(edit.trx, type, documentId);
  if (count > 0) {
    const have = count === 1 ? '1 story has' : `${count} stories have`;
    throw refusal(
      say({
        en: `${have} this ${nouns[type]}, drafts included. Give them another ${nouns[type]} first, then delete it.`,
        ru: `Пока стоит в материалах, считая черновики: ${count}. Сначала уберите оттуда, потом удаляйте.`,
      }),
    );
  }
  const settings = type === 'category' ? await settingsThatOrder(edit, documentId) : [];
  const result = await edit.proceed();
  edit.log({ type, id: documentId, locale: null, state: 'gone' });
  // Strapi takes it out of the section order.
  edit.log(...settings.map((row) => ({ type: 'site-setting' as const, id: row.documentId, locale: null, state: 'live' as const })));
  return result;
}

function settingsThatOrder({ strapi }: Edit, documentId: string): Promise<{ documentId: string }[]> {
  return strapi.db.query(newsroomTypes['site-setting'].uid).findMany({ where: { sectionOrder: { documentId } }, select: ['documentId'] });
}

async function rowOf(type: NamedType, { strapi }: Edit, documentId: string): Promise<Map<string, unknown>> {
  const row: unknown = await strapi.db.query(newsroomTypes[type].uid).findOne({ where: { documentId } });
  return new Map(typeof row === 'object' && row !== null ? Object.entries(row) : []);
}

function filled(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
