import type { SiteSettingDocument } from '@broadsheet/shared';

import { parseDocument, type Reading, type Store } from './reading.ts';
import { tags } from './tags.ts';

/** One field of the site settings; before the first settings have come, a plain default. */
export function setting<F extends keyof SiteSettingDocument>(reading: Reading, field: F): SiteSettingDocument[F] {
  reading.note(tags.setting(field));
  return reading.once('settings', () => readSettings(reading.store))[field];
}

/** The settings as they stand, without noting that they were read. */
export function readSettings(store: Store): SiteSettingDocument {
  const row = store.prepare<[], { json: string }>(`select json from documents where type = 'site-setting' order by id limit 1`).get();
  return row ? parsed(store, row.json) : defaultSettings;
}

// Every page reads several settings, and they change seldom.
function parsed(store: Store, json: string): SiteSettingDocument {
  const last = lastParsed.get(store);
  if (last?.json === json) return last.settings;
  const settings = parseDocument('site-setting', json);
  lastParsed.set(store, { json, settings });
  return settings;
}

const lastParsed = new WeakMap<Store, { json: string; settings: SiteSettingDocument }>();

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
  securityContact: '',
  viewCount: 'all-languages',
  sectionOrder: [],
};
