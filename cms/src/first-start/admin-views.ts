import type { Core } from '@strapi/strapi';

import { type ContentTypeConfiguration, serviceOf } from '../strapi-services';
import { componentViews, contentViews, type View } from './admin-words';
import { once } from './memory';

/** Gives the admin's forms and lists the newsroom's words and order on the first start; what an admin arranges later stays. */
export async function arrangeAdmin(strapi: Core.Strapi): Promise<void> {
  await once(strapi, 'admin-views', async () => {
    const types = serviceOf(strapi, 'plugin::content-manager.content-types');
    for (const [uid, view] of Object.entries(contentViews)) {
      const type = types.findContentType(uid);
      await types.updateConfiguration(type, arranged(await types.findConfiguration(type), view));
    }
    const components = serviceOf(strapi, 'plugin::content-manager.components');
    for (const [uid, view] of Object.entries(componentViews)) {
      const component = components.findComponent(uid);
      await components.updateConfiguration(component, arranged(await components.findConfiguration(component), view));
    }
  });
}

function arranged(found: ContentTypeConfiguration, view: View): ContentTypeConfiguration {
  const { rows, columns, mainField, sortBy } = view;
  return {
    settings: {
      ...found.settings,
      ...(mainField ? { mainField } : {}),
      ...(sortBy ? { defaultSortBy: sortBy.field, defaultSortOrder: sortBy.order } : {}),
    },
    metadatas: {
      ...found.metadatas,
      ...Object.fromEntries(rows.flat().map((words) => [words.field, worded(found.metadatas, words)])),
      ...lastSaved(found.metadatas),
    },
    layouts: {
      list: columns ?? found.layouts.list,
      edit: rows.map((row) => row.map(({ field, width }) => ({ name: field, size: width }))),
    },
  };
}

/** Strapi's own column, in lists only. */
function lastSaved({ updatedAt }: ContentTypeConfiguration['metadatas']): ContentTypeConfiguration['metadatas'] {
  return updatedAt ? { updatedAt: { ...updatedAt, list: { ...updatedAt.list, label: 'Last saved' } } } : {};
}

/** The field's entry with the newsroom's label and hint. */
export function worded(metadatas: ContentTypeConfiguration['metadatas'], { field, label, hint }: View['rows'][number][number]) {
  const found = metadatas[field];
  if (!found) throw new Error(`admin-words.ts names the field ${field}, which its type does not have.`);
  return { edit: { ...found.edit, label, description: hint ?? '' }, list: { ...found.list, label } };
}
