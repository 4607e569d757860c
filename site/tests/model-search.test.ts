import { describe, expect, it } from 'vitest';

import { articleRecord } from '../src/model/search-record.ts';
import { excerptOf, markWords } from '../src/search/excerpt.ts';
import { keyOf } from '../src/search/keys.ts';
import { languages } from '../src/search/languages.ts';
import { readRecords, writeRecords } from '../src/search/records.ts';
import { asStem, asWritten, isSearchable, termsOf, WordMatcher } from '../src/search/words.ts';
import { smallNewsroom } from './model-store.ts';

describe('the search record of an article', () => {
  it('has its text, and what results are sorted and chosen by', async () => {
    const reading = await smallNewsroom()
      .article('flood', 'ru', {
        title: 'Паводок',
        summary: 'Кратко.',
        body: '## Река\n\nПоднялась **на метр**.',
        authorIds: ['house', 'ani'],
        publicationDate: '2021-12-31T21:00:00.000Z',
      })
      .reading();
    const found = articleRecord(reading, 'flood', 'ru');
    expect(found).toMatchObject({ path: '/ru/2022/01/flood/', date: Date.UTC(2021, 11, 31, 21), authors: ['house', 'ani'], year: '2022' });
    expect(found?.record.content).toBe('Кратко. Река Поднялась на метр. Редакция Ани');
    expect(found?.record.meta).toMatchObject({ title: 'Паводок', titleWords: 'паводокqw паводокqx' });
    expect(found?.record.meta.titleKeys).toBe(keyOf('pavodka', 'ru'));
    expect(found?.record.meta.keys.split(' ')).toEqual(['kratko', 'Редакция', 'Ани', 'Река', 'Поднялась'].map((word) => keyOf(word, 'ru')));
  });

  it('is none for a language in which it is not published', async () => {
    expect(articleRecord(await smallNewsroom().article('flood', 'en').reading(), 'flood', 'hy')).toBeNull();
  });
});

describe('the key of a word', () => {
  it.each([
    ['ru', 'санкции санкций санкциями sanktsii sankcii sanktsiy'],
    ['ru', 'рынок рынка рынков rynok'],
    ['ru', 'Зеленский Зеленского Zelensky Zelenskiy'],
    ['ru', 'существует существующий существуют'],
    ['ru', 'готовит готовлю готовившие Gotovit'],
    ['hy', 'Երևան Երևանում երևանի ԵՐԵՎԱՆ Երեւան երեվան Yerevan Erevan'],
    ['hy', 'բանկ բանկերը բանկերի բանկում bank'],
    ['hy', 'երկիր երկրի yerkir'],
    ['hy', 'կառավարություն կառավարության'],
    ['hy', 'ստորագրել ստորագրեց ստորագրեցին ստորագրվում կստորագրի չստորագրեց storagrel'],
    ['hy', 'ներկայացնել ներկայացրեց ներկայացված կներկայացնեն'],
  ] as const)('is one in %s for %s', (locale, words) => {
    const keys = new Set(words.split(' ').map((word) => keyOf(word, locale)));
    expect([...keys]).toHaveLength(1);
    expect(keys).not.toContain(null);
  });

  it('does not join different words', () => {
    expect(keyOf('санкции', 'ru')).not.toBe(keyOf('рынок', 'ru'));
    expect(keyOf('Yerevan', 'en')).toBeNull();
  });

  it('is never taken for a word of a title', () => {
    expect(keyOf('ЕС', 'ru')).toMatch(/^es/);
    expect([asWritten('es'), asStem('es')]).not.toContain(keyOf('ЕС', 'ru'));
  });
});

describe('the words of a query', () => {
  it('are those that tell something, in every spelling', async () => {
    const russian = await languages.ru();
    expect(termsOf('Что это за ёлка и Ёлки', 'ru', russian).map(({ stem }) => stem)).toEqual(['елк', 'елк']);
    const [inside] = termsOf('Ե՞րբ ԵՐԵՎԱՆ', 'hy', await languages.hy()).slice(-1);
    expect(inside?.text).toBe('երևան');
  });

  it('are all of them when all are stop words', async () => {
    expect(termsOf('to be or not to be', 'en', await languages.en()).length).toBeGreaterThan(1);
  });

  it('are searched while they are written from three letters on', () => {
    expect(isSearchable('са')).toBe(false);
    expect(isSearchable('сан')).toBe(true);
  });

  it('are not found in a word that merely begins like them', async () => {
    const english = await languages.en();
    const [term] = termsOf('trumpxyz', 'en', english);
    const matcher = new WordMatcher(english, 'en');
    expect(term && matcher.has('Mr Trump said', term)).toBe(false);
    const [sanctions] = termsOf('sanctions', 'en', english);
    expect(sanctions && matcher.has('a new sanction.', sanctions)).toBe(true);
  });
});

describe('an excerpt', () => {
  it('marks other forms too where the word stands as it was written', async () => {
    const armenian = await languages.hy();
    const cut = excerptOf('Կամուրջը փակ է, կամրջով չեն անցնում', termsOf('կամուրջ', 'hy', armenian), new WordMatcher(armenian, 'hy'));
    expect(cut.filter(({ marked }) => marked).map(({ text }) => text)).toEqual(['Կամուրջը', 'կամրջով']);
  });

  it('shows the part with most of the words, marked, as text', async () => {
    const english = await languages.en();
    const matcher = new WordMatcher(english, 'en');
    const terms = termsOf('old bridges', 'en', english);
    const text = `${'word '.repeat(60)}the <b>old</b> "bridge" fell ${'word '.repeat(60)}`;
    const cut = excerptOf(text, terms, matcher);
    expect(cut.filter(({ marked }) => marked).map(({ text: of }) => of)).toContain('bridge');
    expect(markWords('The bridge', terms, matcher)).toEqual([
      { text: 'The ', marked: false },
      { text: 'bridge', marked: true },
    ]);
  });
});

it('keeps dates, sections, authors and years of a bundle in a few bytes', () => {
  const records = new Map([
    ['ru_b', { minute: 200, section: 's1', authors: ['a1', 'a2'], year: '2024' }],
    ['ru_a', { minute: 900, section: 's2', authors: [], year: '2025' }],
    ['ru_p', { minute: 0, section: '', authors: [], year: '' }],
  ]);
  expect(readRecords(writeRecords(records))).toEqual(records);
});
