import { defaultLocale, type Locale, localeNames, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { serviceOf } from '../strapi-services';
import { memory } from './memory';
import { openRolesTo } from './roles';

/**
 * Adds the languages of the newsroom that this database has never had. A language that an admin removed stays
 * removed; one that is new in `shared/src/locales.ts` is added and opened to the roles that could use all others.
 */
export async function addLanguages(strapi: Core.Strapi): Promise<void> {
  const known = await memory(strapi, 'languages').read<Locale[]>([]);
  const missing = locales.filter((locale) => !known.includes(locale));
  if (missing.length === 0) return;
  const service = serviceOf(strapi, 'plugin::i18n.locales');
  for (const code of missing) {
    // Strapi itself has made English.
    if (await service.findByCode(code)) await service.update({ code }, { name: localeNames[code] });
    else await service.create({ code, name: localeNames[code] });
  }
  if (known.length === 0) await service.setDefaultLocale({ code: defaultLocale });
  else await openRolesTo(strapi, missing, known);
  await memory(strapi, 'languages').write([...known, ...missing]);
}
