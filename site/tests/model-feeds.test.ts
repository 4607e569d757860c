import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { feed, feedLength } from '../src/model/feed-items.ts';
import { feedXml } from '../src/model/feed-xml.ts';
import { siteUrl, smallNewsroom, withPictures, type Documents } from './model-store.ts';

const all = { kind: 'feed', locale: 'en', of: 'all' } as const;

describe('a feed', () => {
  it('carries the whole story with addresses that work elsewhere', async () => {
    const body = 'See [the bridge](/2021/01/bridge/)[^1] and [elsewhere](https://other.example/).\n\n`href="/code/"`\n\n[^1]: Note.';
    const reading = await smallNewsroom()
      .article('flood', 'en', { body, authorIds: ['ani', 'house'], tagIds: ['river'] })
      .reading();
    const item = feed(reading, all)?.items[0];
    expect(item).toMatchObject({
      guid: 'flood:en',
      link: `${siteUrl}/2022/04/flood/`,
      summary: 'A standfirst.',
      authors: ['Ani', 'The House'],
      categories: ['City', 'River'],
      published: new Date('2022-04-18T08:28:00.000Z'),
    });
    expect(item?.content).toContain(`<a href="${siteUrl}/2021/01/bridge/">`);
    expect(item?.content).toContain('href="https://other.example/"');
    expect(item?.content).toContain(`href="${siteUrl}/2022/04/flood/#footnote-1"`);
    expect(item?.content).not.toMatch(/ class=| role=| tabindex=| aria-/);
    expect(item?.content).toContain('<code>href="/code/"</code>');
  });

  it('knows a story again when its address has changed', async () => {
    const guidOf = async (slug: string): Promise<string | undefined> =>
      feed(await smallNewsroom().article('flood', 'en', { slug }).reading(), all)?.items[0]?.guid;
    expect(await guidOf('flood-of-the-century')).toBe(await guidOf('flood'));
  });

  it('has the newest stories of a language, newest first', async () => {
    const newsroom = smallNewsroom().article('russian', 'ru');
    for (let n = 0; n < feedLength + 5; n++)
      newsroom.article(`s${n}`, 'en', { publicationDate: new Date(Date.UTC(2022, 0, 1 + n)).toISOString() });
    const items = feed(await newsroom.reading(), all)?.items ?? [];
    expect(items).toHaveLength(feedLength);
    expect(items[0]?.guid).toBe(`s${feedLength + 4}:en`);
  });

  it('is dated by the last publication among its stories, and by the last removal from the language', async () => {
    const changed = async (newsroom: Documents, of: Parameters<typeof feed>[1] = all): Promise<string | undefined> =>
      feed(await newsroom.reading(), of)?.changed?.toISOString();
    const analytics = { kind: 'feed', locale: 'en', of: 'section', slug: 'analytics' } as const;
    const newsroom = (): Documents =>
      smallNewsroom().article('a', 'en', { categoryId: 'analytics', publicationDate: '2025-01-01T00:00:00.000Z' });
    expect(await changed(smallNewsroom())).toBeUndefined();
    expect(await changed(newsroom())).toBe('2026-01-01T00:00:07.000Z');
    expect(await changed(newsroom().article('b', 'en'))).toBe('2026-01-01T00:00:08.000Z');
    expect(await changed(newsroom().article('b', 'en'), analytics)).toBe('2026-01-01T00:00:07.000Z');
    expect(await changed(newsroom().edition('en'), analytics)).toBe('2026-01-01T00:00:08.000Z');
    expect(await changed(newsroom().edition('ru'))).toBe('2026-01-01T00:00:07.000Z');
    // What no longer fits in dates it as before.
    expect(await changed(newsroom().article('long', 'en', { summary: 'с'.repeat(1_000_000) }))).toBe('2026-01-01T00:00:08.000Z');
  });

  it('belongs to a section or an author too, and to no unknown one', async () => {
    const reading = await smallNewsroom()
      .article('a', 'en', { categoryId: 'analytics', authorIds: ['house'] })
      .article('b', 'en')
      .reading();
    const section = feed(reading, { kind: 'feed', locale: 'en', of: 'section', slug: 'analytics' });
    expect(section).toMatchObject({
      title: 'The Test: Analytics',
      description: 'Analytical materials by our authors',
      link: `${siteUrl}/analytics/`,
      self: `${siteUrl}/analytics/rss.xml`,
    });
    expect(section?.items.map(({ guid }) => guid)).toEqual(['a:en']);
    expect(feed(reading, { kind: 'feed', locale: 'en', of: 'author', slug: 'ani' })?.items.map(({ guid }) => guid)).toEqual(['b:en']);
    expect(feed(reading, { kind: 'feed', locale: 'en', of: 'section', slug: 'sport' })).toBeNull();
    expect(feed(reading, { kind: 'feed', locale: 'hy', of: 'section', slug: 'analytics' })).toBeNull();
  });

  it('stays below what readers of feeds take, in bytes: what is too long comes as its summary alone', async () => {
    const body = 'слово & < '.repeat(36_000);
    const reading = await smallNewsroom()
      .article('a', 'en', { body })
      .article('b', 'en', { body })
      .article('long', 'en', { summary: 'с'.repeat(1_000_000) })
      .article('short', 'en')
      .reading();
    const found = feed(reading, all);
    expect(found?.items.map(({ guid, content }) => [guid, content !== null])).toEqual([
      ['short:en', true],
      ['b:en', true],
      ['a:en', false],
    ]);
    expect(Buffer.byteLength(found ? await feedXml(found, '/feed.css') : '')).toBeLessThan(2_000_000);
  });

  it('has the cover when it is ready, with its size', async () => {
    const cover = { fileId: 'bank', alt: 'The bank', caption: 'In <April>', credit: 'Photo: A & B' };
    const reading = await smallNewsroom().file('bank', '/uploads/b.jpg').article('flood', 'en', { cover }).reading();
    expect(feed(reading, all)?.items[0]?.image).toBeNull();
    withPictures(reading.store, 'bank');
    const found = feed(reading, all);
    const xml = found ? await feedXml(found, '/feed.css') : '';
    const url = `${siteUrl}/media/bank-1200.jpg`;
    expect(xml).toContain(`<enclosure url="${url}" length="90000" type="image/jpeg"/>`);
    expect(xml).toContain(`<media:content url="${url}" fileSize="90000" type="image/jpeg" medium="image" width="1200" height="630">`);
    expect(xml).toContain('<media:credit>Photo: A &#x26; B</media:credit>');
    expect(found?.items[0]?.content).toMatch(
      /^<figure><img [^>]* alt="The bank"><figcaption>In &lt;April&gt; Photo: A &amp; B<\/figcaption>/,
    );
  });
});

describe('a feed as XML', () => {
  it('is RSS with its language, its own address and a guid that is no address', async () => {
    const reading = await smallNewsroom().article('flood', 'ru').reading();
    const found = feed(reading, { ...all, locale: 'ru' });
    const xml = found ? await feedXml(found, '/feed.css') : '';
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><\?xml-stylesheet type="text\/css" href="\/feed.css"\?><rss /);
    expect(xml).toContain('<language>ru</language>');
    expect(xml).toContain(`<atom:link href="${siteUrl}/ru/rss.xml" rel="self" type="application/rss+xml"/>`);
    expect(xml).toContain('<guid isPermaLink="false">flood:ru</guid>');
    expect(xml).toContain('<pubDate>Mon, 18 Apr 2022 08:28:00 GMT</pubDate>');
    expect(xml).toContain('<dc:creator>Ани</dc:creator>');
    // The sixth document of the newsroom in memory, a second after the one before.
    expect(xml).toContain('<lastBuildDate>Thu, 01 Jan 2026 00:00:07 GMT</lastBuildDate>');
  });

  it('holds markup, other scripts and characters that XML forbids', async () => {
    const title = '<script>alert(1)</script> & "q" \u0000\u0008\ud800 שלום 🙂';
    const reading = await smallNewsroom().article('odd', 'en', { title, body: 'x \u000b <script>alert(2)</script> y' }).reading();
    const found = feed(reading, all);
    const xml = found ? await feedXml(found, '/feed.css') : '';
    expect(xml).toContain('<title>&#x3C;script&gt;alert(1)&#x3C;/script&gt; &#x26; &quot;q&quot; \ufffd שלום 🙂</title>');
    expect(xml).not.toContain('alert(2)');
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  it('says how a story begins that has no summary, and when it was accepted instead of a day that is still to come', async () => {
    const newsroom = smallNewsroom()
      .article('ahead', 'en', {
        summary: '',
        body: `**Words** & <b>more</b>. ${'word '.repeat(100)}`,
        publicationDate: '2030-01-01T00:00:00.000Z',
      })
      .article('bare', 'en', { summary: '', body: '', title: 'A & B' });
    const found = feed(await newsroom.reading(), all);
    const xml = found ? await feedXml(found, '/feed.css') : '';
    expect(xml).toMatch(/<description>Words &amp;amp; more\. word [^<]{200,280}word…<\/description>/);
    expect(xml).toContain('<description>A &amp;amp; B</description>');
    expect(xml).toContain('<pubDate>Thu, 01 Jan 2026 00:00:07 GMT</pubDate>');
    expect(xml).not.toMatch(/<pubDate>[^<]*2030/);
  });

  it('is the same bytes each time', async () => {
    const newsroom = smallNewsroom().article('flood', 'en', { tagIds: ['river'] });
    const make = async (): Promise<string> => {
      const found = feed(await newsroom.reading(), all);
      return found ? feedXml(found, '/feed.css') : '';
    };
    expect(await make()).toBe(await make());
  });
});

describe('a feed in a browser', () => {
  it('has the colours of the pages, which it cannot ask for by name', () => {
    const coloursOf = (sheet: string): string[] =>
      readFileSync(new URL(`../src/styles/${sheet}`, import.meta.url), 'utf8').match(/#[\da-f]{3,8}\b/g) ?? [];
    const known = coloursOf('tokens.css');
    expect(coloursOf('feed.css').length).toBeGreaterThan(5);
    expect(coloursOf('feed.css').filter((colour) => !known.includes(colour))).toEqual([]);
  });
});
