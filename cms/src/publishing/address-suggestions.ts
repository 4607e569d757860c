import { defaultLocale, isLocale, type Locale, localizedField, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { serviceOf } from '../strapi-services';
import { slugify } from './slugs';

/** Makes the admin's "Regenerate" suggest the address that a save would make; Strapi's own reads Armenian badly. */
export function suggestAddresses(strapi: Core.Strapi): void {
  const service = serviceOf(strapi, 'plugin::content-manager.uid');
  service.generateUIDField = ({ contentTypeUID, field, data, locale }) => {
    const attribute = strapi.contentTypes[contentTypeUID as keyof typeof strapi.contentTypes]?.attributes[field];
    const source = attribute && 'targetField' in attribute ? data[String(attribute.targetField)] : undefined;
    const value = typeof source === 'string' ? slugify(source, languageOf(field, locale)) : '';
    if (value === '') return Promise.resolve('');
    return service.findUniqueUID({ contentTypeUID, field, value, ...(locale === undefined ? {} : { locale }) });
  };
}

/** `slugRu` is in Russian whatever the admin is set to; `slug` is in the language of the version. */
function languageOf(field: string, locale: string | undefined): Locale {
  return locales.find((one) => field === localizedField('slug', one)) ?? (isLocale(locale) ? locale : defaultLocale);
}
