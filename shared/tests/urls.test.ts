import {
  articleAddress,
  fileOf,
  isReservedSlug,
  locales,
  parsePath,
  pathOf,
  sitePath,
  slug as slugSchema,
  yearMonth,
  type Address,
  type Locale,
} from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { randomFrom } from './random.ts';

describe('an address', () => {
  it.each<[Address, string]>([
    [{ kind: 'front', locale: 'en' }, '/'],
    [{ kind: 'front', locale: 'ru' }, '/ru/'],
    [{ kind: 'article', locale: 'en', year: 2022, month: 4, slug: 'port-opens' }, '/2022/04/port-opens/'],
    [{ kind: 'article', locale: 'hy', year: 2022, month: 12, slug: 'a' }, '/hy/2022/12/a/'],
    [{ kind: 'named', locale: 'ru', slug: 'analitika' }, '/ru/analitika/'],
    [{ kind: 'author', locale: 'en', slug: 'anna' }, '/authors/anna/'],
    [{ kind: 'month', of: 'section', locale: 'en', slug: 'analytics', year: 2022, month: 4 }, '/analytics/2022/04/'],
    [{ kind: 'month', of: 'tag', locale: 'ru', slug: 'e', year: 2022, month: 4 }, '/ru/tags/e/2022/04/'],
    [{ kind: 'feed', locale: 'en', of: 'all' }, '/rss.xml'],
    [{ kind: 'feed', locale: 'ru', of: 'section', slug: 'analitika' }, '/ru/analitika/rss.xml'],
    [{ kind: 'not-found', locale: 'hy' }, '/hy/404.html'],
    [{ kind: 'manifest', locale: 'hy' }, '/hy/manifest.webmanifest'],
    [{ kind: 'sitemap-month', locale: 'hy', year: 2022, month: 4 }, '/sitemaps/hy-2022-04.xml'],
    [{ kind: 'news-sitemap', locale: 'hy' }, '/sitemaps/hy-news.xml'],
    [{ kind: 'notices', locale: 'en' }, '/fragments/en/notices.js'],
    [{ kind: 'newest', locale: 'ru', slug: 'analitika' }, '/fragments/ru/sections/analitika.html'],
    [{ kind: 'most-read', locale: 'hy', slug: null }, '/fragments/hy/most-read.html'],
    [{ kind: 'most-read', locale: 'ru', slug: 'gorod' }, '/fragments/ru/most-read/gorod.html'],
    [{ kind: 'view-counting', locale: 'ru' }, '/ru/how-we-count-views/'],
    [{ kind: 'security' }, '/.well-known/security.txt'],
  ])('%o is %s, and read back the same', (address, path) => {
    expect(pathOf(address)).toBe(path);
    expect(parsePath(path)).toEqual(address);
  });

  it('is read back the same for any that can be made', () => {
    const random = randomFrom(20220418);
    for (let round = 0; round < 5000; round += 1) {
      const address = anyAddress(random);
      const path = pathOf(address);
      expect(parsePath(path), path).toEqual(address);
      expect(sitePath.safeParse(path).success, path).toBe(true);
    }
  });

  it('belongs to one meaning only: a path that is read is written the same', () => {
    const random = randomFrom(7);
    const pieces = [
      '',
      '/',
      'ru',
      'hy',
      'en',
      'authors',
      'tags',
      '2022',
      '04',
      '13',
      'rss.xml',
      'search',
      '404.html',
      'a-b',
      'A',
      '..',
      '%2e',
      'sitemaps',
      'hy-2022-04.xml',
    ];
    let read = 0;
    for (let round = 0; round < 20000; round += 1) {
      const path = `/${Array.from({ length: random.below(6) }, () => random.of(pieces)).join('/')}${random.of(['', '/'])}`;
      const address = parsePath(path);
      if (!address) continue;
      read += 1;
      expect(pathOf(address)).toBe(path);
    }
    expect(read).toBeGreaterThan(500);
  });

  it.each(['', 'a', '//', '/en/a/', '/RU/', '/2022/13/a/', '/2022/4/a/', '/a', '/a//', '/../', '/ru/authors/A/', '/a/b/'])(
    'is not found behind %j',
    (path) => {
      expect(parsePath(path)).toBeNull();
    },
  );
});

describe('the date in an address', () => {
  it('is that of the newsroom, not of the machine', () => {
    const lastNight = '2022-03-31T20:30:00.000Z';
    expect(yearMonth(lastNight, 'Asia/Yerevan')).toEqual({ year: 2022, month: 4 });
    expect(yearMonth(lastNight, 'America/New_York')).toEqual({ year: 2022, month: 3 });
    expect(pathOf(articleAddress({ locale: 'ru', slug: 'a', publicationDate: lastNight }, 'Asia/Yerevan'))).toBe('/ru/2022/04/a/');
  });

  it.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Yerevan'])('has the month of the calendar in %s at any hour', (timeZone) => {
    const calendar = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric' });
    for (let moment = Date.UTC(2023, 11, 25); moment < Date.UTC(2024, 3, 5); moment += 3_600_000) {
      const [month, year] = calendar.format(moment).split('/').map(Number);
      expect(yearMonth(moment, timeZone)).toEqual({ year, month });
    }
  });

  it('asks for a time zone that exists', () => {
    expect(() => yearMonth(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('a file of the site', () => {
  it.each([
    ['/', 'index.html'],
    ['/a/', 'a/index.html'],
    ['/rss.xml', 'rss.xml'],
  ])('%s lies in %s', (path, file) => {
    expect(fileOf(sitePath.parse(path))).toBe(file);
  });
});

describe('a slug', () => {
  it.each(['a', 'a-b', '2022-news', 'x'.repeat(120)])('may be %s', (value) => {
    expect(slugSchema.safeParse(value).success).toBe(true);
  });

  it.each(['', 'A', 'a b', '-a', 'a-', 'a--b', 'новости', 'a/b', '.', 'x'.repeat(121)])('may not be %j', (value) => {
    expect(slugSchema.safeParse(value).success).toBe(false);
  });

  it('may not be a word of the site’s own', () => {
    for (const word of [...locales, 'search', 'authors', 'tags', 'media', '2026']) expect(isReservedSlug(word), word).toBe(true);
    for (const word of ['analytics', '20260', 'ruble']) expect(isReservedSlug(word), word).toBe(false);
  });
});

function anyAddress(random: ReturnType<typeof randomFrom>): Address {
  const locale: Locale = random.of(locales);
  const slug = Array.from({ length: 1 + random.below(4) }, () => random.word()).join('-');
  const date = { year: 1000 + random.below(9000), month: 1 + random.below(12) };
  return random.of<Address>([
    { kind: 'front', locale },
    { kind: 'article', locale, slug, ...date },
    { kind: 'author', locale, slug },
    { kind: 'tag', locale, slug },
    { kind: 'month', of: random.of(['author', 'tag']), locale, slug, ...date },
    { kind: 'feed', locale, of: 'all' },
    { kind: 'feed', locale, of: 'author', slug },
    { kind: 'search', locale },
    { kind: 'authors', locale },
    { kind: 'not-found', locale },
    { kind: 'manifest', locale },
    { kind: 'sitemap-index' },
    { kind: 'sitemap', locale },
    { kind: 'sitemap-month', locale, ...date },
    { kind: 'robots' },
    { kind: 'redirect-map' },
    { kind: 'security' },
    { kind: 'news-sitemap', locale },
    { kind: 'notices', locale },
    { kind: 'newest', locale, slug },
    // A section may not be called like something else that stands at the root.
    ...(isReservedSlug(slug)
      ? []
      : [
          { kind: 'named', locale, slug } as const,
          { kind: 'feed', locale, of: 'section', slug } as const,
          { kind: 'month', of: 'section', locale, slug, ...date } as const,
        ]),
  ]);
}
