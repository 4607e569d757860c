import type { Core } from '@strapi/strapi';

import { type ContentTypeConfiguration, serviceOf } from '../strapi-services';
import { worded } from './admin-views';
import { componentViews, contentViews, type FieldWords, type View } from './admin-words';
import { memory } from './memory';
import { changePermissions, type ContentType, fieldsOf } from './roles';

/** Fields by the uid of their content type or component. */
type Fields = Record<string, string[]>;

/**
 * Brings the fields that a newer version has to a database that is a newsroom already: a role that could use every
 * field of a type may use its new ones too, and the form shows them in their place, with their words. What an admin
 * has changed in roles and forms stays.
 */
export async function welcomeNewFields(strapi: Core.Strapi): Promise<void> {
  const seen = memory(strapi, 'fields');
  const before = await seen.read<Fields | null>(null);
  const now = presentFields(strapi);
  const added: Fields = before ? {} : await unwordedFields(strapi);
  for (const [uid, fields] of Object.entries(before ? now : {})) {
    // A type that is new as a whole has come with `arrangeAdmin` or needs a decision who may use it.
    const fresh = before?.[uid] ? fields.filter((field) => !before[uid]?.includes(field)) : [];
    if (fresh.length > 0) added[uid] = fresh;
  }
  if (Object.keys(added).length > 0) {
    await openFields(strapi, added);
    await placeFields(strapi, added);
  }
  await seen.write(now);
}

/** Where it was not yet remembered which fields there are: those that have no words but Strapi's own, their names. */
async function unwordedFields(strapi: Core.Strapi): Promise<Fields> {
  const types = serviceOf(strapi, 'plugin::content-manager.content-types');
  const components = serviceOf(strapi, 'plugin::content-manager.components');
  const found: Fields = {};
  for (const [uid, view] of Object.entries({ ...contentViews, ...componentViews })) {
    const { metadatas } = contentViews[uid]
      ? await types.findConfiguration(types.findContentType(uid))
      : await components.findConfiguration(components.findComponent(uid));
    const fresh = view.rows.flat().flatMap(({ field }) => (metadatas[field]?.edit['label'] === field ? [field] : []));
    if (fresh.length > 0) found[uid] = fresh;
  }
  return found;
}

function presentFields(strapi: Core.Strapi): Fields {
  return Object.fromEntries([
    ...Object.keys(contentViews).map((uid): [string, string[]] => [uid, fieldsOf(strapi, uid as ContentType)]),
    ...Object.keys(componentViews).map((uid): [string, string[]] => [uid, componentFields(strapi, uid)]),
  ]);
}

function componentFields(strapi: Core.Strapi, uid: string): string[] {
  const found = Object.entries(strapi.components).find(([name]) => name === uid);
  return Object.keys(found?.[1].attributes ?? {});
}

async function openFields(strapi: Core.Strapi, added: Fields): Promise<void> {
  const present = presentFields(strapi);
  await changePermissions(strapi, (permission) => {
    const { subject, properties } = permission;
    const fresh = added[subject ?? ''];
    const { fields } = properties;
    if (!fresh || !fields) return permission;
    const old = (present[subject ?? ''] ?? []).filter((field) => !fresh.includes(field));
    if (!old.every((field) => fields.includes(field))) return permission;
    return { ...permission, properties: { ...properties, fields: [...new Set([...fields, ...fresh])] } };
  });
}

async function placeFields(strapi: Core.Strapi, added: Fields): Promise<void> {
  const types = serviceOf(strapi, 'plugin::content-manager.content-types');
  const components = serviceOf(strapi, 'plugin::content-manager.components');
  for (const [uid, fields] of Object.entries(added)) {
    const [view, part] = [contentViews[uid], componentViews[uid]];
    if (view) {
      const type = types.findContentType(uid);
      await types.updateConfiguration(type, placed(await types.findConfiguration(type), view, fields));
    } else if (part) {
      const component = components.findComponent(uid);
      await components.updateConfiguration(component, placed(await components.findConfiguration(component), part, fields));
    }
  }
}

type Rows = ContentTypeConfiguration['layouts']['edit'];

/** The form with the new fields after those that stand before them in `admin-words.ts`. Strapi has put them at its end. */
export function placed(found: ContentTypeConfiguration, view: View, fields: readonly string[]): ContentTypeConfiguration {
  const known = view.rows.flat();
  const fresh = known.filter(({ field }) => fields.includes(field));
  const names = new Set(fresh.map(({ field }) => field));
  const rows = found.layouts.edit.map((row) => row.filter(({ name }) => !names.has(name))).filter((row) => row.length > 0);
  for (const words of fresh) insert(rows, words, known[known.indexOf(words) - 1], view);
  return {
    ...found,
    metadatas: { ...found.metadatas, ...Object.fromEntries(fresh.map((words) => [words.field, worded(found.metadatas, words)])) },
    layouts: { ...found.layouts, edit: rows },
  };
}

function insert(rows: Rows, { field, width }: FieldWords, neighbour: FieldWords | undefined, view: View): void {
  const at = rows.findIndex((row) => row.some(({ name }) => name === neighbour?.field));
  const row = rows[at];
  const together = view.rows.some((words) => [field, neighbour?.field].every((name) => words.some((one) => one.field === name)));
  const room = 12 - (row ?? []).reduce((sum, { size }) => sum + size, 0);
  if (row && together && width <= room) row.push({ name: field, size: width });
  // Without its neighbour, which an admin may have taken out, it stands first.
  else rows.splice(at + 1, 0, [{ name: field, size: width }]);
}
