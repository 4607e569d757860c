import { locales, localizedField } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { once } from './memory';

const uid = 'api::site-setting.site-setting';

/** Makes the settings document with its defaults, so that the site has a name and a time zone from the first minute. */
export async function addSettings(strapi: Core.Strapi): Promise<void> {
  await once(strapi, 'settings', async () => {
    if (await strapi.documents(uid).findFirst()) return;
    await strapi.documents(uid).create({
      data: { ...Object.fromEntries(locales.map((locale) => [localizedField('name', locale), 'Broadsheet'])), timeZone: 'Asia/Yerevan' },
    });
  });
}
