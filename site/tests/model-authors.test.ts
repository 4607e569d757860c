import { describe, expect, it } from 'vitest';

import { authorsPage } from '../src/model/authors-page.ts';
import { sitemapXml } from '../src/model/sitemap-xml.ts';
import { authorPage } from '../src/model/list-page.ts';
import { Documents, smallNewsroom, withPictures } from './model-store.ts';

describe('the page of all authors', () => {
  const newsroom = () =>
    smallNewsroom()
      .author('zed', { en: 'Zed', ru: 'Авель' }, { portraitId: 'face', biography: { en: 'Writes about rivers.\n\nAnd lakes.' } })
      .article('flood', 'en', { authorIds: ['zed'], title: 'Flood' })
      .article('thaw', 'en', { authorIds: ['zed'], title: 'Thaw', publicationDate: '2025-04-18T08:28:00.000Z' });

  it('lists those named in the language, by name, with portrait, first words and newest story', async () => {
    const reading = await newsroom().reading();
    withPictures(reading.store, 'face');
    const { authors } = authorsPage(reading, { kind: 'authors', locale: 'en' });
    expect(authors.map(({ name }) => name)).toEqual(['Ani', 'The House', 'Zed']);
    expect(authors[2]).toMatchObject({ path: '/authors/zed/', about: 'Writes about rivers.', newest: { title: 'Thaw' } });
    expect(authors[0]).toMatchObject({ about: '', portrait: null, newest: null });
    expect(authorsPage(reading, { kind: 'authors', locale: 'ru' }).authors.map(({ name }) => name)).toEqual(['Авель', 'Ани', 'Редакция']);
  });

  it('stands in the languages that name authors, between the front page and each author', async () => {
    const reading = await newsroom().reading();
    const { frame } = authorsPage(reading, { kind: 'authors', locale: 'en' });
    expect(frame.alternates.map(({ hreflang }) => hreflang)).toEqual(['en', 'ru', 'hy', 'x-default']);
    expect(sitemapXml(reading, { kind: 'sitemap', locale: 'hy' })).toContain('/hy/authors/</loc>');
    const crumbs = authorPage(reading, { kind: 'author', locale: 'en', slug: 'zed' })?.frame.breadcrumbs;
    expect(crumbs?.map(({ path }) => path)).toEqual(['/', '/authors/', null]);
  });

  it('is kept from search engines while nobody is named', async () => {
    const reading = await new Documents().reading();
    const { frame, authors } = authorsPage(reading, { kind: 'authors', locale: 'en' });
    expect([authors, frame.indexed, frame.alternates]).toEqual([[], false, []]);
    expect(sitemapXml(reading, { kind: 'sitemap', locale: 'en' })).not.toContain('/authors/');
  });
});
