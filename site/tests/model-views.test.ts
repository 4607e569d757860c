import { locales, pathOf, type Locale, type MostReadList } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { storeMostRead } from '../publisher/most-read.ts';
import { mostReadLength } from '../src/content/views.ts';
import { digitGroups } from '../src/i18n/strings.ts';
import { viewCounting } from '../src/i18n/view-counting.ts';
import { mostReadLengths, mostReadStories } from '../src/model/most-read.ts';
import { viewCountingPage } from '../src/model/plain-page.ts';
import { viewCount } from '../src/model/view-count.ts';
import { groupedDigits } from '../src/scripts/grouped-digits.ts';
import { siteUrl, smallNewsroom, type Documents } from './model-store.ts';

describe('the number of views', () => {
  it.each([
    ['en', 1, '1 view'],
    ['en', 1475, '1,475 views'],
    ['ru', 1, '1 просмотр'],
    ['ru', 3, '3 просмотра'],
    ['ru', 11, '11 просмотров'],
    ['ru', 22, '22 просмотра'],
    ['hy', 475, '475 դիտում'],
  ] as [Locale, number, string][])('is put into words in %s: %i', async (locale, views, text) => {
    const reading = await smallNewsroom()
      .article('flood', locale)
      .views('flood', { [locale]: views })
      .reading();
    expect(viewCount(reading, 'flood', locale).text).toBe(text);
  });

  it.each(locales)('has its digits grouped by the script as the page has them, in %s', (locale) => {
    for (const views of [1, 999, 1475, 9999, 84_120, 123_456, 1_234_567])
      expect(groupedDigits(views, digitGroups(locale))).toBe(new Intl.NumberFormat(locale).format(views));
  });

  it.each([
    ['all-languages', { text: '475 views', shown: 'all' }],
    ['own-language', { text: '400 views', shown: 'en' }],
    ['hidden', { text: '', shown: null }],
  ])('is what the settings say: %s', async (setting, expected) => {
    const documents = smallNewsroom({ viewCount: setting }).article('flood', 'en').views('flood', { en: 400, ru: 75 });
    expect(viewCount(await documents.reading(), 'flood', 'en')).toMatchObject(expected);
  });

  it('is nothing while none is known', async () => {
    const reading = await smallNewsroom().article('flood', 'en').views('flood', {}).reading();
    expect(viewCount(reading, 'flood', 'en')).toMatchObject({ text: '', shown: 'all' });
    expect(viewCount(reading, 'other', 'en').text).toBe('');
  });

  it('touches its own story alone', async () => {
    const reading = await smallNewsroom().article('flood', 'en').reading();
    viewCount(reading, 'flood', 'en');
    expect([...reading.tags].sort()).toEqual(['setting:viewCount', 'views:flood']);
  });
});

describe('the stories with the most readers', () => {
  const list = (fields: object): MostReadList => ({ locale: 'en', sectionId: null, day: [], week: [], ...fields });
  const stories = (): Documents =>
    [1, 2, 3, 4, 5, 6, 7].reduce(
      (all, number) => all.article(`s${number}`, 'en', { categoryId: number === 7 ? 'analytics' : 'city' }),
      smallNewsroom(),
    );
  const address = { kind: 'most-read', locale: 'en', slug: null } as const;

  it('stand in their order, as many as there is room for, without those that are gone', async () => {
    const reading = await stories().reading();
    storeMostRead(reading.store, [list({ day: ['s3', 'gone', 's1'], week: ['s7', 's6', 's5', 's4', 's3', 's2'] })]);
    const found = mostReadStories(reading, address);
    expect(found?.map(({ key, stories: of }) => [key, of.map(({ id }) => id)])).toEqual([
      ['day', ['s3', 's1']],
      ['week', ['s7', 's6', 's5', 's4', 's3'].slice(0, mostReadLength)],
    ]);
    expect(mostReadLengths(reading, 'en')).toEqual({ [pathOf(address)]: mostReadLength });
    expect(reading.tags).toContain('card:s1:en');
    expect(reading.tags).toContain('card:gone:en');
  });

  it('of a section are its own, also when one has left it since', async () => {
    const reading = await stories().reading();
    storeMostRead(reading.store, [list({ sectionId: 'city', day: ['s7', 's2'] })]);
    expect(mostReadStories(reading, { ...address, slug: 'city' })?.map(({ key, stories: of }) => [key, of.map(({ id }) => id)])).toEqual([
      ['day', ['s2']],
    ]);
    expect(mostReadStories(reading, { ...address, slug: 'analytics' })).toEqual([]);
    expect(mostReadStories(reading, { ...address, slug: 'nowhere' })).toBeNull();
  });

  it('have no room anywhere while nothing is read', async () => {
    const reading = await stories().reading();
    storeMostRead(reading.store, [list({ day: ['gone'] }), list({ locale: 'ru', week: ['s1'] })]);
    for (const locale of locales) {
      expect(mostReadStories(reading, { ...address, locale })).toEqual([]);
      expect(mostReadLengths(reading, locale)).toEqual({});
    }
  });
});

describe('the page that says how views are counted', () => {
  it.each(locales)('stands in %s, in a newsroom without anything', async (locale) => {
    for (const setting of ['all-languages', 'own-language', 'hidden'] as const) {
      const reading = await smallNewsroom({ viewCount: setting }).reading();
      const page = viewCountingPage(reading, { kind: 'view-counting', locale });
      expect(page.frame).toMatchObject({ canonical: siteUrl + pathOf({ kind: 'view-counting', locale }), indexed: true });
      expect(page.frame.footer.pages.map(({ text }) => text)).toContain(viewCounting[locale].title);
      expect(page.body.match(/<h2/g)).toHaveLength(5);
      expect(page.body.match(/<li/g)).toHaveLength(7);
    }
  });
});
