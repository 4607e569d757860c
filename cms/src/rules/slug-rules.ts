import { isReservedSlug, type Locale, localizedField, slug as slugSchema } from '@broadsheet/shared';
import { z } from 'zod';

import type { Transaction } from '../publishing/database';
import { type NamedType, newsroomTypes, type VersionedType } from '../publishing/newsroom-types';
import { slugify } from '../publishing/slugs';
import { refusal } from './refusal';
import { say } from './say';
import { languageName, nouns, russianNouns, russianOf } from './words';

/** Whose address it is. `id` is undefined while the document is being made. */
export interface SlugOwner {
  type: VersionedType | NamedType;
  id: string | undefined;
  locale: Locale;
}

/**
 * Checks an address that an editor typed: its form, the words that the site keeps, and that no other document of the
 * same language has it, drafts included.
 * @throws refusal at `field`
 */
export async function checkSlug(trx: Transaction, owner: SlugOwner, slug: string, field: string): Promise<void> {
  const form = slugSchema.safeParse(slug);
  if (!form.success) {
    const wrong = form.error.issues.map((issue) => issue.message).join(' and ');
    throw refusal(
      say({
        en: `The address “${slug}” ${wrong}. Correct it, or empty it to have it made from the title.`,
        ru: `Адрес «${slug}» не подходит: можно только строчные латинские буквы, цифры и дефисы между ними, до 120 знаков. Исправьте его или сотрите, и он составится из заголовка.`,
      }),
      field,
    );
  }
  if (isReservedSlug(slug))
    throw refusal(
      say({
        en: `The site uses the address “${slug}” for itself. Choose another one.`,
        ru: `Адрес «${slug}» занят самим сайтом. Выберите другой.`,
      }),
      field,
    );
  const other = await holderOf(trx, owner, slug);
  if (other) {
    throw refusal(
      say({
        en: `The address “${slug}” (${languageName(owner.locale)}) already belongs to ${other}. Choose another one.`,
        ru: `Адрес «${slug}» (на ${russianOf(owner.locale)} языке) уже занят: ${other}. Выберите другой.`,
      }),
      field,
    );
  }
}

/**
 * An address made from a title or name that is free in this language: with `-2`, `-3` … when others have it.
 * @returns null when the words hold nothing that can be written in Latin letters
 */
export async function freeSlug(trx: Transaction, owner: SlugOwner, words: string): Promise<string | null> {
  const made = slugify(words, owner.locale);
  if (made === '') return null;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? made : `${made.slice(0, 120 - String(number).length - 1)}-${number}`;
    if (!isReservedSlug(candidate) && !(await holderOf(trx, owner, candidate))) return candidate;
  }
}

/** Who else has this address, in words for a sentence; undefined when it is free. */
async function holderOf(trx: Transaction, owner: SlugOwner, slug: string): Promise<string | undefined> {
  for (const type of sharedNameSpace(owner.type)) {
    const column = type === 'article' || type === 'page' ? { slug: 'slug', name: 'title' } : namedColumns(owner.locale);
    const query = trx(newsroomTypes[type].table).select({ name: column.name }).where(column.slug, slug).limit(1);
    if (type === 'article' || type === 'page') query.where('locale', owner.locale);
    if (type === owner.type && owner.id !== undefined) query.whereNot('document_id', owner.id);
    const rows: unknown = await query;
    const [row] = holders.parse(rows);
    if (row) return say({ en: `the ${nouns[type]} “${row.name ?? slug}”`, ru: `${russianNouns[type]} «${row.name ?? slug}»` });
  }
  return undefined;
}

const holders = z.array(z.object({ name: z.string().nullable() }));

/** Sections and pages both stand at `/{slug}/`. */
function sharedNameSpace(type: VersionedType | NamedType): (VersionedType | NamedType)[] {
  return type === 'category' || type === 'page' ? ['category', 'page'] : [type];
}

function namedColumns(locale: Locale) {
  return { slug: snake(localizedField('slug', locale)), name: snake(localizedField('name', locale)) };
}

/** Strapi's name of the column of a field. */
function snake(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
