import { articleDocument, isReservedSlug, slug } from '@broadsheet/shared';
import { describe, expect, test } from 'vitest';

import { slugify } from '../src/publishing/slugs';
import { makeArticle } from '../src/seeding/article';
import { coverSvg, motifs, nearestMotif } from '../src/seeding/covers';
import { Random } from '../src/seeding/random';
import { adjective, noun, past } from '../src/seeding/russian-forms';
import { firstAppearance } from '../src/seeding/schedule';

const surroundings = { slugify, pictureUrls: Array.from({ length: 8 }, (_, index) => `/uploads/${index}.jpg`) };

function article(number: number, seed = '1') {
  return makeArticle(seed, number, surroundings);
}

describe('made-up articles', () => {
  test('are the same each time, and others with another seed', () => {
    expect(article(1234)).toEqual(article(1234));
    expect(article(1234, '2').documentId).not.toBe(article(1234).documentId);
    expect(article(1234, '2').versions[0]?.body).not.toBe(article(1234).versions[0]?.body);
  });

  const many = Array.from({ length: 400 }, (_, index) => article(index * 7));

  test('have ids and addresses of their own, three languages each', () => {
    expect(new Set(many.map(({ documentId }) => documentId)).size).toBe(many.length);
    const written = new Set(many.flatMap(({ versions }) => versions.map(({ locale }) => locale)));
    expect(written.size).toBe(3);
    for (const locale of written) {
      const slugs = many.flatMap(({ versions }) => versions.filter((version) => version.locale === locale).map((version) => version.slug));
      expect(new Set(slugs).size).toBe(many.length);
      for (const made of slugs) expect(slug.safeParse(made).success && !isReservedSlug(made), made).toBe(true);
    }
  });

  test('hold a newspaper’s length of text, in letters of their language', () => {
    const letters = { en: /^[^а-яա-և]*$/i, ru: /^[^a-zա-և]*$/i, hy: /^[^a-zа-я]*$/i };
    for (const { body, title, summary, locale } of many.flatMap(({ versions }) => versions)) {
      const words = body.split(/\s+/).length;
      expect(words).toBeGreaterThan(220);
      expect(words).toBeLessThan(800);
      const own = `${title} ${summary} ${body}`.replace(/\]\([^)]*\)/g, '');
      expect(own, own.slice(0, 80)).toMatch(letters[locale]);
    }
  });

  test('lead only to earlier articles, at the address where these stand', () => {
    const linking = article(900);
    for (const number of Array.from({ length: 900 }, (_, index) => index)) {
      const text = article(number).versions[0]?.body ?? '';
      const path = /\]\((\/\d{4}\/\d{2}\/[^)]+)\)/.exec(text)?.[1];
      if (!path || number > 60) continue;
      const target = Number.parseInt(/-([0-9a-z]+)\/$/.exec(path)?.[1] ?? '', 36) - 46_656;
      expect(target).toBeLessThan(number);
      const first = article(target).versions[0];
      expect(path).toContain(`/${first?.slug}/`);
      expect(path.slice(1, 8)).toBe(new Date(first?.publicationDate ?? 0).toISOString().slice(0, 7).replace('-', '/'));
    }
    for (const related of linking.related) expect(related).toBeLessThan(900);
  });

  test('use a vocabulary that grows with the archive', () => {
    const words = (from: number) =>
      new Set(
        Array.from({ length: 150 }, (_, index) => article(from + index).versions[0]?.body ?? '')
          .join(' ')
          .split(/[^A-Za-z]+/),
      );
    const early = words(0);
    const fresh = [...words(50_000)].filter((word) => !early.has(word));
    expect(fresh.length).toBeGreaterThan(150);
  });

  test('would pass the contract of the feed', () => {
    const { documentId, versions } = article(5);
    for (const { locale, title, slug: made, summary, body, publicationDate } of versions) {
      const document = {
        id: documentId,
        locale,
        title,
        slug: made,
        summary,
        body,
        cover: null,
        categoryId: 'a',
        authorIds: ['b'],
        tagIds: [],
        publicationDate: new Date(publicationDate).toISOString(),
        updateDate: null,
        updateNote: '',
        lead: false,
        breaking: false,
        relatedIds: [],
        seo: { title: '', description: '', imageId: null },
      };
      expect(articleDocument.safeParse(document).success).toBe(true);
    }
  });
});

test('dates lie in fifteen years, fewer at weekends, and in one month in every time zone', () => {
  const dates = Array.from({ length: 4000 }, (_, number) => firstAppearance('1', number));
  const perDay = Array.from({ length: 7 }, (_, day) => dates.filter((date) => new Date(date).getUTCDay() === day).length);
  expect(perDay[0]).toBeLessThan((perDay[2] ?? 0) * 0.7);
  expect(Math.min(...dates)).toBeGreaterThanOrEqual(Date.UTC(2011, 10, 1));
  expect(Math.max(...dates)).toBeLessThan(Date.UTC(2026, 10, 1));
  for (const date of dates) {
    // The last language version appears 34 minutes later; zones reach from −12 to +14 hours.
    for (const hours of [-12, 14.6]) expect(new Date(date + hours * 3_600_000).getUTCMonth()).toBe(new Date(date).getUTCMonth());
  }
});

test.each([
  ['закон', 'm', 'закона', 'законы', 'законов'],
  ['депутат+', 'm', 'депутата', 'депутаты', 'депутатов'],
  ['налог', 'm', 'налога', 'налоги', 'налогов'],
  ['программа', 'f', 'программы', 'программы', 'программ'],
  ['комиссия', 'f', 'комиссии', 'комиссии', 'комиссий'],
  ['область:f', 'f', 'области', 'области', 'областей'],
  ['решение', 'n', 'решения', 'решения', 'решений'],
  ['правительство', 'n', 'правительства', 'правительства', 'правительств'],
])('Russian %s', (entry, gender, genitive, plural, ofMany) => {
  const made = noun(entry);
  expect([made.gender, made.singular.genitive, made.plural.nominative, made.plural.genitive]).toEqual([gender, genitive, plural, ofMany]);
});

test('Russian adjectives and verbs agree', () => {
  expect(adjective('новый', noun('программа'), 'accusative', false)).toBe('новую');
  expect(adjective('технический', noun('депутат+'), 'accusative', false)).toBe('технического');
  expect(adjective('новый', noun('решение'), 'genitive', true)).toBe('новых');
  expect([past('увеличил', 'f'), past('снизился', 'n'), past('снизился', 'plural')]).toEqual(['увеличила', 'снизилось', 'снизились']);
});

test('chance is the same for a key and spreads evenly', () => {
  const random = new Random('key');
  const values = Array.from({ length: 10_000 }, () => random.next());
  expect(values.slice(0, 3)).toEqual(
    [0, 1, 2].map(
      (
        (again) => () =>
          again.next()
      )(new Random('key')),
    ),
  );
  expect(values.reduce((sum, value) => sum + value) / values.length).toBeCloseTo(0.5, 1);
});

test('every motif is drawn, the same for a seed; an unknown one is another that is known', () => {
  for (const motif of motifs) {
    expect(coverSvg(motif, 4)).toBe(coverSvg(motif, 4));
    expect(coverSvg(motif, 4)).not.toBe(coverSvg(motif, 5));
    expect(coverSvg(motif, 4)).not.toMatch(/NaN|undefined/);
  }
  expect(nearestMotif('volcano')).toBe(nearestMotif('volcano'));
});
