import { z } from 'zod';

import { documentId } from '../brands.js';
import { locale } from '../locales.js';
import { perLocale } from './per-locale.js';

const text = z.string();
const https = z.url({ protocol: /^https$/ });

/** The newspaper's settings: one document for all languages. */
export const siteSettingDocument = z.object({
  id: documentId,
  name: perLocale(text),
  tagline: perLocale(text),
  /** IANA name, as `Asia/Yerevan`. */
  timeZone: z.string().refine(isTimeZone, 'is not a time zone this system knows'),
  /** In the order in which they are shown. */
  socialLinks: z.array(z.object({ platform: z.string(), url: https })),
  appLinks: z.array(z.object({ store: z.enum(['app-store', 'google-play']), locale, url: https })),
  copyrightNotice: perLocale(text),
  promo: z.object({ title: perLocale(text), text: perLocale(text), url: https, imageId: documentId.nullable() }).nullable(),
  adSlots: z.array(
    z.object({
      position: z.enum(['header', 'article', 'list']),
      imageId: documentId,
      url: https,
      label: perLocale(text),
      locales: z.array(locale),
      startsAt: z.iso.datetime().nullable(),
      endsAt: z.iso.datetime().nullable(),
    }),
  ),
  breakingBanner: z.object({ text: perLocale(text), url: z.string() }).nullable(),
  /** Whom to tell of a weakness of the site: an e-mail address or an https address; empty when nobody is named. */
  securityContact: z.string(),
  /** The number of views that a story shows: of all its languages together, of the page's own, or none. */
  viewCount: z.enum(['all-languages', 'own-language', 'hidden']),
  /** Sections in the order of the front page and the navigation; sections not named here follow by name. */
  sectionOrder: z.array(documentId),
});

export type SiteSettingDocument = z.infer<typeof siteSettingDocument>;

/** True when this system's time zone data knows the name. */
export function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
