import { locales, pathOf, redirectSource, withFinalSlash, type Address } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

describe('an old address', () => {
  it.each([
    ['/old', '/old/'],
    ['/old/', '/old/'],
    ['/2019/04/a', '/2019/04/a/'],
    ['/ru/2026/04/a/', '/ru/2026/04/a/'],
    ['/news.php', '/news.php'],
    ['/archive/story.html', '/archive/story.html'],
    ['/old.html/', '/old.html/'],
    ['/analytics/rss.xml', '/analytics/rss.xml'],
    ['/en', '/en/'],
    ['/ru/media/a', '/ru/media/a/'],
    ['/tags/moved', '/tags/moved/'],
    ['/indexhtml', '/indexhtml/'],
    [`/${'a'.repeat(200)}`, `/${'a'.repeat(200)}/`],
    ['/?p=12', '/?p=12'],
    ['/news/?page_id=3&preview=1', '/news/?page_id=3&preview=1'],
    ['/2019/04/нева/', '/2019/04/%d0%bd%d0%b5%d0%b2%d0%b0/'],
    ['/2019/04/%D0%BD%d0%B5%d0%b2%d0%b0', '/2019/04/%d0%bd%d0%b5%d0%b2%d0%b0/'],
  ])('%s is kept as %s', (from, kept) => {
    expect(redirectSource(from)).toEqual({ ok: true, from: kept });
    expect(redirectSource(kept, 'https://example.com/')).toEqual({ ok: true, from: kept });
  });

  it.each([
    ['old', 'no-path'],
    ['', 'no-path'],
    ['/a b/', 'no-path'],
    ['/../a', 'no-path'],
    ['/../?p=1', 'no-path'],
    ['/a\r\nLocation: /b/?p=1', 'no-path'],
    ['/%0d%0a/', 'no-path'],
    ['/%2e%2e/?p=1', 'no-path'],
    ['/%', 'no-path'],
    ['/%ff/', 'no-path'],
    ['/a/?p=1;return 200', 'no-path'],
    ['/?p={x}$y', 'no-path'],
    ['/api/?p=1', 'reserved'],
    [`/${'a/'.repeat(199)}a`, 'no-path'],
    ['/index.html', 'index-file'],
    ['/2019/04/a/index.html', 'index-file'],
    ['/a/INDEX.HTML', 'index-file'],
    ['/a/index.html/', 'index-file'],
    ['/ru', 'fixed'],
    ['/search', 'fixed'],
    ['/ru/search', 'fixed'],
    ['/search/en/manifest.json', 'reserved'],
    ['/ru/search/x', 'reserved'],
    ['/_astro/a.css', 'reserved'],
    ['/media', 'reserved'],
    ['/Media/a/', 'reserved'],
    ['/api/x', 'reserved'],
    ['/admin', 'reserved'],
    ['/uploads/a.png', 'reserved'],
    ['/fragments/a', 'reserved'],
    ['/sitemaps/old', 'reserved'],
    [`/a/${'b'.repeat(201)}/`, 'long-part'],
  ])('%s is refused: %s', (from, reason) => {
    expect(redirectSource(from)).toEqual({ ok: false, reason });
  });

  it('is none of the addresses at which something always stands', () => {
    const fixed: Address[] = [
      { kind: 'sitemap-index' },
      { kind: 'robots' },
      { kind: 'redirect-map' },
      ...locales.flatMap((locale): Address[] => [
        { kind: 'front', locale },
        { kind: 'search', locale },
        { kind: 'manifest', locale },
        { kind: 'not-found', locale },
        { kind: 'feed', locale, of: 'all' },
        { kind: 'sitemap', locale },
        { kind: 'sitemap-month', locale, year: 2020, month: 3 },
      ]),
    ];
    for (const address of fixed) expect(redirectSource(pathOf(address)), pathOf(address)).toEqual({ ok: false, reason: 'fixed' });
  });

  it.each(['/old', '/old/'])('does not lead to itself, as %s', (to) => {
    expect(redirectSource('/old', to)).toEqual({ ok: false, reason: 'to-itself' });
    expect(redirectSource('/old/', to)).toEqual({ ok: false, reason: 'to-itself' });
  });

  it('may be that of any page that can move', () => {
    for (const locale of locales) {
      const moved: Address[] = [
        { kind: 'article', locale, year: 2020, month: 3, slug: 'a' },
        { kind: 'named', locale, slug: 'a' },
        { kind: 'author', locale, slug: 'a' },
        { kind: 'tag', locale, slug: 'a' },
      ];
      for (const address of moved) expect(redirectSource(pathOf(address))).toEqual({ ok: true, from: pathOf(address) });
    }
  });

  it('is written with a final slash only where a page would stand', () => {
    expect(['/', '/a', '/a/', '/a.xml', '/a.b/c'].map(withFinalSlash)).toEqual(['/', '/a/', '/a/', '/a.xml', '/a.b/c/']);
  });
});
