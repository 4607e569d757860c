/** What pages say to search engines and to those who link to them. */
import { locales, parsePath, pathOf, type Address, type Locale } from '@broadsheet/shared';
import { describe, expect, it } from 'vitest';

import { articlePage } from '../src/model/article-page.ts';
import type { Frame } from '../src/model/frame.ts';
import { frontPage } from '../src/model/front-page.ts';
import { authorPage, monthPage, sectionPage } from '../src/model/list-page.ts';
import { manifestJson } from '../src/model/manifest.ts';
import { notFoundPage, searchPage } from '../src/model/plain-page.ts';
import { siteUrl, smallNewsroom, withPictures, type Documents } from './model-store.ts';

const cover = { fileId: 'bank', alt: 'The bank', caption: '', credit: '' };
const flood = (locale: Locale = 'en'): Extract<Address, { kind: 'article' }> => ({
  kind: 'article',
  locale,
  year: 2022,
  month: 4,
  slug: 'flood',
});

async function articleFrame(newsroom: Documents): Promise<Frame | undefined> {
  const reading = await newsroom.file('bank', '/uploads/bank.jpg').file('small', '/uploads/small.jpg').reading();
  withPictures(reading.store, 'bank', 'small');
  reading.store.prepare(`update images set picture = json_set(picture, '$.card', null) where file_id = 'small'`).run();
  return articlePage(reading, flood())?.frame;
}

/** The things that a page says, by type. */
function things(frame: Frame | null | undefined): Record<string, Record<string, unknown>> {
  const graph: unknown = JSON.parse(frame?.structuredData ?? '{}');
  const list = (graph as { '@context'?: string; '@graph'?: Record<string, unknown>[] })['@graph'] ?? [];
  return Object.fromEntries(list.map((thing) => [String(thing['@type']), thing]));
}

describe('structured data', () => {
  it('of a story is complete, with the dates that the page shows', async () => {
    const frame = await articleFrame(
      smallNewsroom().article('flood', 'en', {
        title: 'Flood </script> & more',
        cover,
        authorIds: ['ani', 'house'],
        tagIds: ['river'],
        updateDate: '2022-04-19T08:00:00.000Z',
      }),
    );
    const url = `${siteUrl}/2022/04/flood/`;
    expect(things(frame)['NewsArticle']).toEqual({
      '@type': 'NewsArticle',
      '@id': `${url}#article`,
      mainEntityOfPage: url,
      headline: 'Flood </script> & more',
      description: 'A standfirst.',
      inLanguage: 'en',
      image: [`${siteUrl}/media/bank-1200.jpg`],
      datePublished: '2022-04-18T12:28:00+04:00',
      dateModified: '2022-04-19T12:00:00+04:00',
      articleSection: 'City',
      keywords: ['River'],
      author: [
        { '@type': 'Person', name: 'Ani', url: `${siteUrl}/authors/ani/` },
        { '@type': 'Organization', name: 'The House', url: `${siteUrl}/authors/house/` },
      ],
      publisher: {
        '@type': 'NewsMediaOrganization',
        '@id': `${siteUrl}/#newspaper`,
        name: 'The Test',
        url: `${siteUrl}/`,
        logo: { '@type': 'ImageObject', url: `${siteUrl}/icon-512.png`, width: 512, height: 512 },
      },
    });
    expect(frame?.structuredData).not.toContain('<');
  });

  it('of a story without author, update and picture names the newspaper, one date and no picture', async () => {
    const article = things(await articleFrame(smallNewsroom().article('flood', 'en', { authorIds: [], summary: '' })))['NewsArticle'];
    expect(article).toMatchObject({ dateModified: '2022-04-18T12:28:00+04:00', author: [{ name: 'The Test' }] });
    expect(Object.keys(article ?? {})).not.toEqual(expect.arrayContaining(['image']));
    expect(article?.['description']).toBeUndefined();
  });

  it('leads from the front page to the page itself', async () => {
    const crumbs = things(await articleFrame(smallNewsroom().article('flood', 'en')))['BreadcrumbList'];
    expect(crumbs?.['itemListElement']).toEqual([
      { '@type': 'ListItem', position: 1, name: 'Front page', item: `${siteUrl}/` },
      { '@type': 'ListItem', position: 2, name: 'City', item: `${siteUrl}/city/` },
      { '@type': 'ListItem', position: 3, name: 'Title of flood' },
    ]);
  });

  it('of the front page is the newspaper and its site', async () => {
    const socialLinks = [{ platform: 'x', url: 'https://x.com/test' }];
    const reading = await smallNewsroom({ socialLinks, tagline: { ru: 'Девиз' } }).reading();
    const said = things(frontPage(reading, { kind: 'front', locale: 'ru' }).frame);
    expect(said['NewsMediaOrganization']).toMatchObject({ name: 'Проба', url: `${siteUrl}/ru/`, sameAs: ['https://x.com/test'] });
    expect(said['WebSite']).toMatchObject({
      name: 'Проба',
      url: `${siteUrl}/ru/`,
      description: 'Девиз',
      publisher: { '@id': said['NewsMediaOrganization']?.['@id'] },
    });
  });

  it('of an author is a profile, of a section its place, of pages that are not indexed nothing', async () => {
    const reading = await smallNewsroom().reading();
    const author = authorPage(reading, { kind: 'author', locale: 'en', slug: 'house' });
    expect(things(author?.frame)['ProfilePage']).toMatchObject({
      mainEntity: { '@type': 'Organization', name: 'The House', url: `${siteUrl}/authors/house/` },
    });
    const section = sectionPage(reading, { kind: 'named', locale: 'en', slug: 'city' });
    expect(Object.keys(things(section?.frame))).toEqual(['BreadcrumbList']);
    expect(searchPage(reading, { kind: 'search', locale: 'en' }).frame).toMatchObject({ structuredData: null, preview: null });
    expect(notFoundPage(reading, { kind: 'not-found', locale: 'en' }).frame).toMatchObject({ structuredData: null, preview: null });
  });
});

describe('the preview of a link', () => {
  it('to a story has its picture at 1200 pixels, its languages and dates', async () => {
    const frame = await articleFrame(
      smallNewsroom()
        .article('flood', 'en', { cover, tagIds: ['river'] })
        .article('flood', 'hy'),
    );
    expect(frame?.preview).toEqual({
      type: 'article',
      title: 'Title of flood',
      description: 'A standfirst.',
      url: `${siteUrl}/2022/04/flood/`,
      siteName: 'The Test',
      locale: 'en_GB',
      otherLocales: ['hy_AM'],
      image: { url: `${siteUrl}/media/bank-1200.jpg`, type: 'image/jpeg', width: 1200, height: 630, alt: 'The bank' },
      card: 'summary_large_image',
      article: {
        published: '2022-04-18T12:28:00+04:00',
        modified: '2022-04-18T12:28:00+04:00',
        section: 'City',
        tags: ['River'],
        authors: [`${siteUrl}/authors/ani/`],
      },
    });
  });

  it("takes what the editors chose for it; a small picture as it is; the newspaper's own while none is ready", async () => {
    const seo = { title: 'For others', description: 'Said to others.', imageId: 'small' };
    const chosen = await articleFrame(smallNewsroom().article('flood', 'en', { cover, seo }));
    expect(chosen?.preview).toMatchObject({
      title: 'For others',
      description: 'Said to others.',
      image: { url: `${siteUrl}/media/small-960.jpg`, width: 960, height: 640, alt: 'Title of flood' },
    });
    const unready = await articleFrame(smallNewsroom().article('flood', 'en', { cover, seo: { ...seo, imageId: 'missing' } }));
    expect(unready?.preview?.image?.url).toBe(`${siteUrl}/media/bank-1200.jpg`);
    const site = { url: `${siteUrl}/card.png`, type: 'image/png', width: 1200, height: 630, alt: 'The Test' };
    expect((await articleFrame(smallNewsroom().article('flood', 'en')))?.preview?.image).toEqual(site);
  });

  it('to a list or a month shows the first picture that stands on it', async () => {
    const newsroom = smallNewsroom()
      .article('dry', 'en', { publicationDate: '2022-04-20T00:00:00.000Z' })
      .article('flood', 'en', { cover });
    const reading = await newsroom.file('bank', '/uploads/b.jpg').reading();
    withPictures(reading.store, 'bank');
    const place = { locale: 'en', slug: 'city' } as const;
    const pages = [
      sectionPage(reading, { kind: 'named', ...place }),
      monthPage(reading, { kind: 'month', of: 'section', ...place, year: 2022, month: 4 }),
      authorPage(reading, { kind: 'author', locale: 'en', slug: 'ani' }),
    ];
    for (const page of pages) expect(page?.frame.preview?.image.url).toBe(`${siteUrl}/media/bank-1200.jpg`);
  });

  it('to an author shows the portrait', async () => {
    const reading = await smallNewsroom().file('face', '/uploads/f.jpg').author('eva', { en: 'Eva' }, { portraitId: 'face' }).reading();
    withPictures(reading.store, 'face');
    const page = authorPage(reading, { kind: 'author', locale: 'en', slug: 'eva' });
    expect(page?.frame.preview).toMatchObject({ type: 'profile', title: 'Eva', image: { alt: 'Eva' } });
  });
});

describe('the languages of a page', () => {
  it('name each other, both ways, and a default', async () => {
    const reading = await smallNewsroom().article('flood', 'ru').article('flood', 'hy', { slug: 'heghegh' }).reading();
    const slugs = { ru: 'flood', hy: 'heghegh' } as const;
    const [ru, hy] = (['ru', 'hy'] as const).map((locale) => articlePage(reading, { ...flood(locale), slug: slugs[locale] })?.frame);
    expect(ru?.alternates).toEqual(hy?.alternates);
    expect(ru?.alternates.map(({ hreflang }) => hreflang)).toEqual(['ru', 'hy', 'x-default']);
    expect(ru?.alternates.map(({ href }) => href)).toContain(ru?.canonical);
    expect(hy?.alternates.map(({ href }) => href)).toContain(hy?.canonical);
  });
});

describe('the manifest', () => {
  it.each(locales)('of a language is the newspaper of that language: %s', async (locale) => {
    const reading = await smallNewsroom({ tagline: { en: 'News' } }).reading();
    const path = pathOf({ kind: 'manifest', locale });
    const manifest: unknown = JSON.parse(manifestJson(reading, { kind: 'manifest', locale }));
    expect(parsePath(path)).toEqual({ kind: 'manifest', locale });
    expect(manifest).toMatchObject({ lang: locale, start_url: pathOf({ kind: 'front', locale }), scope: '/' });
    expect(frontPage(reading, { kind: 'front', locale }).frame.manifest).toBe(path);
  });
});
