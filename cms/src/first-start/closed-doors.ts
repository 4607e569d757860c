import type { Core } from '@strapi/strapi';

import { once } from './memory';

/**
 * Takes away the two API tokens that Strapi makes for a new database: "Read Only" could read drafts, and "Full Access"
 * everything. There is no sign-up and no public role to close, because the plugin that brings them is not installed;
 * nothing but the changes feed has an address under /api.
 */
export async function closeDoors(strapi: Core.Strapi): Promise<void> {
  await once(strapi, 'closed-doors', async () => {
    await strapi.db.query('admin::api-token').deleteMany({ where: { name: { $in: ['Read Only', 'Full Access'] }, lastUsedAt: null } });
  });
}
