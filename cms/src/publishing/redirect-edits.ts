import { checkRedirect } from '../rules/redirect-rules';
import { documentIdOf, type Edit } from './edit';
import { newsroomTypes } from './newsroom-types';

/** Every write of a redirect by an editor; those that write themselves go by `redirects.ts`. */
export async function editRedirect(edit: Edit): Promise<unknown> {
  const { documentId } = edit.params;
  if (edit.action === 'delete') {
    const result = await edit.proceed();
    if (documentId) edit.log({ type: 'redirect', id: documentId, locale: null, state: 'gone' });
    return result;
  }
  if (edit.action !== 'create' && edit.action !== 'update' && edit.action !== 'clone') return edit.proceed();
  const current: object | null = documentId
    ? await edit.strapi.db.query(newsroomTypes.redirect.uid).findOne({ where: { documentId } })
    : null;
  const data = edit.params.data ?? {};
  const next = new Map<string, unknown>([...Object.entries(current ?? {}), ...Object.entries(data)]);
  const typed = word(next.get('from')) ?? '';
  const to = word(next.get('to'));
  const hasTarget = ['targetType', 'targetId', 'targetLocale'].every((field) => word(next.get(field)) !== null);
  const from = await checkRedirect(edit.trx, { from: typed, to, hasTarget }, edit.action === 'update' ? documentId : undefined);
  edit.params = { ...edit.params, data: { ...data, from, to } };
  const result = await edit.proceed();
  if (result === null || result === undefined) return result;
  edit.log({ type: 'redirect', id: documentIdOf(result), locale: null, state: 'live' });
  return result;
}

function word(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
