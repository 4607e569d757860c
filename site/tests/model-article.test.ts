import type { Address, Locale } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { Kept } from '../src/content/kept.ts';
import { Reading } from '../src/content/reading.ts';
import { softHyphens } from '../src/i18n/hyphens.ts';
import { articlePage } from '../src/model/article-page.ts';
import { feed } from '../src/model/feed-items.ts';
import { frontPage } from '../src/model/front-page.ts';
import { readingMinutes } from '../src/model/reading-time.ts';
import { articleRecord } from '../src/model/search-record.ts';
import { siteUrl, smallNewsroom, withPictures } from './model-store.ts';

const article = (slug: string, locale: Locale = 'en'): Extract<Address, { kind: 'article' }> => ({
  kind: 'article',
  locale,
  year: 2022,
  month: 4,
  slug,
});
const shown = (text: string): string => text.replaceAll('\u00ad', '·');

describe('the time that a story takes', () => {
  it('is told in whole minutes, from the words alone', async () => {
    const body = `${'word '.repeat(3 * 228 - 10)}\n\n${'— '.repeat(300)}\n\nhttps://other.example/a`;
    const reading = await smallNewsroom()
      .article('long', 'en', { body })
      .article('long', 'ru', { body: 'слово '.repeat(2 * 184) })
      .reading();
    expect(articlePage(reading, article('long'))?.readingTime).toBe('3-minute read');
    expect(articlePage(reading, article('long', 'ru'))?.readingTime).toBe('Время чтения: 2 минуты');
  });

  it('is at least one', () => {
    expect(readingMinutes('hy', 0)).toBe(1);
    expect(readingMinutes('en', 228 * 1.6)).toBe(2);
  });
});

describe('long words of a headline', () => {
  it.each([
    ['en', 'A misunderstanding at noon', 'A mis·un·der·stand·ing at noon'],
    ['ru', 'О достопримечательностях города', 'О до·сто·при·ме·ча·тель·но·стях города'],
    ['hy', 'Մեծ պատասխանատվություններ', 'Մեծ պա·տասխա·նատվություններ'],
  ] as const)('may break in %s', (locale, headline, broken) => expect(shown(softHyphens(locale, headline))).toBe(broken));

  it('break in headlines and lists, not in what machines read', async () => {
    const reading = await smallNewsroom().article('long', 'ru', { title: 'Достопримечательности' }).reading();
    const page = articlePage(reading, article('long', 'ru'));
    expect(page?.title).toContain('\u00ad');
    expect(page?.frame.title).toBe('Достопримечательности — Проба');
    expect(frontPage(reading, { kind: 'front', locale: 'ru' }).lead?.title).toContain('\u00ad');
  });

  it('break in a headline of its own page only when they are longer than in lists', async () => {
    const reading = await smallNewsroom().article('long', 'hy', { title: 'Լորվանի նավահանգիստը' }).reading();
    expect(articlePage(reading, article('long', 'hy'))?.title).not.toContain('\u00ad');
    expect(frontPage(reading, { kind: 'front', locale: 'hy' }).lead?.title).toContain('\u00ad');
  });

  it('break in an Armenian text, which browsers do not break by themselves, and only where readers see it', async () => {
    const body = '[Պատասխանատվություններ](https://example.org/պատասխանատվություններ) &amp; `պատասխանատվություններ`';
    const reading = await smallNewsroom()
      .article('long', 'hy', { body })
      .article('long', 'ru', { body: 'Достопримечательности' })
      .reading();
    const page = articlePage(reading, article('long', 'hy'));
    expect(shown(page?.body ?? '')).toMatch(/<a href="[^"·]*"[^>·]*>Պա·տասխա·նատվություններ<\/a> &amp; /);
    expect(articleRecord(reading, 'long', 'hy')?.record.content).not.toContain('\u00ad');
    expect(feed(reading, { kind: 'feed', locale: 'hy', of: 'all' })?.items[0]?.content).not.toContain('\u00ad');
    expect(articlePage(reading, article('long', 'ru'))?.body).not.toContain('\u00ad');
  });

  it('leave everything else as it is', () => {
    for (const headline of [
      'Short words only',
      'A celebration of a newspaper',
      '<b>&amp; “x” שלום 🙂',
      'https://example.org/a/very/long/address',
      '1234567890123456789',
    ])
      expect(softHyphens('en', headline)).toBe(headline);
  });
});

describe('the authors of a story', () => {
  it('are shown with their portraits when these are ready', async () => {
    const reading = await smallNewsroom()
      .file('face', '/uploads/face.jpg')
      .author('eva', { en: 'Eva' }, { portraitId: 'face' })
      .author('unready', { en: 'Una' }, { portraitId: 'other' })
      .article('flood', 'en', { authorIds: ['ani', 'eva', 'unready'] })
      .reading();
    expect(articlePage(reading, article('flood'))?.portraits).toEqual([]);
    withPictures(reading.store, 'face');
    expect(articlePage(reading, article('flood'))?.portraits).toMatchObject([{ alt: '', picture: { fallback: '/media/face-960.jpg' } }]);
  });

  it('may have their biography changed without a story being made anew', async () => {
    const reading = await smallNewsroom().article('flood', 'en').reading();
    articlePage(reading, article('flood'));
    expect([...reading.tags]).toContain('signature:ani');
    expect([...reading.tags]).not.toContain('detail:author:ani');
  });
});

describe('the stories of the section that came just before', () => {
  it('are the same for whoever asks first, last, or in any order', async () => {
    const documents = smallNewsroom();
    const slugs = Array.from({ length: 130 }, (_, n) => `story-${String(n).padStart(3, '0')}`);
    // Two at each moment, so that their ids decide.
    for (const [n, slug] of slugs.entries())
      documents.article(slug, 'en', {
        categoryId: n % 3 === 0 ? 'analytics' : 'city',
        publicationDate: new Date(Date.UTC(2022, 3, 10, 0, n - (n % 2))).toISOString(),
      });
    const { store } = await documents.reading();
    const kept = new Kept();
    const olderOf = (slug: string, keeping: Kept | null): string[] =>
      (articlePage(new Reading(store, siteUrl, keeping), article(slug))?.older ?? []).map(({ id }) => id);
    const alone = new Map(slugs.map((slug) => [slug, olderOf(slug, null)]));
    expect(alone.get('story-100')).toEqual(['story-098', 'story-097', 'story-095']);
    expect(alone.get('story-001')).toEqual([]);
    const orders = [[...slugs].reverse(), slugs, slugs.map((_, n) => slugs[(n * 37) % slugs.length] ?? '')];
    for (const order of orders) for (const slug of order) expect([slug, olderOf(slug, kept)]).toEqual([slug, alone.get(slug)]);
  });
});
