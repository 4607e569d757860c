/** Compares the search with what is published, by what its bundles answer. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { locales, type Locale } from '@broadsheet/shared';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import { loadRenderer, type Renderer } from './renderer.ts';
import { answeredRecords } from './search-held.ts';
import type { Difference } from './page-comparison.ts';

/** Every story and page is answered by one bundle, as it reads now; nothing else is. Bundles may be divided in any way. */
export async function compareSearch(www: string, dist: string, siteUrl: string, live: Store, clean: Store): Promise<Difference[]> {
  const renderer = await loadRenderer(dist, clean, siteUrl);
  return locales.flatMap((locale) => compareLanguage(join(www, 'search', locale), locale, renderer, live, clean));
}

function compareLanguage(folder: string, locale: Locale, renderer: Renderer, live: Store, clean: Store): Difference[] {
  const published = new Set(
    clean
      .prepare<[string], { type: string; id: string }>(`select type, id from documents where type in ('article', 'page') and locale = ?`)
      .all(locale)
      .map(({ type, id }) => `${type} ${id}`),
  );
  const differences: Difference[] = [];
  for (const { type, id, folder: bundle, fragment } of answeredRecords(live, locale)) {
    const path = `/search/${locale}/${bundle}/fragment/${fragment}.pf_fragment`;
    const wanted = renderer.searchRecord(type, id, locale);
    const stands = readFragment(join(folder, bundle, 'fragment', `${fragment}.pf_fragment`));
    if (!published.delete(`${type} ${id}`)) differences.push({ path, reason: `answers ${type} ${id}, which is not published, or twice` });
    else if (!stands) differences.push({ path, reason: 'is missing' });
    else if (wanted && !same(stands, wanted.record)) differences.push({ path, reason: `does not answer as ${type} ${id} reads now` });
  }
  return [...differences, ...[...published].map((one) => ({ path: `/search/${locale}/`, reason: `does not answer ${one}` }))];
}

// Pagefind joins words and lines with one space. A picture may have been replaced since: a result does without it.
function same(stands: Fragment, wanted: Fragment): boolean {
  const plain = ({ url, content, meta }: Fragment): string =>
    [url.replace(/&p=.*$/, ''), content, meta.title, meta.titleWords ?? '', meta.titleKeys ?? '', meta.keys ?? '']
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .join('\n');
  return plain(stands) === plain(wanted);
}

function readFragment(file: string): Fragment | null {
  if (!existsSync(file)) return null;
  const text = gunzipSync(readFileSync(file)).toString();
  return fragmentSchema.parse(JSON.parse(text.slice(text.indexOf('{'))));
}

const fragmentSchema = z.object({
  url: z.string(),
  content: z.string(),
  meta: z.object({ title: z.string(), titleWords: z.string().optional(), titleKeys: z.string().optional(), keys: z.string().optional() }),
});
type Fragment = z.infer<typeof fragmentSchema>;
