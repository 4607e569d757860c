/** What the editors announce on every page: it changes daily, so pages do not bear it but read it from one small script. */
import { sitePath, type Address, type Locale, type SiteSettingDocument } from '@broadsheet/shared';

import { currentMinute } from '../content/clock.ts';
import { picture, type Picture } from '../content/pictures.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { strings } from '../i18n/strings.ts';
import { mostReadLengths } from './most-read.ts';

/** What `window.broadsheetNotices` holds. */
export interface Notices {
  /** An empty url: no link. */
  banner: Banner | null;
  promo: { title: string; text: string; url: string; image: NoticeImage | null } | null;
  /** The ad of each place that has one now. */
  ads: Partial<Record<AdPlace, { url: string; label: string; image: NoticeImage }>>;
  /** How long each list of the most read is, by the path of its fragment; those that have no story are not here. */
  mostRead: Record<string, number>;
}

export interface Banner {
  text: string;
  /** A path of the site or an https address; empty when the banner leads nowhere. */
  url: string;
}

export interface NoticeImage {
  /** Best format first. */
  sources: { type: string; srcset: string }[];
  /** JPEG, for `src`. */
  fallback: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Empty where the words beside it say all. */
  alt: string;
}

export type AdPlace = AdSlot['position'];

/** The breaking banner of a language; null when none is set. */
export function banner(reading: Reading, locale: Locale): Banner | null {
  const set = setting(reading, 'breakingBanner');
  const text = set?.text[locale];
  return set && text ? { text, url: isSafe(set.url) ? set.url : '' } : null;
}

export function notices(reading: Reading, { locale }: Extract<Address, { kind: 'notices' }>): Notices {
  return {
    banner: banner(reading, locale),
    promo: promo(reading, locale),
    ads: ads(reading, locale),
    mostRead: mostReadLengths(reading, locale),
  };
}

/** One statement. Whatever an editor typed stays inside its strings, also where the script stands inside a page. */
export function noticesScript(found: Notices): string {
  const json = JSON.stringify(found).replaceAll(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `window.broadsheetNotices=${json};\n`;
}

function promo(reading: Reading, locale: Locale): Notices['promo'] {
  const set = setting(reading, 'promo');
  if (!set) return null;
  const title = set.title[locale] ?? '';
  const text = set.text[locale] ?? '';
  if (title === '' && text === '') return null;
  const found = set.imageId === null ? null : picture(reading, set.imageId);
  return { title, text, url: set.url, image: found && noticeImage(found, '') };
}

// Of several ads for one place, the first that runs now and whose picture is ready.
function ads(reading: Reading, locale: Locale): Notices['ads'] {
  const shown: Notices['ads'] = {};
  for (const slot of setting(reading, 'adSlots')) {
    if (shown[slot.position] || !slot.locales.includes(locale) || !runs(reading, slot)) continue;
    const found = picture(reading, slot.imageId);
    if (!found) continue;
    // The picture is all that the link holds, so it has to say where it leads.
    const alt = reading.document('file', slot.imageId)?.alt || slot.label[locale] || strings(locale).advertisement;
    const label = [strings(locale).advertisement, slot.label[locale]].filter(Boolean).join(' · ');
    shown[slot.position] = { url: slot.url, label, image: noticeImage(found, alt) };
  }
  return shown;
}

// Only an ad with dates makes the notices depend on the clock.
function runs(reading: Reading, { startsAt, endsAt }: AdSlot): boolean {
  if (startsAt === null && endsAt === null) return true;
  const now = currentMinute(reading);
  return (startsAt === null || Date.parse(startsAt) <= now) && (endsAt === null || now < Date.parse(endsAt));
}

function noticeImage({ sources, fallback, width, height }: Picture, alt: string): NoticeImage {
  return { sources, fallback, width, height, alt };
}

function isSafe(url: string): boolean {
  return sitePath.safeParse(url).success || url.startsWith('https://');
}

type AdSlot = SiteSettingDocument['adSlots'][number];
