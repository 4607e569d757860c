import { locale as localeSchema, localizedField, locales } from '@broadsheet/shared';
import { z } from 'zod';

import { refusal } from '../rules/refusal';
import { say } from '../rules/say';
import { checkSettings } from '../rules/setting-rules';
import { languageName, russianOf } from '../rules/words';
import { addressOfVersion, newsroomTimeZone } from './addresses';
import type { Transaction } from './database';
import { documentIdOf, type Edit } from './edit';
import { type Move, writeRedirects } from './redirects';

/** Every write of the settings. */
export async function editSettings(edit: Edit): Promise<unknown> {
  if (edit.action === 'delete')
    throw refusal(
      say({
        en: 'The settings cannot be deleted. Empty the fields that you do not need.',
        ru: 'Настройки удалить нельзя. Сотрите поля, которые не нужны.',
      }),
    );
  if (edit.action !== 'create' && edit.action !== 'update') return edit.proceed();
  checkSettings(edit.params.data ?? {});
  await keepNames(edit);
  const before = await newsroomTimeZone(edit.trx);
  const result = await edit.proceed();
  if (result === null || result === undefined) return result;
  edit.log({ type: 'site-setting', id: documentIdOf(result), locale: null, state: 'live' });
  const after = await newsroomTimeZone(edit.trx);
  if (before !== after) await redirectMovedStories(edit.trx, before, after);
  return result;
}

/** The site cannot be without its name in a language that readers read. */
async function keepNames({ trx, params }: Edit): Promise<void> {
  const data = params.data ?? {};
  for (const language of locales) {
    const field = localizedField('name', language);
    const name = data[field];
    if (name === undefined || (typeof name === 'string' && name.trim() !== '')) continue;
    const published: unknown[] = await trx('articles').select('id').where({ locale: language }).whereNotNull('published_at').limit(1);
    if (published.length === 0) continue;
    throw refusal(
      say({
        en: `Stories are published in ${languageName(language)}, so the newspaper needs its ${languageName(language)} name. Write it again.`,
        ru: `На ${russianOf(language)} языке опубликованы материалы, поэтому изданию нужно название на нём. Впишите его снова.`,
      }),
      field,
    );
  }
}

/** Stories published near midnight at the end of a month stand in another month of another time zone. */
async function redirectMovedStories(trx: Transaction, before: string, after: string): Promise<void> {
  for (let last = 0; ;) {
    const rows: unknown = await trx('articles')
      .select('id', 'document_id', 'locale', 'slug', 'publication_date')
      .whereNotNull('published_at')
      .where('id', '>', last)
      .orderBy('id')
      .limit(batch);
    const versions = publishedRows.parse(rows);
    if (versions.length === 0) return;
    await writeRedirects(
      trx,
      versions.flatMap((version) => moveOf(version, before, after)),
    );
    last = versions.at(-1)?.id ?? last;
  }
}

const batch = 5000;

const publishedRows = z.array(
  z.object({
    id: z.number(),
    document_id: z.string(),
    locale: localeSchema,
    slug: z.string().nullable(),
    // A number on SQLite, a Date on PostgreSQL.
    publication_date: z.union([z.number(), z.date()]).nullable(),
  }),
);

function moveOf(
  { document_id, locale, slug, publication_date }: z.infer<typeof publishedRows>[number],
  before: string,
  after: string,
): Move[] {
  if (publication_date === null) return [];
  const version = { locale, slug, publicationDate: new Date(publication_date).toISOString() };
  const from = addressOfVersion('article', version, before);
  if (!from || from === addressOfVersion('article', version, after)) return [];
  return [{ from, to: { type: 'article', id: document_id, locale } }];
}
