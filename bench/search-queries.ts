/** Questions to the search whose answer is known: words of the titles of an archive, as readers may write them. */
import { articleAddress, articleDocument, pathOf, type ArticleDocument, type Locale } from '@broadsheet/shared';

import type { Store } from '../site/src/content/reading.ts';
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

/** Questions to some stories of an archive. */
export async function knownItems(store: Store, locale: Locale, stories: readonly ArticleDocument[]): Promise<Known[]> {
  const { stopWords } = await languages[locale]();
  const frequency = new Map<string, number>();
  const wordsOf = ({ title }: ArticleDocument): string[] =>
    [...new Set(title.match(/\p{L}+/gu) ?? [])].filter((word) => folded(word).length > 3 && !stopWords.has(word.toLowerCase()));
  for (const { title } of titles(store, locale))
    for (const word of new Set(title.match(/\p{L}+/gu)?.map(folded) ?? [])) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const { timeZone } = readSettings(store);
  return stories.flatMap((article, at) => {
    const words = wordsOf(article).sort((a, b) => (frequency.get(folded(a)) ?? 0) - (frequency.get(folded(b)) ?? 0));
    const path = pathOf(articleAddress(article, timeZone));
    const asked: [Kind, (string | null)[]][] = [
      ['two rare words', words.slice(0, 2)],
      [
        'other forms',
        words
          .map((word) => otherForm(word, locale, at))
          .filter((word) => word !== null)
          .slice(0, 2),
      ],
      ['Latin letters', words.slice(0, 2).map((word) => inLatin(word, locale))],
      ['common words', words.slice(-3)],
    ];
    return asked.flatMap(([kind, chosen]) => {
      const query = chosen.filter((word) => word !== null);
      return query.length < 2 ? [] : [{ kind, query: query.join(' '), path }];
    });
  });
}

/** Stories of all years. Ids are made by chance, so their order is none. */
export function someStories(store: Store, locale: Locale, count: number): ArticleDocument[] {
  return store
    .prepare<[string, number], { json: string }>(`select json from documents where type = 'article' and locale = ? order by id limit ?`)
    .all(locale, count)
    .map(({ json }) => articleDocument.parse(JSON.parse(json)));
}

export function newestStories(store: Store, locale: Locale, count: number): ArticleDocument[] {
  return store
    .prepare<[string, number], { json: string }>(
      `select d.json from articles a join documents d on d.type = 'article' and d.id = a.id and d.locale = a.locale
       where a.locale = ? order by a.date desc limit ?`,
    )
    .all(locale, count)
    .map(({ json }) => articleDocument.parse(JSON.parse(json)));
}

function* titles(store: Store, locale: Locale): Generator<{ title: string }> {
  yield* store
    .prepare<[string], { title: string }>(
      `select json_extract(json, '$.title') as title from documents where type = 'article' and locale = ?`,
    )
    .iterate(locale);
}
