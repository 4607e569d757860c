import type { DocumentType } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { loadDocuments } from '../exporting/load';
import { refusal } from '../rules/refusal';
import { say } from '../rules/say';
import { type LogEntry, lockChangeLog, recordChanges } from './change-log';
import { changeSignal } from './change-signal';
import { type Edit, type EditParams, type WriteAction, writeActions } from './edit';
import { editName } from './name-edits';
import { type EditedType, typeOfUid } from './newsroom-types';
import { editRedirect } from './redirect-edits';
import { editSettings } from './setting-edits';
import { editVersion } from './version-edits';

/**
 * Every editorial write goes through here: the rules are checked, what hangs together is kept together, and the change
 * log is written, all in the editor's own transaction. Nothing outside the database happens in it.
 */
export function watchDocuments(strapi: Core.Strapi): void {
  strapi.documents.use(async (ctx, next) => {
    const type = typeOfUid(ctx.uid);
    const action = writeActions.find((name) => name === ctx.action);
    if (!type || !action) return next();
    const result: unknown = await strapi.db.transaction(({ trx, onCommit }) => {
      onCommit(() => changeSignal(strapi).wake());
      const proceed = (params: EditParams) => {
        ctx.params = params as typeof ctx.params;
        return next();
      };
      return write(strapi, { type, action, params: ctx.params, trx, proceed });
    });
    // What Strapi itself answered, or the published entry of a write that asked to publish.
    return result as Awaited<ReturnType<typeof next>>;
  });
}

interface Write extends Pick<Edit, 'trx' | 'params'> {
  type: EditedType;
  action: WriteAction;
  proceed: (params: EditParams) => Promise<unknown>;
}

async function write(strapi: Core.Strapi, { type, action, params, trx, proceed }: Write): Promise<unknown> {
  // First of all locks: see change-log.ts.
  await lockChangeLog(trx);
  const entries: LogEntry[] = [];
  const edit: Edit = {
    strapi,
    trx,
    action,
    params,
    proceed: () => proceed(edit.params),
    log: (...more) => {
      entries.push(...more);
    },
  };
  const result = await editors[type](edit);
  await recordChanges(trx, entries);
  await checkExportable(strapi, entries);
  return result;
}

const editors: Record<EditedType, (edit: Edit) => Promise<unknown>> = {
  article: (edit) => editVersion('article', edit),
  page: (edit) => editVersion('page', edit),
  category: (edit) => editName('category', edit),
  author: (edit) => editName('author', edit),
  tag: (edit) => editName('tag', edit),
  redirect: editRedirect,
  'site-setting': editSettings,
};

/** Nothing is published that the site would have to leave out. The rules say it better; this is the net under them. */
async function checkExportable(strapi: Core.Strapi, entries: readonly LogEntry[]): Promise<void> {
  for (const { type, id, locale, state } of entries) {
    if (state === 'gone') continue;
    const loaded = (await loadDocuments(strapi, type, locale, [id])).get(id);
    if (loaded && !loaded.ok) throw refusal(unexportable(type, loaded.problems));
  }
}

function unexportable(type: DocumentType, problems: readonly string[]): string {
  const faults = problems.join('; ');
  return say({
    en: `The site could not show this ${type}: ${faults}. Correct that and try again.`,
    ru: `Сайт не смог бы это показать: ${faults}. Исправьте и попробуйте ещё раз.`,
  });
}
