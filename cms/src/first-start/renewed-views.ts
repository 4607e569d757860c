import type { Core } from '@strapi/strapi';

import { type ContentTypeConfiguration, serviceOf } from '../strapi-services';
import { componentViews, contentViews, type FieldWords, type View } from './admin-words';
import { memory } from './memory';

/** What a form and a list were given last. */
export interface Given {
  columns?: string[];
  words: Record<string, Pick<FieldWords, 'label' | 'hint'>>;
}

/**
 * Brings the columns, labels and hints of a newer version to a database that is a newsroom already, wherever they are
 * still as the version before gave them. What an admin has arranged or worded anew stays.
 */
export async function renewViews(strapi: Core.Strapi): Promise<void> {
  const seen = memory(strapi, 'given-views');
  const before = await seen.read<Record<string, Given>>({});
  const types = serviceOf(strapi, 'plugin::content-manager.content-types');
  for (const [uid, view] of Object.entries(contentViews)) {
    const type = types.findContentType(uid);
    const renewed = renewedView(await types.findConfiguration(type), view, before[uid]);
    if (renewed) await types.updateConfiguration(type, renewed);
  }
  const components = serviceOf(strapi, 'plugin::content-manager.components');
  for (const [uid, view] of Object.entries(componentViews)) {
    const component = components.findComponent(uid);
    const renewed = renewedView(await components.findConfiguration(component), view, before[uid]);
    if (renewed) await components.updateConfiguration(component, renewed);
  }
  await seen.write(Object.fromEntries(Object.entries({ ...contentViews, ...componentViews }).map(([uid, view]) => [uid, givenBy(view)])));
}

/** What a view gives, to be compared with by a later version. */
export function givenBy({ rows, columns }: View): Given {
  return {
    ...(columns ? { columns } : {}),
    words: Object.fromEntries(rows.flat().map(({ field, label, hint }) => [field, { label, ...(hint === undefined ? {} : { hint }) }])),
  };
}

/** The configuration with what is new; null when there is nothing, or nothing that an admin has left as it was. */
export function renewedView(found: ContentTypeConfiguration, view: View, given: Given | undefined): ContentTypeConfiguration | null {
  const wanted = givenBy(view);
  const former = given ? given.columns : view.formerColumns;
  const columns = wanted.columns && same(found.layouts.list, former) && !same(former, wanted.columns) ? wanted.columns : null;
  const metadatas = { ...found.metadatas };
  let isReworded = false;
  for (const [field, { label, hint = '' }] of Object.entries(wanted.words)) {
    const [entry, old] = [metadatas[field], given?.words[field]];
    if (!entry || !old) continue;
    const edit = { ...entry.edit };
    const list = { ...entry.list };
    if (edit['label'] === old.label) edit['label'] = label;
    if (edit['description'] === (old.hint ?? '')) edit['description'] = hint;
    if (list['label'] === old.label) list['label'] = label;
    isReworded ||=
      (['label', 'description'] as const).some((name) => edit[name] !== entry.edit[name]) || list['label'] !== entry.list['label'];
    metadatas[field] = { edit, list };
  }
  if (!columns && !isReworded) return null;
  return { ...found, metadatas, layouts: { ...found.layouts, ...(columns ? { list: columns } : {}) } };
}

function same(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
