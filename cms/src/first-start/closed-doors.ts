import type { Core } from '@strapi/strapi';

import { once } from './memory';

/**
 * Takes away what Strapi opens by default: nobody signs up as a reader, and neither the public nor a signed-in reader
 * may call anything. (Nothing but the changes feed has an address under /api in the first place.)
 */
export async function closeDoors(strapi: Core.Strapi): Promise<void> {
  await once(strapi, 'closed-doors', async () => {
    await strapi.db.query('plugin::users-permissions.permission').deleteMany({ where: { id: { $notNull: true } } });
    const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
    const advanced: unknown = await store.get({ key: 'advanced' });
    await store.set({ key: 'advanced', value: { ...(typeof advanced === 'object' ? advanced : {}), allow_register: false } });
  });
}
