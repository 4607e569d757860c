import { locales, type Address, type Locale } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { articlePage } from '../src/model/article-page.ts';
import { frontPage, type FrontSection } from '../src/model/front-page.ts';
import { authorPage, monthPage, sectionPage, tagPage } from '../src/model/list-page.ts';
import { notFoundPage, plainPage, redirectPage } from '../src/model/plain-page.ts';
import type { Story } from '../src/model/story.ts';
import { siteUrl, smallNewsroom } from './model-store.ts';

const article = (slug: string, locale: Locale = 'en'): Extract<Address, { kind: 'article' }> => ({
  kind: 'article',
  locale,
  year: 2022,
  month: 4,
  slug,
});
const hour = (n: number): string => `2022-04-18T${String(n).padStart(2, '0')}:00:00.000Z`;

describe('the page of an article', () => {
  it('leads to its translations, and to the section where there is none', async () => {
    const reading = await smallNewsroom().article('flood', 'en').article('flood', 'ru', { slug: 'pavodok' }).reading();
    const page = articlePage(reading, article('flood'));
    expect(page?.frame.languages.map(({ locale }) => locale)).toEqual([...locales]);
    expect(page?.frame.languages.slice(0, 3).map(({ locale, leads, path }) => [locale, leads, path])).toEqual([
      ['en', 'here', '/2022/04/flood/'],
      ['ru', 'translation', '/ru/2022/04/pavodok/'],
      ['hy', 'elsewhere', '/hy/city/'],
    ]);
    expect(page?.frame.languages[2]?.text).toBe('Հայերեն՝ Քաղաք');
    // The Russian name of the section is nowhere on the page, so renaming it there must not ask for this page.
    expect([...reading.tags].filter((tag) => tag.startsWith('name:category:city:'))).toEqual([
      'name:category:city:en',
      'name:category:city:hy',
    ]);
    expect(page?.frame.alternates).toEqual([
      { hreflang: 'en', href: `${siteUrl}/2022/04/flood/` },
      { hreflang: 'ru', href: `${siteUrl}/ru/2022/04/pavodok/` },
      { hreflang: 'x-default', href: `${siteUrl}/2022/04/flood/` },
    ]);
  });

  it('leads to the front page of a language that lacks its section', async () => {
    const reading = await smallNewsroom().article('flood', 'en', { categoryId: 'analytics' }).reading();
    const page = articlePage(reading, article('flood'));
    expect(page?.frame.languages[2]).toMatchObject({ leads: 'elsewhere', path: '/hy/', text: 'Հայերեն՝ Գլխավոր էջ' });
    expect(page?.frame.alternates).toEqual([]);
  });

  it('says "updated" only when an editor said it', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'en')
      .article('fire', 'en', { updateDate: '2022-04-19T08:00:00.000Z', updateNote: 'A name.' })
      .reading();
    expect(articlePage(reading, article('flood'))?.updated).toBeNull();
    expect(articlePage(reading, article('fire'))?.updated).toEqual({
      date: { machine: '2022-04-19T12:00:00+04:00', text: '19 April 2022 12:00' },
      note: 'A name.',
    });
  });

  it('links authors in the order of the byline, the section and the tags', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'en', { authorIds: ['house', 'ani'], tagIds: ['river'] })
      .reading();
    const page = articlePage(reading, article('flood'));
    expect(page?.byline).toEqual([
      { text: 'By ', path: null },
      { text: 'The House', path: '/authors/house/' },
      { text: ' and ', path: null },
      { text: 'Ani', path: '/authors/ani/' },
    ]);
    expect(page?.section).toEqual({ text: 'City', path: '/city/' });
    expect(page?.tags).toEqual([{ text: 'River', path: '/tags/river/' }]);
    expect(page?.frame.breadcrumbs.map(({ path }) => path)).toEqual(['/', '/city/', null]);
  });

  it('shows three older stories of its section, never itself or a chosen one twice', async () => {
    const newsroom = smallNewsroom();
    for (let n = 1; n <= 6; n++) newsroom.article(`s${n}`, 'en', { publicationDate: hour(n) });
    newsroom.article('now', 'en', { publicationDate: hour(9), relatedIds: ['s5', 'now', 'withdrawn'] });
    const page = articlePage(await newsroom.reading(), article('now'));
    expect(page?.related.map(({ path }) => path)).toEqual(['/2022/04/s5/']);
    expect(page?.older.map(({ path }) => path)).toEqual(['/2022/04/s6/', '/2022/04/s4/']);
  });

  it('is none where no article stands', async () => {
    const reading = await smallNewsroom().article('flood', 'en').reading();
    expect(articlePage(reading, article('other'))).toBeNull();
    expect(articlePage(reading, article('flood', 'ru'))).toBeNull();
    expect(articlePage(reading, { ...article('flood'), month: 5 })).toBeNull();
  });
});

describe('the front page', () => {
  it('shows no story twice, the flagged one first, sections in the order of the settings', async () => {
    const newsroom = smallNewsroom();
    for (let n = 1; n <= 20; n++)
      newsroom.article(`s${n}`, 'en', { publicationDate: hour(n), categoryId: n % 2 ? 'city' : 'analytics', lead: n === 3 });
    const page = frontPage(await newsroom.reading(), { kind: 'front', locale: 'en' });
    expect(page.lead?.path).toBe('/2022/04/s3/');
    expect(page.seconds[0]?.path).toBe('/2022/04/s20/');
    expect(page.sections.map(({ section }) => section.text)).toEqual(['Analytics', 'City']);
    const shown = [page.lead, ...page.seconds, ...page.latest, ...page.sections.flatMap(storiesOf)].map((story) => story?.path);
    expect(new Set(shown).size).toBe(shown.length);
    // The second is set by its authors.
    expect(page.sections.map((part) => [part.form, storiesOf(part).length])).toEqual([
      ['column', 4],
      ['signed', 3],
    ]);
  });

  it('stands also before anything is published', async () => {
    const page = frontPage(await smallNewsroom().reading(), { kind: 'front', locale: 'hy' });
    expect(page).toMatchObject({ lead: null, seconds: [], latest: [], sections: [], banner: null });
    expect(page.frame.title).toBe('Փորձ');
  });

  it('bears the banner only in the languages that it is written in', async () => {
    const reading = await smallNewsroom({ breakingBanner: { text: { ru: 'Мост закрыт' }, url: '/ru/city/' } }).reading();
    expect(frontPage(reading, { kind: 'front', locale: 'ru' }).banner).toEqual({ text: 'Мост закрыт', url: '/ru/city/' });
    expect(frontPage(reading, { kind: 'front', locale: 'en' }).banner).toBeNull();
  });
});

describe('the pages of sections, authors and tags', () => {
  it('show the newest forty and lead to the months', async () => {
    const newsroom = smallNewsroom();
    for (let n = 0; n < 45; n++)
      newsroom.article(`s${n}`, 'en', { publicationDate: new Date(Date.UTC(2021, 0, 1 + 10 * n)).toISOString() });
    const page = sectionPage(await newsroom.reading(), { kind: 'named', locale: 'en', slug: 'city' });
    expect(page?.stories).toHaveLength(40);
    expect(page?.stories[0]?.path).toBe('/2022/03/s44/');
    expect(page?.archive.map(({ year, months }) => [year, months.length])).toEqual([
      [2022, 3],
      [2021, 12],
    ]);
    expect(page?.archive[1]?.months[0]).toEqual({ text: 'January', path: '/city/2021/01/', current: false });
    expect(page?.frame.feeds.at(-1)).toEqual({ title: 'The Test: City', path: '/city/rss.xml' });
  });

  it('stand for a named section or author without a story, not for a tag', async () => {
    const reading = await smallNewsroom().reading();
    expect(sectionPage(reading, { kind: 'named', locale: 'ru', slug: 'analytics' })?.stories).toEqual([]);
    expect(sectionPage(reading, { kind: 'named', locale: 'hy', slug: 'analytics' })).toBeNull();
    expect(authorPage(reading, { kind: 'author', locale: 'hy', slug: 'house' })).toMatchObject({
      label: 'Կազմակերպություն',
      storiesTitle: 'Հեղինակի նյութերը՝ Խմբագրություն',
    });
    expect(tagPage(reading, { kind: 'tag', locale: 'en', slug: 'river' })).toBeNull();
  });

  it('have a page for each month in the zone of the newsroom', async () => {
    const reading = await smallNewsroom()
      .article('late', 'en', { publicationDate: '2022-04-30T20:30:00.000Z' })
      .article('late', 'ru', { publicationDate: '2022-04-30T19:30:00.000Z' })
      .reading();
    const may = { kind: 'month', of: 'section', locale: 'en', slug: 'city', year: 2022, month: 5 } as const;
    const page = monthPage(reading, may);
    expect(page?.title).toBe('City, May 2022');
    expect(page?.stories[0]?.date.text).toBe('1 May 2022, 00:30');
    expect(page?.archive[0]?.months[0]?.current).toBe(true);
    // In Russian the story came out half an hour before midnight.
    expect(page?.frame.languages[1]).toMatchObject({ leads: 'elsewhere', path: '/ru/city/', text: 'Русский: Город' });
    expect(monthPage(reading, { ...may, month: 4 })).toBeNull();
  });

  it('have months of an author only when the page of the author does not show all stories', async () => {
    const may = { kind: 'month', of: 'author', locale: 'en', slug: 'ani', year: 2022, month: 5 } as const;
    const newsroom = smallNewsroom();
    for (let n = 0; n < 40; n++) newsroom.article(`story-${n}`, 'en', { publicationDate: '2022-05-05T08:00:00.000Z' });
    const whole = await newsroom.reading();
    expect(monthPage(whole, may)).toBeNull();
    expect(authorPage(whole, { kind: 'author', locale: 'en', slug: 'ani' })?.archive).toEqual([]);
    const longer = await newsroom.article('one-more', 'en', { publicationDate: '2022-06-05T08:00:00.000Z' }).reading();
    expect(monthPage(longer, may)?.title).toBe('Ani, May 2022');
    expect(authorPage(longer, { kind: 'author', locale: 'en', slug: 'ani' })?.archive[0]?.months).toHaveLength(2);
  });
});

describe('what surrounds every page', () => {
  it('prints a copyright notice with the year, and nothing without one', async () => {
    const reading = await smallNewsroom({ copyrightNotice: { en: 'Use with a link.' } }).reading();
    expect(frontPage(reading, { kind: 'front', locale: 'en' }).frame.footer.copyright).toBe('© 2026 The Test. Use with a link.');
    expect(frontPage(reading, { kind: 'front', locale: 'ru' }).frame.footer.copyright).toBe('');
  });

  it('names social networks, and apps in their language only', async () => {
    const reading = await smallNewsroom({
      socialLinks: [
        { platform: 'telegram', url: 'https://t.me/test' },
        { platform: 'Mastodon', url: 'https://mastodon.example/@test' },
      ],
      appLinks: [{ store: 'app-store', locale: 'ru', url: 'https://apps.example/ru' }],
    }).reading();
    const { footer } = frontPage(reading, { kind: 'front', locale: 'en' }).frame;
    expect(footer.socialLinks.map(({ name }) => name)).toEqual(['Telegram', 'Mastodon']);
    expect(footer.appLinks).toEqual([]);
    expect(frontPage(reading, { kind: 'front', locale: 'ru' }).frame.footer.appLinks).toEqual([
      { name: 'App Store', url: 'https://apps.example/ru' },
    ]);
  });

  it('links in its footer to the pages that editors chose, in their order', async () => {
    const newsroom = smallNewsroom()
      .page('terms', 'en')
      .page('contacts', 'en', { footerPosition: 2 })
      .page('about', 'en', { footerPosition: 1 });
    const { footer } = frontPage(await newsroom.reading(), { kind: 'front', locale: 'en' }).frame;
    expect(footer.pages.map(({ path }) => path)).toEqual(['/about/', '/contacts/', '/authors/', '/how-we-count-views/']);
  });

  it('depends on nothing that changes daily, on the page of an article', async () => {
    const reading = await smallNewsroom({ breakingBanner: { text: { en: 'Now' }, url: '' } })
      .article('flood', 'en')
      .reading();
    articlePage(reading, article('flood'));
    const daily = [...reading.tags].filter((tag) => /^list:|^months:|^setting:(?:breakingBanner|promo|adSlots)/.test(tag));
    expect(daily).toEqual([]);
  });
});

describe('other pages', () => {
  it('are found by their slug', async () => {
    const reading = await smallNewsroom().page('about', 'en').page('about', 'ru', { slug: 'o-nas' }).reading();
    expect(plainPage(reading, { kind: 'named', locale: 'ru', slug: 'o-nas' })?.frame.languages[0]).toMatchObject({
      leads: 'translation',
      path: '/about/',
    });
    expect(plainPage(reading, { kind: 'named', locale: 'hy', slug: 'about' })).toBeNull();
  });

  it('"not found" stands at no address, and is kept from search engines', async () => {
    const { frame } = notFoundPage(await smallNewsroom().reading(), { kind: 'not-found', locale: 'ru' });
    expect(frame).toMatchObject({ canonical: null, indexed: false, alternates: [], locale: 'ru' });
  });

  it('a redirect leads to a full address in the language of the old one', async () => {
    const reading = await smallNewsroom().reading();
    expect(redirectPage(reading, article('old', 'hy'), '/hy/2022/04/new/')).toEqual({ locale: 'hy', target: `${siteUrl}/hy/2022/04/new/` });
    expect(redirectPage(reading, { kind: 'robots' }, 'https://other.example/')).toEqual({ locale: 'en', target: 'https://other.example/' });
  });
});

function storiesOf(part: FrontSection): Story[] {
  return part.form === 'signed' ? part.stories.map(({ story }) => story) : [part.first, ...part.rest];
}
