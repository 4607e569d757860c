/** What a publish asks of the store, as SQLite goes about it: none of it may take longer in a larger archive. */
import { expect, it, vi } from 'vitest';

import type { Store } from '../src/content/reading.ts';
import { Newsroom } from './newsroom.ts';
import { SearchedSite } from './searched-site.ts';

/** Tables that grow with the archive. */
const large = ['articles', 'article_html', 'documents', 'entries', 'images', 'page_tags', 'pages', 'queue', 'search_held', 'slugs', 'tags'];

/** Statements that look at more than they need, and why they may. */
const allowed = [
  'select json from documents where type = ? order by id', // names: sections, authors, tags
  'select id, json_extract(json, ?) as name from documents', // the same
  "from documents where type = 'site-setting'", // one
  "from documents where type = 'page'", // not stories
  'authors like ?', // an author renamed, whose name stands in many bundles
];

it('never looks through the whole archive', { timeout: 120_000 }, async () => {
  const newsroom = new Newsroom(3);
  const site = await SearchedSite.open(newsroom);
  await site.publish();
  const { store } = site.publisher;
  const prepared = vi.spyOn(store, 'prepare');
  newsroom.publish('Obsidian mine floods', 'mine');
  await site.publish();
  for (let n = 0; n < 60; n++) newsroom.act();
  // With another time zone everything would be put into order anew.
  newsroom.set({ timeZone: 'Asia/Yerevan' });
  await site.publish();
  const statements = new Set(prepared.mock.calls.map(([sql]) => sql.replaceAll(/\s+/g, ' ').trim()));
  prepared.mockRestore();
  expect(statements.size).toBeGreaterThan(60);
  const long = [...statements]
    .filter((sql) => !allowed.some((part) => sql.includes(part)))
    .flatMap((sql) => stepsOf(store, sql).flatMap((step) => (isLong(sql, step) ? [`${step} in: ${sql}`] : [])));
  expect(long).toEqual([]);
  await site.end();
});

/** How SQLite goes through a statement, step by step. */
function stepsOf(store: Store, sql: string): string[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map(([, name = '']) => name);
  const values = names.length > 0 ? [Object.fromEntries(names.map((name) => [name, 1]))] : [...sql.matchAll(/\?/g)].map(() => 1);
  const plan = store.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`);
  return plan.all(...values).map(({ detail }) => detail);
}

// A language, a type and a release are a large part of everything.
function isLong(sql: string, step: string): boolean {
  const [, how, name = '', rest = ''] = /^(SCAN|SEARCH) (\w+)(.*)$/.exec(step) ?? [];
  const isLarge = large.includes(name) || new RegExp(`\\b(?:${large.join('|')}) (?:as )?${name}\\b`).test(sql);
  return isLarge && (how === 'SCAN' || /\((?:locale|type|release)=\?\)/.test(rest));
}
