import { defaultLocale } from '@broadsheet/shared';

import { checkTexts } from '../rules/draft-rules';
import { checkSlug, freeSlug } from '../rules/slug-rules';
import { documentIdOf, type Edit, localesOf } from './edit';
import { newsroomTypes, type VersionedType } from './newsroom-types';
import { draftsOf } from './version-rows';

/**
 * "Duplicate": a new document with the words of another. It gets addresses of its own and was not published before.
 */
export async function duplicate(type: VersionedType, edit: Edit): Promise<unknown> {
  const data = edit.params.data ?? {};
  const [locale = defaultLocale] = localesOf(edit.params);
  checkTexts(type, data);
  const source = edit.params.documentId ? await draftsOf(edit.strapi, type, edit.params.documentId, localesOf(edit.params)) : [];
  const typed = typeof data.slug === 'string' && !source.some((row) => row.slug === data.slug) ? data.slug.trim() : '';
  if (typed) await checkSlug(edit.trx, { type, id: undefined, locale }, typed, 'slug');
  const fresh = type === 'article' ? { publicationDate: null } : {};
  // The rows are made without an address first: with the original's they would collide.
  edit.params = { ...edit.params, data: { ...data, ...fresh, slug: null } };
  const result = await edit.proceed();
  const documentId = documentIdOf(result);
  for (const copy of await draftsOf(edit.strapi, type, documentId, localesOf(edit.params))) {
    const owner = { type, id: documentId, locale: copy.locale };
    const slug = typed || (await freeSlug(edit.trx, owner, copy.title ?? ''));
    await edit.trx(newsroomTypes[type].table).where({ id: copy.id }).update({ slug });
    setSlug(result, copy.id, slug);
  }
  return result;
}

/** The answer was made before the address was. */
function setSlug(result: unknown, id: number, slug: string | null): void {
  if (typeof result !== 'object' || result === null || !('entries' in result) || !Array.isArray(result.entries)) return;
  for (const entry of result.entries) if (entry.id === id) entry.slug = slug;
}
