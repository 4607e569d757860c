import type { Core } from '@strapi/strapi';

import { refusal } from '../rules/refusal';
import { say } from '../rules/say';
import { serviceOf } from '../strapi-services';
import { type LogEntry, lockChangeLog, recordChanges } from './change-log';
import { changeSignal } from './change-signal';
import { fileUid } from './newsroom-types';
import { textsWith } from './texts-with-file';

/**
 * Uploaded files are written below the document service, by Strapi's query layer. A subscription to its events records
 * them; the transaction around each of these writes makes the file's row and its log row stand or fall together.
 */
export function watchUploads(strapi: Core.Strapi): void {
  writeFilesInTransactions(strapi);
  keepFilesInUse(strapi);
  strapi.db.lifecycles.subscribe({
    models: [fileUid],
    async afterCreate({ result }) {
      await record(strapi, idsOf([result]), 'live');
    },
    async afterCreateMany({ result }) {
      await record(strapi, await idsWhere(strapi, { id: { $in: rowIds(result) } }), 'live');
    },
    async afterUpdate({ result }) {
      await record(strapi, idsOf([result]), 'live');
    },
    async beforeUpdateMany({ params, state }) {
      state.ids = await idsWhere(strapi, params.where);
    },
    async afterUpdateMany({ state }) {
      await record(strapi, stateIds(state), 'live');
    },
    async afterDelete({ result }) {
      await record(strapi, idsOf([result]), 'gone');
    },
    async beforeDeleteMany({ params, state }) {
      state.ids = await idsWhere(strapi, params.where);
    },
    async afterDeleteMany({ state }) {
      await record(strapi, stateIds(state), 'gone');
    },
  });
}

/** Runs `work` in a transaction that holds the log's lock and wakes the readers of the feed when it commits. */
export async function inLoggedTransaction<T>(strapi: Core.Strapi, work: () => Promise<T>): Promise<T> {
  return strapi.db.transaction(async ({ trx, onCommit }) => {
    onCommit(() => changeSignal(strapi).wake());
    await lockChangeLog(trx);
    return work();
  });
}

/** The query layer has no transaction of its own around a row and the events after it. */
function writeFilesInTransactions(strapi: Core.Strapi): void {
  // Its methods differ in what they take and give, but all begin with the name of the type.
  const manager = strapi.db.entityManager as unknown as Record<string, (uid: string, params: unknown) => Promise<unknown>>;
  for (const method of ['create', 'createMany', 'update', 'updateMany', 'delete', 'deleteMany']) {
    const original = manager[method]?.bind(manager);
    if (!original) throw new Error(`Strapi's query layer has no "${method}"; cms/src/publishing/uploads.ts was made for another version.`);
    manager[method] = (uid, params) => {
      if (uid !== fileUid) return original(uid, params);
      return inLoggedTransaction(strapi, () => original(uid, params));
    };
  }
}

/** A file that something shows cannot go: Strapi would take it out of published stories without a word. */
function keepFilesInUse(strapi: Core.Strapi): void {
  const uploads = serviceOf(strapi, 'plugin::upload.upload');
  const remove = uploads.remove.bind(uploads);
  // Asked here and not at the row's deletion, because Strapi deletes the bytes first.
  uploads.remove = (file) =>
    inLoggedTransaction(strapi, async () => {
      await refuseIfUsed(strapi, file.id);
      return remove(file);
    });
}

async function refuseIfUsed(strapi: Core.Strapi, id: number): Promise<void> {
  await strapi.db.transaction(async ({ trx }) => {
    const uses: unknown[] = await trx('files_related_mph').where({ file_id: id }).select('id');
    if (uses.length > 0) {
      const places = uses.length === 1 ? '1 place' : `${uses.length} places`;
      throw refusal(
        say({
          en: `This file is used in ${places}, drafts included: as a cover, a portrait or in the settings. Take it out there first, then delete it.`,
          ru: `Файл где-то стоит, считая черновики (мест: ${uses.length}): обложкой, портретом или в настройках. Сначала уберите его оттуда, потом удаляйте.`,
        }),
      );
    }
    const [first, ...others] = await textsWith(trx, id);
    if (!first) return;
    const more = others.length === 0 ? '' : others.length === 1 ? ' and of 1 other' : ` and of ${others.length} others`;
    throw refusal(
      say({
        en: `This file stands in the text of “${first.title}” (${first.locale})${more}, drafts included. Take it out there and publish, then delete it.`,
        ru: `Файл стоит в тексте «${first.title}» (${first.locale})${others.length ? ` и ещё в текстах: ${others.length}` : ''}, считая черновики. Уберите его оттуда, опубликуйте, потом удаляйте.`,
      }),
    );
  });
}

async function record(strapi: Core.Strapi, ids: readonly string[], state: LogEntry['state']): Promise<void> {
  await strapi.db.transaction(async ({ trx }) => {
    await recordChanges(
      trx,
      ids.map((id) => ({ type: 'file', id, locale: null, state })),
    );
  });
}

async function idsWhere(strapi: Core.Strapi, where: unknown): Promise<string[]> {
  const rows: unknown[] = await strapi.db.query(fileUid).findMany({ where, select: ['documentId'] });
  return idsOf(rows);
}

function idsOf(rows: readonly unknown[]): string[] {
  return rows.flatMap((row) =>
    typeof row === 'object' && row !== null && 'documentId' in row && typeof row.documentId === 'string' ? [row.documentId] : [],
  );
}

function rowIds(result: unknown): unknown[] {
  return typeof result === 'object' && result !== null && 'ids' in result && Array.isArray(result.ids) ? result.ids : [];
}

function stateIds(state: Record<string, unknown>): string[] {
  return Array.isArray(state.ids) ? state.ids.filter((id): id is string => typeof id === 'string') : [];
}
