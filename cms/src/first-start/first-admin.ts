import type { Core } from '@strapi/strapi';

import { environment } from '../environment';
import { serviceOf } from '../strapi-services';

/** Makes the first admin of an empty database from ADMIN_EMAIL and ADMIN_PASSWORD. */
export async function addFirstAdmin(strapi: Core.Strapi): Promise<void> {
  const users = serviceOf(strapi, 'admin::user');
  if (await users.exists()) return;
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = environment();
  await users.createFirstAdmin({ email, password, firstname: 'Admin', lastname: '' });
}
