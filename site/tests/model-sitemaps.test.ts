import { describe, expect, it } from 'vitest';

import { redirectMapText } from '../src/model/redirect-map.ts';
import { newsSitemapXml, robotsText, sitemapIndexXml, sitemapMonthXml, sitemapXml } from '../src/model/sitemap-xml.ts';
import { siteUrl, smallNewsroom } from './model-store.ts';

const locations = (xml: string): string[] => [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => (url ?? '').slice(siteUrl.length));

describe('sitemaps', () => {
  it('are found through robots.txt and the index', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'ru')
      .article('fire', 'en', { publicationDate: '2020-12-31T23:00:00.000Z' })
      .reading();
    expect(robotsText(reading)).toContain(`Sitemap: ${siteUrl}/sitemap.xml\n`);
    expect(locations(sitemapIndexXml(reading)).slice(0, 8)).toEqual([
      '/sitemaps/en.xml',
      '/sitemaps/en-news.xml',
      '/sitemaps/en-2021-01.xml',
      '/sitemaps/ru.xml',
      '/sitemaps/ru-news.xml',
      '/sitemaps/ru-2022-04.xml',
      '/sitemaps/hy.xml',
      '/sitemaps/hy-news.xml',
    ]);
  });

  it('name the pages of a language; tags only with stories', async () => {
    const reading = await smallNewsroom()
      .page('about', 'en')
      .article('flood', 'en', { tagIds: ['river'] })
      .reading();
    expect(locations(sitemapXml(reading, { kind: 'sitemap', locale: 'en' }))).toEqual([
      '/',
      '/how-we-count-views/',
      '/analytics/',
      '/city/',
      '/about/',
      '/authors/',
      '/authors/ani/',
      '/authors/house/',
      '/tags/river/',
    ]);
    expect(locations(sitemapXml(reading, { kind: 'sitemap', locale: 'hy' }))).toEqual([
      '/hy/',
      '/hy/how-we-count-views/',
      '/hy/city/',
      '/hy/authors/',
      '/hy/authors/ani/',
      '/hy/authors/house/',
    ]);
  });

  it('name the articles of a month with their languages', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'en')
      .article('flood', 'ru', { updateDate: '2022-05-01T00:00:00.000Z' })
      .reading();
    const xml = sitemapMonthXml(reading, { locale: 'ru', year: 2022, month: 4 }) ?? '';
    expect(locations(xml)).toEqual(['/ru/2022/04/flood/', '/ru/city/2022/04/']);
    expect(xml).toContain('<lastmod>2022-05-01T00:00:00.000Z</lastmod>');
    expect(xml).toContain(`<xhtml:link rel="alternate" hreflang="en" href="${siteUrl}/2022/04/flood/"/>`);
    expect(xml).toContain('hreflang="x-default"');
    expect(sitemapMonthXml(reading, { locale: 'hy', year: 2022, month: 4 })).toBeNull();
  });

  it('name every archive that lists a story of the month, with its languages', async () => {
    const newsroom = smallNewsroom();
    // More than the page of the tag shows, so that the tag has an archive; its author has none.
    for (let n = 0; n < 40; n++)
      newsroom.article(`earlier-${n}`, 'en', { tagIds: ['river'], publicationDate: '2022-03-01T00:00:00.000Z', authorIds: [] });
    const reading = await newsroom
      .article('flood', 'en', { tagIds: ['river'], authorIds: ['house'] })
      .article('flood', 'hy', { publicationDate: '2022-05-02T00:00:00.000Z', authorIds: ['house'] })
      .article('fire', 'ru', { publicationDate: '2022-04-02T00:00:00.000Z', categoryId: 'analytics' })
      .article('fire', 'en', { publicationDate: '2022-04-02T00:00:00.000Z', categoryId: 'analytics' })
      .reading();
    const xml = sitemapMonthXml(reading, { locale: 'en', year: 2022, month: 4 }) ?? '';
    expect(locations(xml).filter((path) => path.endsWith('/2022/04/'))).toEqual([
      '/analytics/2022/04/',
      '/city/2022/04/',
      '/tags/river/2022/04/',
    ]);
    const analytics = /<url><loc>[^<]*\/analytics\/2022\/04\/<.*/.exec(xml)?.[0] ?? '';
    expect([...analytics.matchAll(/hreflang="([^"]*)"/g)].map(([, language]) => language)).toEqual(['en', 'ru', 'x-default']);
    const city = /<url><loc>[^<]*\/city\/2022\/04\/<.*/.exec(xml)?.[0] ?? '';
    expect(city).not.toContain('hreflang');
  });
});

describe('a news sitemap', () => {
  it("has the stories of the last two days by the newsroom's clock, as news searches want them", async () => {
    // The clock stands at noon of the first of January 2026, UTC.
    const reading = await smallNewsroom()
      .article('old', 'en', { publicationDate: '2025-12-30T11:59:59.000Z' })
      .article('flood', 'en', { publicationDate: '2025-12-30T12:00:00.000Z', title: 'Fire & <flood>' })
      .article('fire', 'en', { publicationDate: '2026-01-01T12:30:00.000Z' })
      .article('fire', 'ru', { publicationDate: '2026-01-01T12:30:00.000Z' })
      .reading();
    const xml = newsSitemapXml(reading, { kind: 'news-sitemap', locale: 'en' });
    expect(locations(xml)).toEqual(['/2026/01/fire/', '/2025/12/flood/']);
    expect(xml).toContain(
      '<news:news><news:publication><news:name>The Test</news:name><news:language>en</news:language></news:publication>' +
        '<news:publication_date>2025-12-30T12:00:00.000Z</news:publication_date><news:title>Fire &amp; &lt;flood&gt;</news:title></news:news>',
    );
    expect(locations(newsSitemapXml(reading, { kind: 'news-sitemap', locale: 'hy' }))).toEqual([]);
  });

  it('has at most a thousand, the newest', async () => {
    const newsroom = smallNewsroom();
    for (let n = 0; n < 1002; n++)
      newsroom.article(`s${n}`, 'en', { publicationDate: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString() });
    const found = locations(newsSitemapXml(await newsroom.reading(), { kind: 'news-sitemap', locale: 'en' }));
    expect(found).toHaveLength(1000);
    expect(found[0]).toBe('/2026/01/s1001/');
  });
});

describe('the map of redirects', () => {
  it('has the feed and the archive months of a section, author or tag that moved, but for what an editor leads elsewhere', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'en', { tagIds: ['river'] })
      .redirect('/town/', { kind: 'category', id: 'city', locale: 'en' })
      .redirect('/tags/stream/', { kind: 'tag', id: 'river', locale: 'en' })
      .redirect('/town/rss.xml', { kind: 'address', url: '/rss.xml' })
      .redirect('/analytics/', { kind: 'category', id: 'city', locale: 'en' })
      .redirect('/hy/town/', { kind: 'category', id: 'city', locale: 'hy' })
      .reading();
    expect(redirectMapText(reading).split('\n')).toEqual([
      '/hy/town/ /hy/city/;',
      '/tags/stream/ /tags/river/;',
      '/town/ /city/;',
      '/town/rss.xml /rss.xml;',
      '/hy/town/rss.xml /hy/city/rss.xml;',
      '/town/2022/04/ /city/2022/04/;',
      '',
    ]);
  });

  it('has a line even when nothing moved: Caddy does not start on an empty list', async () => {
    expect(redirectMapText(await smallNewsroom().article('flood', 'en').reading())).toBe('/_/ /;\n');
  });

  it('has one line each, which nginx can read whatever the target holds', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'en')
      .redirect('/2022/04/old/', { kind: 'article', id: 'flood', locale: 'en' })
      .redirect('/away/', { kind: 'address', url: 'https://other.example/a;b?q=${x}&y="1"' })
      .redirect('/city/', { kind: 'address', url: '/analytics/' })
      .reading();
    expect(redirectMapText(reading)).toBe('/2022/04/old/ /2022/04/flood/;\n/away/ https://other.example/a%3Bb?q=%24%7Bx%7D&y=%221%22;\n');
  });

  it('has what only a query or letters of another script name, for the web server', async () => {
    const newsroom = smallNewsroom()
      .article('flood', 'en')
      .page('about', 'en')
      .redirect('/?p=12', { kind: 'article', id: 'flood', locale: 'en' })
      .redirect('/?page_id=3', { kind: 'page', id: 'about', locale: 'en' })
      .redirect('/?p=13', { kind: 'article', id: 'nobody', locale: 'en' })
      .redirect('/2019/04/%d0%b0/', { kind: 'article', id: 'flood', locale: 'en' });
    expect(redirectMapText(await newsroom.reading()).split('\n')).toEqual([
      '/2019/04/а/ /2022/04/flood/;',
      '/?p=12 /2022/04/flood/;',
      '/?page_id=3 /about/;',
      '',
    ]);
  });
});
