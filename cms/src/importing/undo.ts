import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { newsroomTimeZone } from '../publishing/addresses';
import { lockChangeLog, recordChanges } from '../publishing/change-log';
import type { Transaction } from '../publishing/database';
import { fileUid, newsroomTypes } from '../publishing/newsroom-types';
import { serviceOf } from '../strapi-services';
import type { ImportProgress } from './import-archive';
import { ImportedItems } from './imported-items';
import { localeForUnnamed, type OldSite } from './old-site';
import type { ImportOptions } from './options';
import { type ItemPlan, planArchive } from './plan-archive';
import { ImportReport } from './report';

/**
 * Takes back what imports of this export brought in and nobody edited since: stories, pages, what led to them, and the
 * names and pictures that nothing shows any more. What editors touched stays, and is named.
 */
export async function undoImport(
  strapi: Core.Strapi,
  old: OldSite,
  options: ImportOptions,
  onProgress: ImportProgress = () => {},
): Promise<ImportReport> {
  const report = new ImportReport(old.scratch);
  const items = new ImportedItems(strapi);
  await strapi.db.transaction(async ({ trx }) => {
    const place = {
      locale: localeForUnnamed(old.site, options.language),
      timeZone: await newsroomTimeZone(trx),
      now: new Date().toISOString(),
    };
    await planArchive(trx, old, place);
  });
  const next = old.scratch.prepare<[number], PlanToUndo>(
    `select id, number, type, title, source, locale, state, document, saved_at as savedAt from items where number > ? order by number limit 1`,
  );
  for (let item = next.get(0); item; item = next.get(item.number)) {
    if (item.state !== 'new') await takeBack(strapi, items, report, options, item);
    onProgress(item.number, old.items);
  }
  if (!options.dryRun) await takeBackUnused(strapi, items);
  return report;
}

interface PlanToUndo extends Pick<ItemPlan, 'id' | 'number' | 'source' | 'locale' | 'state' | 'document' | 'savedAt'> {
  type: 'post' | 'page';
  title: string;
}

async function takeBack(
  strapi: Core.Strapi,
  items: ImportedItems,
  report: ImportReport,
  { dryRun }: ImportOptions,
  { id, type, title, source, locale, state, document }: PlanToUndo,
): Promise<void> {
  const what = `${type} ${id} “${title}”`;
  if (state === 'kept') {
    report.add('kept', what, 'it was edited here since it was imported, and stays');
    return;
  }
  if (state === 'known') report.removed += 1;
  if (dryRun || locale === null) return;
  const versioned = type === 'post' ? 'article' : 'page';
  await strapi.db.transaction(async ({ trx }) => {
    await lockChangeLog(trx);
    if (state === 'known') await strapi.documents(newsroomTypes[versioned].uid).delete({ documentId: document, locale });
    await removeRedirects(trx, { target_type: versioned, target_id: document, target_locale: locale });
    await items.forget(source);
  });
}

async function removeRedirects(trx: Transaction, where: Record<string, string>): Promise<void> {
  const rows: unknown = await trx('redirects').select('document_id').where(where);
  const ids = redirects.parse(rows).map((row) => row.document_id);
  if (ids.length === 0) return;
  await trx('redirects').where(where).delete();
  await recordChanges(
    trx,
    ids.map((id) => ({ type: 'redirect', id, locale: null, state: 'gone' })),
  );
}

/** Names, pictures and the old feed's address; the newsroom's own rules refuse what is still in use. */
async function takeBackUnused(strapi: Core.Strapi, items: ImportedItems): Promise<void> {
  for (const target of ['category', 'author', 'tag', 'redirect'] as const) {
    for await (const { source, targetId, savedAt } of items.of(target)) {
      const where = { documentId: targetId };
      const found: unknown = await strapi.db.query(newsroomTypes[target].uid).findOne({ where, select: ['updatedAt'] });
      const isEdited = found !== null && savedAt !== new Date(row.parse(found).updatedAt).toISOString();
      if (isEdited) continue;
      await unlessUsed(async () => {
        await strapi.db.transaction(async ({ trx }) => {
          await lockChangeLog(trx);
          if (found !== null) await strapi.documents(newsroomTypes[target].uid).delete(where);
          if (target !== 'redirect') await removeRedirects(trx, { target_type: target, target_id: targetId });
          await items.forget(source);
        });
      });
    }
  }
  for await (const { source, targetId } of items.of('file')) {
    const file: unknown = await strapi.db.query(fileUid).findOne({ where: { documentId: targetId } });
    await unlessUsed(async () => {
      if (file !== null) await serviceOf(strapi, 'plugin::upload.upload').remove(fileRow.parse(file));
      await items.forget(source);
    });
  }
}

async function unlessUsed(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && /^(?:Application|Validation)Error$/.test(error.name))) throw error;
  }
}

const redirects = z.array(z.object({ document_id: z.string() }));
const row = z.object({ updatedAt: z.union([z.string(), z.number(), z.date()]) });
const fileRow = z.looseObject({ id: z.number() });
