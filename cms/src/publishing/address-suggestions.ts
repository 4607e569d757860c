import { defaultLocale, isLocale, isReservedSlug, type Locale, localizedField, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { serviceOf } from '../strapi-services';
import { slugify } from './slugs';

/**
 * Makes the admin's "Regenerate" suggest the address that a save would make (Strapi's own reads Armenian badly), and
 * keeps it from calling the site's own words available.
 */
export function suggestAddresses(strapi: Core.Strapi): void {
  const service = serviceOf(strapi, 'plugin::content-manager.uid');
  service.generateUIDField = ({ contentTypeUID, field, data, locale }) => {
    const attribute = strapi.contentTypes[contentTypeUID as keyof typeof strapi.contentTypes]?.attributes[field];
    const source = attribute && 'targetField' in attribute ? data[attribute.targetField ?? ''] : undefined;
    const value = typeof source === 'string' ? slugify(source, languageOf(field, locale)) : '';
    if (value === '') return Promise.resolve('');
    return service.findUniqueUID({ contentTypeUID, field, value, ...(locale === undefined ? {} : { locale }) });
  };
  const isFree = service.checkUIDAvailability.bind(service);
  service.checkUIDAvailability = (question) => (isReservedSlug(question.value) ? Promise.resolve(false) : isFree(question));
}

/** `slugRu` is in Russian whatever the admin is set to; `slug` is in the language of the version. */
function languageOf(field: string, locale: string | undefined): Locale {
  return locales.find((one) => field === localizedField('slug', one)) ?? (isLocale(locale) ? locale : defaultLocale);
}
