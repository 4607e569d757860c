import type { Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { addressOfVersion, newsroomTimeZone } from '../publishing/addresses';
import { lockChangeLog } from '../publishing/change-log';
import type { Transaction } from '../publishing/database';
import { newsroomTypes, type VersionedType } from '../publishing/newsroom-types';
import { writeRedirects } from '../publishing/redirects';
import { freeSlug } from '../rules/slug-rules';
import type { ImportedItem, ImportedItems } from './imported-items';
import type { ImportNames } from './import-names';
import { oldPath } from './old-site';
import type { PreparedItem } from './prepare-item';
import type { WxrItem } from './wxr-items';

export interface ItemToSave {
  source: string;
  item: WxrItem;
  type: VersionedType;
  prepared: PreparedItem;
  published: boolean;
  /** What an earlier run made of it, or null. */
  known: ImportedItem | null;
}

/** What was done with an item, or why nothing was. */
export type Saved = { kind: 'saved'; redirected: boolean } | { kind: 'kept'; why: string };

/**
 * Writes one item through the document service, so that every rule of the newsroom holds, together with its redirect
 * and the memory of it: all or nothing.
 * @throws what the newsroom's rules refuse, as a sentence
 */
export async function saveItem(
  strapi: Core.Strapi,
  locale: Locale,
  names: ImportNames,
  items: ImportedItems,
  save: ItemToSave,
): Promise<Saved> {
  const kept = save.known ? await editedSince(strapi, locale, save.type, save.known) : null;
  if (kept) return { kind: 'kept', why: kept };
  const data = await dataOf(save, names);
  return strapi.db.transaction(async ({ trx }): Promise<Saved> => {
    // Before the slug is looked for and before any row is touched, as every editorial write does.
    await lockChangeLog(trx);
    const documents = strapi.documents(newsroomTypes[save.type].uid);
    const documentId = save.known?.targetId;
    const slug = documentId ? {} : { slug: await newSlug(trx, save, locale) };
    const written: unknown = documentId
      ? await documents.update({ documentId, locale, data })
      : await documents.create({ locale, data: { ...data, ...slug } });
    const target = document.parse(written).documentId;
    if (save.published) await documents.publish({ documentId: target, locale });
    else if (save.known) await documents.unpublish({ documentId: target, locale });
    const redirected = save.published && (await keepOldAddress(trx, save, target, locale));
    const savedAt = await savedAtOf(strapi, locale, save.type, target);
    await items.remember(save.source, { target: save.type, targetId: target, fingerprint: save.prepared.fingerprint, savedAt });
    return { kind: 'saved', redirected };
  });
}

async function dataOf({ type, prepared }: ItemToSave, names: ImportNames): Promise<Record<string, unknown>> {
  const { words, body, filing, cover } = prepared;
  const shared = { title: words.title, summary: words.summary, body };
  if (type === 'page') return shared;
  const tags: string[] = [];
  for (const tag of filing.tags) tags.push(await names.tag(tag));
  return {
    ...shared,
    publicationDate: words.date,
    category: await names.section(filing.section),
    authors: filing.author ? [await names.author(filing.author)] : [],
    tags: [...new Set(tags)],
    cover: cover?.file ?? null,
    coverAlt: cover?.alt ?? null,
    coverCaption: cover?.caption ?? null,
    coverCredit: cover?.credit ?? null,
  };
}

async function newSlug(trx: Transaction, { item, type, prepared }: ItemToSave, locale: Locale): Promise<string | null> {
  const owner = { type, id: undefined, locale };
  for (const words of [prepared.words.slugWords, prepared.words.title, `${type} ${item.postId}`]) {
    const slug = await freeSlug(trx, owner, words);
    if (slug) return slug;
  }
  return null;
}

/** The path where it stood leads to where it stands, unless that is the same or an editor has given the path away. */
async function keepOldAddress(trx: Transaction, { item, type }: ItemToSave, id: string, locale: Locale): Promise<boolean> {
  const from = oldPath(item.link);
  if (!from) return false;
  const rows: unknown = await trx(newsroomTypes[type].table)
    .select(type === 'article' ? ['slug', 'publication_date'] : ['slug'])
    .where({ document_id: id, locale })
    .whereNotNull('published_at');
  const [row] = standing.parse(rows);
  const publicationDate = row?.publication_date ? new Date(row.publication_date).toISOString() : null;
  const now = row ? addressOfVersion(type, { locale, slug: row.slug, publicationDate }, await newsroomTimeZone(trx)) : null;
  if (now === null || now === from) return false;
  const taken: unknown[] = await trx('redirects').select('id').where({ from }).limit(1);
  if (taken.length > 0) return false;
  await writeRedirects(trx, [{ from, to: { type, id, locale } }]);
  return true;
}

async function editedSince(strapi: Core.Strapi, locale: Locale, type: VersionedType, known: ImportedItem): Promise<string | null> {
  const now = await savedAtOf(strapi, locale, type, known.targetId);
  if (now === null) return 'it was changed in the export, but has been deleted here';
  return now === known.savedAt ? null : 'it was changed in the export, but also here since; it stays as it is here';
}

async function savedAtOf(strapi: Core.Strapi, locale: Locale, type: VersionedType, documentId: string): Promise<string | null> {
  const where = { documentId, locale, publishedAt: null };
  const row: unknown = await strapi.db.query(newsroomTypes[type].uid).findOne({ where, select: ['updatedAt'] });
  return row === null ? null : new Date(draft.parse(row).updatedAt).toISOString();
}

const document = z.object({ documentId: z.string() });
const draft = z.object({ updatedAt: z.union([z.string(), z.number(), z.date()]) });
const standing = z.array(
  z.object({ slug: z.string().nullable(), publication_date: z.union([z.string(), z.number(), z.date()]).nullish() }),
);
