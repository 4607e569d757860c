/** The search of a seeded archive, measured: indexing, what is found, what a reader's first search costs. */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { articleAddress, locales, pathOf, type Locale } from '@broadsheet/shared';

import type { SearchOptions } from '../scripts/bench-search.ts';
import { siteFolder } from '../scripts/repository.ts';
import { filesUnder, Output } from '../site/publisher/output.ts';
import { buildSearch } from '../site/publisher/search.ts';
import { searchReady, shardsOf, shardsWaiting } from '../site/publisher/search-shards.ts';
import { readSettings } from '../site/src/content/settings.ts';
import { launchBrowser } from '../tests/browser.ts';
import { load } from './machine.ts';
import { benchFolder, type BenchNewsroom } from './newsroom.ts';
import { running } from './processes.ts';
import { mb, ms, report, type Table } from './report.ts';
import { measureFound } from './search-found.ts';
import { kinds, knownItems, newestStories, someStories } from './search-queries.ts';
import { firstSearch, searchPath, serveSearch, type FirstSearch } from './search-reader.ts';
import { miniSearch, ours, successOf, type Success } from './search-success.ts';
import { median, summary } from './statistics.ts';
import { BenchStore } from './store-keeper.ts';

const dist = join(siteFolder, 'dist');
const siteUrl = 'https://news.example.org';

/** Measures and reports. */
export async function measureSearch(newsroom: BenchNewsroom, { articles, questions, found, keep }: SearchOptions): Promise<void> {
  const folder = join(benchFolder, `search-${articles}`);
  const www = join(folder, 'www');
  if (!keep) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const loadBefore = load();
  await newsroom.startCms();
  console.log('[bench] reading the archive from the cms');
  const keeper = new BenchStore(join(folder, 'store.db'));
  const { cmsUrl } = newsroom;
  const signal = new AbortController();
  await keeper.fill({ cmsUrl, token: newsroom.environment.values.CMS_READ_TOKEN, signal: signal.signal });
  console.log('[bench] indexing');
  const output = new Output(www, join(folder, 'scratch'));
  const memory = watchBuilders();
  const begun = performance.now();
  const building = { publisher: keeper, output, storeFile: keeper.file, dist, siteUrl, work: folder, patience: 1 };
  const searching = buildSearch(building, signal.signal, console.log);
  await Promise.race([searching, untilReady(keeper)]);
  const indexing = performance.now() - begun;
  const peak = memory.stop();
  const parts: (string | Table)[] = [
    `Load ${loadBefore} before.`,
    keep
      ? 'The index of an earlier run.'
      : `Indexing three languages: ${ms(indexing)}; largest memory of one process with those below it ${mb(peak)}.`,
    bundles(keeper, www),
    await successTable(keeper, www, questions, articles),
    await readersTable(keeper, www),
  ];
  if (found > 0) parts.push(await measureFound(newsroom, keeper, www, found, signal.signal));
  signal.abort();
  report(`search: ${articles} articles × 3`, [...parts, `Load ${load()} after.`]);
  keeper.close();
}

/** The largest memory of a process that builds bundles, with Pagefind's own below it. */
function watchBuilders(): { stop: () => number } {
  let largest = 0;
  const timer = setInterval(() => {
    largest = Math.max(largest, ...running('publisher/search-builder.ts').map(({ bytes }) => bytes));
  }, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return largest;
    },
  };
}

async function untilReady(keeper: BenchStore): Promise<void> {
  for (let told = 0; ;) {
    const { version } = keeper;
    if (searchReady(keeper.store)) return;
    if (Date.now() - told > 30_000) {
      console.log(`[bench] ${shardsWaiting(keeper.store)} shards to build`);
      told = Date.now();
    }
    await keeper.changedSince(version);
  }
}

function bundles({ store }: BenchStore, www: string): Table {
  const rows = locales.map((locale) => {
    const root = join(www, 'search', locale);
    const files = [...filesUnder(root)];
    const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
    const shards = shardsOf(store, locale);
    const held = store.prepare<[string], { n: number }>('select count(*) as n from search_held where locale = ?').get(locale)?.n ?? 0;
    return [locale, String(held), String(shards.length), String(files.length), mb(bytes)];
  });
  return [['output', 'stories', 'shards', 'files', 'bytes'], ...rows];
}

async function successTable({ store }: BenchStore, www: string, count: number, articles: number): Promise<Table> {
  const rows: string[][] = [];
  for (const locale of locales) {
    const known = await knownItems(store, locale, someStories(store, locale, count));
    const ask = await ours(www, locale);
    console.log(`[bench] asking ${known.length} questions in ${locale}`);
    const begun = performance.now();
    rows.push(...successRows(locale, 'Broadsheet', await successOf(ask, known)));
    console.log(`[bench] ${ms((performance.now() - begun) / known.length)} a question`);
    if (articles > 10_000) continue;
    const peer = await miniSearch(dist, store, locale);
    rows.push(...successRows(locale, `minisearch, ${(peer.bytes / 2 ** 20).toFixed(1)} MB`, await successOf(peer.ask, known)));
  }
  return [['all years looked through', 'language', 'question', 'asked', 'first', 'first three', 'first ten'], ...rows];
}

function successRows(locale: Locale, name: string, success: Success): string[][] {
  return kinds.flatMap((kind) => {
    const { asked, first, three, ten } = success[kind];
    const share = (of: number): string => `${((100 * of) / asked).toFixed(1)} %`;
    return asked === 0 ? [] : [[name, locale, kind, String(asked), share(first), share(three), share(ten)]];
  });
}

async function readersTable({ store }: BenchStore, www: string): Promise<Table> {
  const { timeZone } = readSettings(store);
  const newest = new Map(locales.map((locale) => [locale, newestStories(store, locale, 40)]));
  const story = new Map(
    [...newest].flatMap(([locale, [first]]) => (first ? [[locale, pathOf(articleAddress(first, timeZone))] as const] : [])),
  );
  const server = await serveSearch(dist, store, www, [...story.values(), ...locales.map(searchPath)]);
  const browser = await launchBrowser();
  const rows: string[][] = [];
  try {
    for (const locale of locales) {
      const known = (await knownItems(store, locale, newest.get(locale) ?? [])).filter(({ kind }) => kind === 'two rare words');
      const searches: FirstSearch[] = [];
      for (let at = 0; at + 5 <= known.length && searches.length < 6; at += 5)
        searches.push(await firstSearch(browser, `http://127.0.0.1:${server.port}${story.get(locale) ?? ''}`, known.slice(at, at + 5)));
      rows.push(readersRow(locale, searches));
    }
  } finally {
    await browser.close();
    server.end();
  }
  const head = ['a reader’s first search', 'searches', 'found', 'largest, bytes', 'requests', 'first results', 'next: p50', 'p95'];
  return [head, ...rows];
}

function readersRow(locale: Locale, searches: FirstSearch[]): string[] {
  const next = summary(searches.flatMap(({ next: warm }) => warm));
  return [
    locale,
    String(searches.length),
    String(searches.filter(({ found }) => found).length),
    `${(Math.max(...searches.map(({ bytes }) => bytes)) / 1000).toFixed(0)} KB`,
    String(Math.max(...searches.map(({ requests }) => requests))),
    ms(median(searches.map(({ first }) => first))),
    ms(next?.p50 ?? 0),
    ms(next?.p95 ?? 0),
  ];
}
