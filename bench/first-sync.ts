/** The first sync of a publisher without a store, beside a bare reading of the same feed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { openReader } from '../site/publisher/store.ts';
import { syncState } from '../site/publisher/sync.ts';
import { openFeed } from './archive.ts';
import type { BenchNewsroom } from './newsroom.ts';
import { ms } from './report.ts';
import { median, times } from './statistics.ts';

/**
 * Reads the raw feed some times, then has a publisher make its store and site from nothing.
 * @param aside an empty folder for the site that stands, on the same disk
 * @returns what was measured, in sentences
 */
export async function measureSync(newsroom: BenchNewsroom, runs: number, aside: string): Promise<string> {
  const { CMS_READ_TOKEN, DATA_DIR } = newsroom.environment.values;
  const raw: number[] = [];
  let documents = 0;
  for (let run = 0; run < runs; run++) {
    documents = 0;
    const begun = performance.now();
    for await (const chunk of await openFeed(newsroom.cmsUrl, CMS_READ_TOKEN)) for (const byte of chunk) if (byte === 10) documents++;
    raw.push((documents / (performance.now() - begun)) * 1000);
  }
  newsroom.forgetSite(aside);
  console.log('[bench] first sync, pages and search');
  const store = join(DATA_DIR, 'site', 'store.db');
  const begun = performance.now();
  const whole = newsroom.startPublisher();
  const until = async (holds: () => boolean): Promise<number> => {
    while (!holds()) await Promise.race([sleep(10), whole]);
    return performance.now() - begun;
  };
  const opened = await until(() => existsSync(store));
  const inStep = await until(() => isInStep(store));
  const first = await until(() => hasPages(newsroom.www));
  await whole;
  const all = performance.now() - begun;
  await newsroom.untilQuiet();
  await newsroom.stopPublisher();
  const rate = (documents / (inStep - opened)) * 1000;
  return (
    `First sync of ${documents} documents: ${ms(inStep - opened)}, ${Math.round(rate)} documents/s; the raw export ${Math.round(median(raw))} documents/s. ` +
    `Ratio ${times(rate, median(raw))}. From the start of the program to the first page: ${ms(first)}; everything, with search, stood after ${ms(all)}.`
  );
}

/** True when all that the feed had is in the store, and in order. */
function isInStep(file: string): boolean {
  try {
    const store = openReader(file);
    try {
      return syncState(store) === 'following';
    } finally {
      store.close();
    }
  } catch {
    // It is being made.
    return false;
  }
}

function hasPages(www: string): boolean {
  return existsSync(www) && readdirSync(www).some((name) => /\.(?:html|xml)$/.test(name));
}
