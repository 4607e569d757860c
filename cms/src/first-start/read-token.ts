import type { Core } from '@strapi/strapi';

import { environment } from '../environment';
import { serviceOf } from '../strapi-services';

const name = 'Publisher (CMS_READ_TOKEN)';

/** The only thing that the publisher may do. */
export const feedAction = 'api::change.change.feed';

/**
 * Keeps the token of CMS_READ_TOKEN: it may read the changes feed and nothing else. When the setting changes, the old
 * value stops working. (Strapi's own service can only make random tokens, so the row is written here.)
 */
export async function keepReadToken(strapi: Core.Strapi): Promise<void> {
  const { CMS_READ_TOKEN: key } = environment();
  const accessKey = serviceOf(strapi, 'admin::api-token').hash(key);
  const encryptedKey = serviceOf(strapi, 'admin::encryption').encrypt(key);
  const tokens = strapi.db.query('admin::api-token');
  const found: unknown = await tokens.findOne({ where: { name } });
  if (found === null) {
    const token: { id: number } = await tokens.create({
      data: {
        name,
        description: 'Made from the setting CMS_READ_TOKEN; change it there.',
        type: 'custom',
        kind: 'content-api',
        lifespan: null,
        accessKey,
        encryptedKey,
      },
    });
    await strapi.db.query('admin::api-token-permission').create({ data: { action: feedAction, token: token.id } });
    return;
  }
  if (typeof found === 'object' && 'accessKey' in found && found.accessKey !== accessKey) {
    await tokens.update({ where: { name }, data: { accessKey, encryptedKey } });
  }
}
