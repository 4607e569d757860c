import { type Locale, localizedField, locales } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { idOrNull, ids, perLanguage, type Ref, refs, text, wireDate } from './wire-form';

/** The newspaper's settings in the wire form of shared's `siteSettingDocument`, unchecked. */
export async function loadSiteSettings(strapi: Core.Strapi, documentIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows: SettingRow[] = await strapi.db.query('api::site-setting.site-setting').findMany({
    where: { documentId: { $in: documentIds } },
    populate: {
      sectionOrder: refs,
      breakingBanner: true,
      socialLinks: true,
      appLinks: true,
      promo: { populate: { image: refs } },
      adSlots: { populate: { image: refs } },
    },
  });
  return new Map(rows.map((row) => [row.documentId, wireForm(row)]));
}

function wireForm(row: SettingRow) {
  return {
    id: row.documentId,
    name: perLanguage(row, 'name'),
    tagline: perLanguage(row, 'tagline'),
    timeZone: row.timeZone,
    socialLinks: row.socialLinks.map(({ platform, url }) => ({ platform, url })),
    appLinks: row.appLinks.map(({ store, language, url }) => ({ store, locale: language, url })),
    copyrightNotice: perLanguage(row, 'copyrightNotice'),
    promo: row.promo
      ? {
          title: perLanguage(row.promo, 'title'),
          text: perLanguage(row.promo, 'text'),
          url: row.promo.url,
          imageId: idOrNull(row.promo.image),
        }
      : null,
    adSlots: row.adSlots.map((slot) => ({
      position: slot.position,
      imageId: idOrNull(slot.image),
      url: slot.url,
      label: perLanguage(slot, 'label'),
      locales: shownIn(slot),
      startsAt: wireDate(slot.startsAt),
      endsAt: wireDate(slot.endsAt),
    })),
    breakingBanner: row.breakingBanner ? { text: perLanguage(row.breakingBanner, 'text'), url: text(row.breakingBanner.url) } : null,
    securityContact: text(row.securityContact),
    viewCount: row.viewCount ?? 'all-languages',
    sectionOrder: ids(row.sectionOrder),
  };
}

function shownIn(slot: object): Locale[] {
  const fields = new Map(Object.entries(slot));
  return locales.filter((locale) => fields.get(localizedField('show', locale)) === true);
}

interface SettingRow extends Ref {
  timeZone: string;
  securityContact: string | null;
  viewCount: string | null;
  sectionOrder: Ref[];
  breakingBanner: { url: string | null } | null;
  socialLinks: { platform: string; url: string }[];
  appLinks: { store: string; language: string; url: string }[];
  promo: { url: string; image: Ref | null } | null;
  adSlots: { position: string; image: Ref | null; url: string; startsAt: string | null; endsAt: string | null }[];
}
