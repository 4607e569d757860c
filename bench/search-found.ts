/** How long a story takes from the answer of the cms to an answer of the search: new ones, new titles of old ones, withdrawals. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Cursor } from '@broadsheet/shared';

import { follow } from '../site/publisher/sync.ts';
import type { BenchNewsroom } from './newsroom.ts';
import type { Table } from './report.ts';
import { SearchThread } from './search-thread.ts';
import { summary } from './statistics.ts';
import { sectionsOf } from './stories.ts';
import type { BenchStore } from './store-keeper.ts';

const article = 'api::article.article';
const limitMs = 60_000;
/** Stories that changed lately wait in the hot shard; so many are there when it is half full. */
const changedBefore = 150;

type Acts = Record<'new story' | 'new title of an old story' | 'withdrawal', (number | null)[]>;

/** Pages are not rendered meanwhile. */
export async function measureFound(
  newsroom: BenchNewsroom,
  keeper: BenchStore,
  www: string,
  count: number,
  signal: AbortSignal,
): Promise<Table> {
  const { admin, cmsUrl, environment } = newsroom;
  const token = environment.values.CMS_READ_TOKEN;
  void follow(keeper.store, { cmsUrl, token, signal }, (part) => keeper.settle(part), console.log).catch(() => undefined);
  const old = keeper.store
    .prepare<[number], { id: string; title: string }>(
      `select id, json_extract(json, '$.title') as title from documents where type = 'article' and locale = 'en' order by id limit ?`,
    )
    .all(changedBefore + count);
  await keeper.between(() =>
    markChanged(
      keeper,
      old.slice(count).map(({ id }) => id),
    ),
  );
  const [section] = await sectionsOf(newsroom);
  const category = { set: section ? [{ id: section.id, documentId: section.documentId }] : [] };
  const reader = new SearchThread();
  const acts: Acts = { 'new story': [], 'new title of an old story': [], withdrawal: [] };
  try {
    for (const [at, { id, title }] of old.slice(0, count).entries()) {
      const [word, other] = [invented(at * 2), invented(at * 2 + 1)];
      const story = await admin.create(
        article,
        { title: `${word} opens in the ${word}`, slug: `${word}-bench`, summary: '', body: 'The text.', category },
        'en',
      );
      acts['new story'].push(
        await timed(
          () => admin.publish(article, story.documentId, {}, 'en'),
          async () => (await reader.found({ www, query: word })) > 0,
        ),
      );
      await admin.update(article, id, { title: `${title} ${other}` }, 'en');
      acts['new title of an old story'].push(
        await timed(
          () => admin.publish(article, id, {}, 'en'),
          async () => (await reader.found({ www, query: other })) > 0,
        ),
      );
      acts.withdrawal.push(
        await timed(
          () => admin.unpublish(article, story.documentId, 'en'),
          async () => (await reader.found({ www, query: word })) === 0,
        ),
      );
      await admin.remove(article, story.documentId, '*');
      await admin.update(article, id, { title }, 'en');
      await admin.publish(article, id, {}, 'en');
    }
    return table(acts);
  } finally {
    await reader.end();
  }
}

function markChanged({ store }: BenchStore, ids: string[]): void {
  const mark = store.prepare(`insert into search_changed (locale, id, seq) values ('en', ?, ?) on conflict do nothing`);
  const seq = Number(store.prepare<[], { value: string }>(`select value from meta where key = 'search-seq'`).get()?.value ?? 0) as Cursor;
  for (const id of ids) mark.run(id, seq);
}

async function timed(act: () => Promise<unknown>, isDone: () => Promise<boolean>): Promise<number | null> {
  await act();
  const from = performance.now();
  while (performance.now() - from < limitMs) {
    if (await isDone()) return performance.now() - from;
    await sleep(20);
  }
  return null;
}

// Words that no other story has.
function invented(number: number): string {
  const syllables = ['zu', 'bri', 'kop', 'tal', 'vex', 'mon', 'dru', 'fi', 'gas', 'lop'];
  return `qu${Array.from(String(number + 1000 + (Date.now() % 1000) * 1000), (digit) => syllables[Number(digit)]).join('')}`;
}

function table(acts: Acts): Table {
  const rows = Object.entries(acts).map(([name, measured]) => {
    const arrived = measured.filter((one) => one !== null);
    const found = summary(arrived);
    const figures = found ? [found.p50, found.p95, found.max].map((one) => `${Math.round(one)}`) : ['–', '–', '–'];
    return [name, String(measured.length), ...figures, String(measured.length - arrived.length)];
  });
  return [['from the cms to the search, ms', 'measured', 'p50', 'p95', 'max', 'not within a minute'], ...rows];
}
