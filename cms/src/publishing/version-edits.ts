import type { Locale } from '@broadsheet/shared';

import { checkTexts, checkSuccessor } from '../rules/draft-rules';
import { checkPublishable } from '../rules/publish-rules';
import { refusal } from '../rules/refusal';
import { say } from '../rules/say';
import { checkSlug, freeSlug } from '../rules/slug-rules';
import { languageName, nouns, russianOf } from '../rules/words';
import { addressOfVersion, newsroomTimeZone } from './addresses';
import { documentIdOf, type Edit, localesOf } from './edit';
import { editionsThatLost } from './editions';
import { newsroomTypes, type VersionedType } from './newsroom-types';
import { type Move, writeRedirects } from './redirects';
import { setQuietly, shareClassification } from './shared-classification';
import { draftsOf, publishedOf, type VersionRow } from './version-rows';
import { withdraw } from './withdrawals';
import { duplicate } from './duplicates';

/** Every write of an article or page. */
export async function editVersion(type: VersionedType, edit: Edit): Promise<unknown> {
  switch (edit.action) {
    case 'create':
    case 'update':
      return save(type, edit);
    case 'publish':
      return publish(type, edit);
    case 'unpublish':
    case 'delete':
      return withdraw(type, edit);
    case 'discardDraft':
      return discard(type, edit);
    case 'clone':
      return duplicate(type, edit);
  }
}

async function save(type: VersionedType, edit: Edit): Promise<unknown> {
  const { documentId, status, populate, fields } = edit.params;
  const [locale] = localesOf(edit.params);
  if (!locale) return edit.proceed();
  const data = edit.params.data ?? {};
  const [current] = documentId ? await draftsOf(edit.strapi, type, documentId, [locale]) : [];
  checkTexts(type, data);
  const slug = await slugFor(type, edit, { documentId, locale, data, current });
  // Publishing goes its own way below, with its own rules.
  edit.params = { ...edit.params, status: 'draft', data: { ...data, ...slug } };
  const result = await edit.proceed();
  if (result === null || result === undefined) return result;
  const saved = documentIdOf(result);
  if (type === 'article') {
    await checkSuccessor(edit.trx, saved);
    const isNewLanguage = documentId !== undefined && current === undefined;
    await shareClassification(edit, { documentId: saved, from: locale, kind: 'draft', isNewLanguage });
  }
  if (status !== 'published') return result;
  const selection = { ...(populate ? { populate } : {}), ...(fields ? { fields } : {}) };
  const published = await edit.strapi.documents(newsroomTypes[type].uid).publish({ documentId: saved, locale, ...selection });
  return published.entries[0];
}

interface SlugQuestion {
  documentId: string | undefined;
  locale: Locale;
  data: Readonly<Record<string, unknown>>;
  current: VersionRow | undefined;
}

/** The address to save: checked when the editor gave one, made from the title when there is none. */
async function slugFor(type: VersionedType, { trx }: Edit, { documentId, locale, data, current }: SlugQuestion) {
  const owner = { type, id: documentId, locale };
  const typed = data.slug === undefined ? current?.slug : typeof data.slug === 'string' ? data.slug.trim() : null;
  const isCopied = typed && documentId !== undefined && !current && (await isSistersAddress(trx, type, documentId, typed));
  const given = isCopied ? null : typed;
  if (given) {
    if (given !== current?.slug) await checkSlug(trx, owner, given, 'slug');
    return { slug: given };
  }
  const title = data.title ?? current?.title;
  const made = typeof title === 'string' ? await freeSlug(trx, owner, title) : null;
  // An empty text would be a value to the database's unique index.
  return { slug: made };
}

/** “Fill in from another locale” brings the other language's address along, which says nothing in this one. */
async function isSistersAddress(trx: Edit['trx'], type: VersionedType, documentId: string, slug: string): Promise<boolean> {
  if (!strapi.requestContext.get()) return false;
  const rows: unknown[] = await trx(newsroomTypes[type].table).select('id').where({ document_id: documentId, slug }).limit(1);
  return rows.length > 0;
}

async function publish(type: VersionedType, edit: Edit): Promise<unknown> {
  const { documentId } = edit.params;
  if (!documentId) return edit.proceed();
  const locales = localesOf(edit.params);
  const timeZone = await newsroomTimeZone(edit.trx);
  const before = await publishedOf(edit.strapi, type, documentId);
  for (const draft of await draftsOf(edit.strapi, type, documentId, locales)) {
    checkPublishable(type, draft, [...new Set([draft.locale, ...before.map((row) => row.locale)])]);
    if (draft.slug) await checkSlug(edit.trx, { type, id: documentId, locale: draft.locale }, draft.slug, 'slug');
    if (type === 'article' && !draft.publicationDate) {
      // The published row is a copy of the draft, so both have the date, and a re-publish keeps it.
      await setQuietly(edit, draft.id, { publicationDate: new Date().toISOString() });
    }
  }
  const result = await edit.proceed();
  const after = await publishedOf(edit.strapi, type, documentId, locales);
  const [first] = after;
  const sisters = type === 'article' && first ? await shareClassification(edit, { documentId, from: first.locale, kind: 'published' }) : [];
  const changed = [...new Set([...after.map((row) => row.locale), ...sisters])];
  edit.log(...changed.map((locale) => ({ type, id: documentId, locale, state: 'live' as const })));
  if (type === 'article') edit.log(...editionsThatLost(before, await publishedOf(edit.strapi, type, documentId)));
  await writeRedirects(edit.trx, movesOf(type, before, after, timeZone));
  return result;
}

function movesOf(type: VersionedType, before: readonly VersionRow[], after: readonly VersionRow[], timeZone: string): Move[] {
  return after.flatMap((now) => {
    const then = before.find((row) => row.locale === now.locale);
    const from = then ? addressOfVersion(type, then, timeZone) : null;
    if (!from || from === addressOfVersion(type, now, timeZone)) return [];
    return [{ from, to: { type, id: now.documentId, locale: now.locale } }];
  });
}

async function discard(type: VersionedType, edit: Edit): Promise<unknown> {
  const { documentId } = edit.params;
  if (!documentId) return edit.proceed();
  const locales = localesOf(edit.params);
  const published = await publishedOf(edit.strapi, type, documentId, locales);
  const drafts = await draftsOf(edit.strapi, type, documentId, locales);
  const unpublished = drafts.find((draft) => !published.some((row) => row.locale === draft.locale));
  // Strapi would delete the draft: there is nothing to go back to.
  if (unpublished) {
    throw refusal(
      say({
        en: `The ${languageName(unpublished.locale)} version of this ${nouns[type]} is not published, so there is nothing to go back to. It was left as it is.`,
        ru: `На ${russianOf(unpublished.locale)} языке здесь ещё ничего не опубликовано, возвращаться не к чему. Всё осталось как было.`,
      }),
    );
  }
  const result = await edit.proceed();
  const [first] = published;
  if (type === 'article' && first) await shareClassification(edit, { documentId, from: first.locale, kind: 'draft' });
  return result;
}
