import { runInNewContext } from 'node:vm';

import { locales } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { clockAt } from '../src/content/clock.ts';
import { newestCount, newestStories } from '../src/model/newest.ts';
import { notices, noticesScript, type Notices } from '../src/model/notices.ts';
import { securityText } from '../src/model/security-txt.ts';
import { siteUrl, smallNewsroom, withPictures } from './model-store.ts';

const address = { kind: 'notices', locale: 'en' } as const;
const ad = {
  position: 'article',
  imageId: 'bank',
  url: 'https://ad.example/',
  label: { en: 'Paid' },
  locales: ['en', 'ru'],
  startsAt: null,
  endsAt: null,
};

async function noticesOf(settings: Record<string, unknown>, locale: 'en' | 'ru' | 'hy' = 'en'): Promise<Notices> {
  const reading = await smallNewsroom(settings).file('bank', '/uploads/b.jpg', { alt: 'A bank' }).file('raw', '/uploads/r.jpg').reading();
  withPictures(reading.store, 'bank');
  return notices(reading, { ...address, locale });
}

const image = {
  sources: [{ type: 'image/webp', srcset: '/media/bank-960.webp 960w' }],
  fallback: '/media/bank-960.jpg',
  width: 960,
  height: 640,
};

describe('notices', () => {
  it('say nothing when nothing is announced', async () => {
    expect(await noticesOf({})).toEqual({ banner: null, promo: null, ads: {}, mostRead: {} });
    expect(await noticesOf({ breakingBanner: { text: { en: 'Now' }, url: '/' } }, 'hy')).toMatchObject({ banner: null });
  });

  it('have the banner, with a link only where it can lead somewhere safe', async () => {
    const withUrl = async (url: string): Promise<string | undefined> =>
      (await noticesOf({ breakingBanner: { text: { en: 'Now' }, url } })).banner?.url;
    expect(await withUrl('/2026/01/fire/')).toBe('/2026/01/fire/');
    expect(await withUrl('https://other.example/')).toBe('https://other.example/');
    expect(await withUrl('javascript:alert(1)')).toBe('');
    expect(await withUrl('//other.example/')).toBe('');
  });

  it('have the promo without its picture until that is ready', async () => {
    const promo = { title: { en: 'Follow us', ru: 'Читайте нас' }, text: { en: 'Daily.' }, url: 'https://promo.example/', imageId: 'raw' };
    expect((await noticesOf({ promo })).promo).toEqual({ title: 'Follow us', text: 'Daily.', url: promo.url, image: null });
    expect((await noticesOf({ promo: { ...promo, imageId: 'bank' } }, 'ru')).promo).toEqual({
      title: 'Читайте нас',
      text: '',
      url: promo.url,
      image: { ...image, alt: '' },
    });
    expect((await noticesOf({ promo }, 'hy')).promo).toBeNull();
  });

  it('have for each place the first ad that runs in this language and can be shown', async () => {
    const adSlots = [
      { ...ad, imageId: 'raw' },
      { ...ad, endsAt: '2026-01-01T12:00:00.000Z' },
      { ...ad, startsAt: '2026-01-01T12:00:01.000Z' },
      { ...ad, url: 'https://shown.example/', startsAt: '2026-01-01T12:00:00.000Z', endsAt: '2026-01-01T12:00:01.000Z' },
      { ...ad, url: 'https://late.example/' },
    ];
    expect((await noticesOf({ adSlots })).ads).toEqual({
      article: { url: 'https://shown.example/', label: 'Advertisement · Paid', image: { ...image, alt: 'A bank' } },
    });
    expect((await noticesOf({ adSlots }, 'ru')).ads.article?.label).toBe('Реклама');
    expect((await noticesOf({ adSlots }, 'hy')).ads).toEqual({});
  });

  it('depend on the clock only while an ad has dates', async () => {
    const tagsOf = async (slot: object): Promise<string[]> => {
      const reading = await smallNewsroom({ adSlots: [slot] })
        .file('bank', '/uploads/b.jpg')
        .reading();
      notices(reading, address);
      return [...reading.tags].filter((tag) => tag.startsWith('clock:'));
    };
    expect(await tagsOf(ad)).toEqual([]);
    expect(await tagsOf({ ...ad, endsAt: '2027-01-01T00:00:00.000Z' })).toEqual(['clock:minute']);
    expect(await tagsOf({ ...ad, endsAt: '2027-01-01T00:00:00.000Z', locales: ['ru'] })).toEqual([]);
  });

  it('are one statement, out of which no text can break', async () => {
    const text = '</script><!-- "\' \\ \u2028 \u2029 \u0000 `${x}` };alert(1);//';
    const script = noticesScript(await noticesOf({ breakingBanner: { text: { en: text }, url: '' } }));
    expect(script).not.toMatch(/[<>\u2028\u2029]/);
    const window: { broadsheetNotices?: Notices } = {};
    runInNewContext(script, { window });
    expect(window.broadsheetNotices?.banner?.text).toBe(text);
  });
});

describe('the newest stories of a section', () => {
  it('are named with their documents', async () => {
    const newsroom = smallNewsroom().article('other', 'en', { categoryId: 'analytics' });
    for (let n = 0; n < 9; n++) newsroom.article(`s${n}`, 'en', { publicationDate: new Date(Date.UTC(2022, 0, 1 + n)).toISOString() });
    const reading = await newsroom.reading();
    const found = newestStories(reading, { kind: 'newest', locale: 'en', slug: 'city' });
    expect(found?.map(({ id }) => id)).toEqual(['s8', 's7', 's6', 's5', 's4', 's3', 's2'].slice(0, newestCount));
    expect(newestStories(reading, { kind: 'newest', locale: 'en', slug: 'sport' })).toBeNull();
    expect(newestStories(reading, { kind: 'newest', locale: 'hy', slug: 'city' })).toEqual([]);
  });
});

describe('security.txt', () => {
  it('names whom to tell, for less than a year', async () => {
    const text = async (securityContact: string): Promise<string | null> =>
      securityText(await smallNewsroom({ securityContact }).reading());
    expect(await text('')).toBeNull();
    expect(await text('safety@example.org')).toBe(
      'Contact: mailto:safety@example.org\nExpires: 2026-11-27T00:00:00.000Z\nPreferred-Languages: ' +
        `${locales.join(', ')}\nCanonical: ${siteUrl}/.well-known/security.txt\n`,
    );
    expect(await text('https://example.org/report')).toContain('Contact: https://example.org/report\n');
  });
});

describe('the clock', () => {
  it("says day and year as the newsroom's zone does, and when hour and minute began there", () => {
    const now = Date.parse('2025-12-31T20:47:31.250Z');
    expect(clockAt(now, 'Asia/Yerevan')).toEqual({
      year: '2026',
      day: '2026-01-01',
      hour: '2025-12-31T20:00:00.000Z',
      minute: '2025-12-31T20:47:00.000Z',
    });
    expect(clockAt(now, 'Asia/Kolkata').hour).toBe('2025-12-31T20:30:00.000Z');
  });
});
