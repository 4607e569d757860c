/** Questions to the search whose answer is known: words of the titles of an archive, as readers may write them. */
import { articleAddress, pathOf, type Locale } from '@broadsheet/shared';

import { parseDocument, type Store, type StoredArticle } from '../site/src/content/reading.ts';
import { readSettings } from '../site/src/content/settings.ts';
import { languages } from '../site/src/search/languages.ts';
import { folded } from '../site/src/search/words.ts';
import { inLatin, otherForm } from './word-forms.ts';

export const kinds = ['two rare words', 'other forms', 'Latin letters', 'common words'] as const;
export type Kind = (typeof kinds)[number];

/** A question, and the address that answers it. */
export interface Known {
  kind: Kind;
  query: string;
  path: string;
}

/**
 * Questions to some stories of an archive. A seeded archive has many titles of the same words: only stories with two words that no
 * other title has both of can be known by their words, and the others are not asked for.
 */
export async function knownItems(store: Store, locale: Locale, stories: readonly StoredArticle[]): Promise<Known[]> {
  const { stopWords } = await languages[locale]();
  const titled = titlesByWord(store, locale);
  const { timeZone } = readSettings(store);
  return stories.flatMap((article, at) => {
    const words = [...new Set(wordsIn(article.title))]
      .filter((word) => folded(word).length > 3 && !stopWords.has(word.toLowerCase()))
      .sort((a, b) => (titled.get(folded(a))?.size ?? 0) - (titled.get(folded(b))?.size ?? 0));
    const rare = pairs(words).find(([a, b]) => areOnlyIn(titled.get(folded(a)), titled.get(folded(b))));
    if (!rare) return [];
    const path = pathOf(articleAddress(article, timeZone));
    const asked: [Kind, (string | null)[]][] = [
      ['two rare words', rare],
      ['other forms', rare.map((word) => otherForm(word, locale, at))],
      ['Latin letters', rare.map((word) => inLatin(word, locale))],
      ['common words', words.slice(-3)],
    ];
    return asked.flatMap(([kind, chosen]) => {
      const query = chosen.filter((word) => word !== null);
      return query.length < 2 ? [] : [{ kind, query: query.join(' '), path }];
    });
  });
}

const wordsIn = (title: string): string[] => title.match(/\p{L}+/gu) ?? [];

/** Which titles, by their numbers, have a word. */
function titlesByWord(store: Store, locale: Locale): Map<string, Set<number>> {
  const titled = new Map<string, Set<number>>();
  let number = 0;
  for (const { title } of titles(store, locale)) {
    number++;
    for (const word of wordsIn(title).map(folded)) {
      const found = titled.get(word);
      if (found) found.add(number);
      else titled.set(word, new Set([number]));
    }
  }
  return titled;
}

function pairs(words: readonly string[]): [string, string][] {
  return words.flatMap((one, at) => words.slice(at + 1).map((other): [string, string] => [one, other]));
}

function areOnlyIn(some: Set<number> = new Set(), others: Set<number> = new Set()): boolean {
  return [...some].filter((number) => others.has(number)).length === 1;
}

/** Stories of all years. Ids are made by chance, so their order is none. */
export function someStories(store: Store, locale: Locale, count: number): StoredArticle[] {
  return store
    .prepare<[string, number], { json: string }>(`select json from documents where type = 'article' and locale = ? order by id limit ?`)
    .all(locale, count)
    .map(({ json }) => parseDocument('article', json));
}

export function newestStories(store: Store, locale: Locale, count: number): StoredArticle[] {
  return store
    .prepare<[string, number], { json: string }>(
      `select d.json from articles a join documents d on d.type = 'article' and d.id = a.id and d.locale = a.locale
       where a.locale = ? order by a.date desc limit ?`,
    )
    .all(locale, count)
    .map(({ json }) => parseDocument('article', json));
}

function* titles(store: Store, locale: Locale): Generator<{ title: string }> {
  yield* store
    .prepare<[string], { title: string }>(
      `select json_extract(json, '$.title') as title from documents where type = 'article' and locale = ?`,
    )
    .iterate(locale);
}
