import type { Locale, MapAddress, SitePath } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { addressOfVersion, newsroomTimeZone } from '../publishing/addresses';
import { lockChangeLog } from '../publishing/change-log';
import type { Transaction } from '../publishing/database';
import { newsroomTypes, type VersionedType } from '../publishing/newsroom-types';
import { writeRedirects } from '../publishing/redirects';
import { freeSlug } from '../rules/slug-rules';
import type { ImportedItems } from './imported-items';
import type { ItemPlan } from './plan-archive';
import type { PreparedItem } from './prepare-item';
import { freeMoves } from './write-batch';

export interface ItemToSave {
  /** Its title and number, for sentences. */
  what: string;
  type: VersionedType;
  locale: Locale;
  plan: ItemPlan;
  prepared: PreparedItem;
  published: boolean;
  /** Rows of the names it is filed under. */
  names: { section: number | null; authors: number[]; tags: number[] };
  /** Where it stood. */
  addresses: (SitePath | MapAddress)[];
  /** When it is written; milliseconds. */
  savedAt: number;
}

/** What was done with an item, or that an editor was here since. */
export type Saved = { kind: 'saved'; redirects: number } | { kind: 'kept'; why: string };

/**
 * Writes one item through the document service, so that every rule of the newsroom holds, together with its redirects
 * and the memory of it: all or nothing.
 * @throws what the newsroom's rules refuse, as a sentence
 */
export async function saveItem(strapi: Core.Strapi, items: ImportedItems, save: ItemToSave): Promise<Saved> {
  return strapi.db.transaction(async ({ trx }): Promise<Saved> => {
    // Before the slug is looked for and before any row is touched, as every editorial write does.
    await lockChangeLog(trx);
    const { plan, locale, type } = save;
    const documents = strapi.documents(newsroomTypes[type].uid);
    const known = plan.state === 'new' ? null : plan.document;
    if (known !== null && (await isEditedSince(strapi, save))) return { kind: 'kept', why: editedWords };
    const data = dataOf(save);
    const written: unknown = known
      ? await documents.update({ documentId: known, locale, data })
      : await documents.create({ locale, data: { ...data, slug: await newSlug(trx, save) } });
    const target = document.parse(written).documentId;
    if (save.published) await documents.publish({ documentId: target, locale });
    else if (known) await documents.unpublish({ documentId: target, locale });
    const redirects = save.published ? await keepOldAddresses(trx, save, target) : 0;
    const savedAt = await savedAtOf(strapi, locale, type, target);
    await items.remember(plan.source, { target: type, targetId: target, fingerprint: save.prepared.fingerprint, savedAt });
    return { kind: 'saved', redirects };
  });
}

export const editedWords = 'it was changed in the export, but also here since; it stays as it is here';

function dataOf({ type, prepared, names }: ItemToSave): Record<string, unknown> {
  const { words, body, cover } = prepared;
  const shared = { title: words.title, summary: words.summary, body };
  if (type === 'page') return shared;
  return {
    ...shared,
    ...(words.date === null ? {} : { publicationDate: words.date }),
    category: names.section,
    authors: names.authors,
    tags: [...new Set(names.tags)],
    cover: cover?.file ?? null,
    coverAlt: cover?.alt ?? null,
    coverCaption: cover?.caption ?? null,
    coverCredit: cover?.credit ?? null,
  };
}

async function newSlug(trx: Transaction, { plan, type, locale, prepared }: ItemToSave): Promise<string | null> {
  const owner = { type, id: undefined, locale };
  for (const words of [plan.slug ?? '', prepared.words.title, `${type} ${plan.id}`]) {
    const slug = await freeSlug(trx, owner, words);
    if (slug) return slug;
  }
  return null;
}

async function keepOldAddresses(trx: Transaction, save: ItemToSave, id: string): Promise<number> {
  const { type, locale } = save;
  const rows: unknown = await trx(newsroomTypes[type].table)
    .select(type === 'article' ? ['slug', 'publication_date'] : ['slug'])
    .where({ document_id: id, locale })
    .whereNotNull('published_at');
  const [row] = standing.parse(rows);
  const publicationDate = row?.publication_date ? new Date(row.publication_date).toISOString() : null;
  const path = row ? addressOfVersion(type, { locale, slug: row.slug, publicationDate }, await newsroomTimeZone(trx)) : null;
  if (path === null) return 0;
  const moves = await freeMoves(trx, [{ ...save, plan: { ...save.plan, document: id, path } }]);
  await writeRedirects(trx, moves);
  return moves.length;
}

async function isEditedSince(strapi: Core.Strapi, { locale, type, plan }: ItemToSave): Promise<boolean> {
  return (await savedAtOf(strapi, locale, type, plan.document)) !== plan.savedAt;
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
