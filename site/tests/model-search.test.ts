import { describe, expect, it } from 'vitest';

import { articleRecord } from '../src/model/search-record.ts';
import { cutExcerpt } from '../src/scripts/excerpt.ts';
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
    expect(articleRecord(reading, 'flood', 'ru')).toEqual({
      url: '/ru/2022/01/flood/',
      language: 'ru',
      content: 'Кратко. Река Поднялась на метр.',
      meta: { title: 'Паводок', date: '1\u00a0января 2022', section: 'Город' },
      filters: { section: ['Город'], author: ['Редакция', 'Ани'], year: ['2022'] },
      sort: { date: '2021-12-31T21:00:00.000Z' },
    });
  });

  it('is none for a language in which it is not published', async () => {
    expect(articleRecord(await smallNewsroom().article('flood', 'en').reading(), 'flood', 'hy')).toBeNull();
  });
});

describe('an excerpt of the search', () => {
  it('marks what was found', () => {
    expect(cutExcerpt('the <mark>old</mark> bridge')).toEqual([
      { text: 'the ', marked: false },
      { text: 'old', marked: true },
      { text: ' bridge', marked: false },
    ]);
  });

  it('leaves everything else text, whatever an article says', () => {
    expect(cutExcerpt('&lt;b&gt; &amp;lt; <img src=x onerror="alert(1)"> <mark onclick="x">y')).toEqual([
      { text: '<b> &lt; <img src=x onerror="alert(1)"> <mark onclick="x">y', marked: false },
    ]);
  });
});
