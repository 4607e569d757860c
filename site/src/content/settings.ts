import { yearMonth, type SiteSettingDocument } from '@broadsheet/shared';

import { parseDocument, type Reading, type Store } from './reading.ts';
import { tags } from './tags.ts';

/** One field of the site settings; before the first settings have come, a plain default. */
export function setting<F extends keyof SiteSettingDocument>(reading: Reading, field: F): SiteSettingDocument[F] {
  reading.note(tags.setting(field));
  return readSettings(reading.store)[field];
}

/** The year where the newsroom is, by the clock kept in the store. */
export function currentYear(reading: Reading): number {
  reading.note(tags.year(), tags.setting('timeZone'));
  return storedYear(reading.store);
}

/** The settings as they stand, without noting that they were read. */
export function readSettings(store: Store): SiteSettingDocument {
  const row = store.prepare<[], { json: string }>(`select json from documents where type = 'site-setting' order by id limit 1`).get();
  return row ? parseDocument('site-setting', row.json) : defaultSettings;
}

/** The year that pages show: what the clock said at its last tick, so that a clean render at any time shows the same. */
export function storedYear(store: Store): number {
  const row = store.prepare<[], { value: string }>(`select value from meta where key = 'year'`).get();
  return row ? Number(row.value) : yearMonth(0, 'UTC').year;
}

const defaultSettings: SiteSettingDocument = {
  id: 'default' as SiteSettingDocument['id'],
  name: { en: 'Broadsheet' },
  tagline: {},
  timeZone: 'UTC',
  socialLinks: [],
  appLinks: [],
  copyrightNotice: {},
  promo: null,
  adSlots: [],
  breakingBanner: null,
  sectionOrder: [],
};
