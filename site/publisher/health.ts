/** How the publisher is, for those who watch over it: what it would do with a publish that comes now. */
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import { shardsWaiting } from './search-shards.ts';
import { readMeta } from './store.ts';
import { storedCursor, syncState } from './sync.ts';

export interface Health {
  /** False when a publish of now would not reach readers within the patience. */
  fit: boolean;
  /** Why it is not fit, for people. */
  problems: string[];
  cms: { answers: boolean; database: boolean; head: number | null };
  /** Changes that the cms has and the site has not; null when the cms does not say. */
  behind: number | null;
  /** Pages of the live release to be rendered: those of single changes, then those of one that many bear. */
  queue: { first: number; many: number };
  /** Pages that could not be made and keep their last good file. */
  failing: number;
  /** Search shards to be built anew. */
  search: number;
  /** When the last change that readers can see was live, and how long after the cms accepted it. */
  lastPublish: { live: string; milliseconds: number } | null;
}

export interface Watched {
  store: Store;
  cmsUrl: string;
}

/** How long the site may be behind before that is a fault: a rename in a large archive takes its time. */
const patienceMs = 120_000;

/** Remembers since when the site is behind. */
export class HealthWatch {
  #behindSince: number | null = null;

  /** @param watched null while the publisher starts */
  async look(watched: Watched | null, now = Date.now()): Promise<Health> {
    if (!watched) return { ...nothing, problems: ['The publisher is starting.'] };
    const { store, cmsUrl } = watched;
    const cms = await askCms(cmsUrl);
    const state = syncState(store);
    const behind = cms.head === null ? null : Math.max(0, cms.head - storedCursor(store));
    const health = { cms, behind, ...figures(store) };
    const waits = (behind ?? 0) > 0 || health.queue.first > 0;
    if (!waits) this.#behindSince = null;
    else this.#behindSince ??= now;
    const late = this.#behindSince === null ? 0 : now - this.#behindSince;
    const problems = [
      ...(cms.answers ? [] : [`The cms at ${cmsUrl} does not answer.`]),
      ...(cms.answers && !cms.database ? ['The database of the cms does not answer.'] : []),
      ...(state === 'following' && readMeta(store, 'whole') === 'yes' ? [] : ['The site is being made from the content of the cms.']),
      ...(late > patienceMs ? [`The site has been behind the cms for ${Math.round(late / 1000)} seconds.`] : []),
    ];
    return { fit: problems.length === 0, problems, ...health };
  }
}

const nothing: Health = {
  fit: false,
  problems: [],
  cms: { answers: false, database: false, head: null },
  behind: null,
  queue: { first: 0, many: 0 },
  failing: 0,
  search: 0,
  lastPublish: null,
};

const cmsHealth = z.object({ database: z.object({ answers: z.boolean() }), changes: z.object({ head: z.int() }).nullable() });

async function askCms(cmsUrl: string): Promise<Health['cms']> {
  try {
    const response = await fetch(new URL('/health', cmsUrl), { signal: AbortSignal.timeout(3000) });
    const { database, changes } = cmsHealth.parse(await response.json());
    return { answers: true, database: database.answers, head: changes?.head ?? null };
  } catch {
    return { answers: false, database: false, head: null };
  }
}

function figures(store: Store): Pick<Health, 'queue' | 'failing' | 'search' | 'lastPublish'> {
  const count = (sql: string): number => store.prepare<[], { n: number }>(`select count(*) as n from ${sql}`).get()?.n ?? 0;
  const live = `release = (select id from releases where state = 'live')`;
  const last = store.prepare<[], { json: string }>('select json from receipts where done = 1 order by id desc limit 1').get();
  const receipt = last ? lastReceipt.safeParse(JSON.parse(last.json)) : null;
  return {
    queue: { first: count(`queue where ${live} and rank = 0`), many: count(`queue where ${live} and rank > 0`) },
    failing: count(`failures where ${live}`),
    search: shardsWaiting(store),
    lastPublish: receipt?.success ? receipt.data : null,
  };
}

const lastReceipt = z.object({ live: z.string(), milliseconds: z.number() });
