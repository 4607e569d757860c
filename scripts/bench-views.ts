// npm run bench -- views: how many readings a second are counted, how long each waits, and what is lost when the cms ends.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { z } from 'zod';

import { openBareServer } from '../bench/bare-server.ts';
import { CountingNewsroom } from '../bench/counting-newsroom.ts';
import { load } from '../bench/machine.ts';
import { startPostgres } from '../bench/postgres.ts';
import type { LargeBodies } from '../bench/large-bodies.ts';
import { cpuSeconds, MemoryWatch } from '../bench/processes.ts';
import { report, type Table } from '../bench/report.ts';
import { percentile } from '../bench/statistics.ts';
import type { LoadOrder, LoadResult } from '../bench/view-load.ts';
import { AdminApi } from '../tests/admin-api.ts';
import { build } from './build.ts';
import { OperatorError } from './operator-error.ts';
import { untilSignal } from './until-signal.ts';

const usage = `npm run bench -- views [--seconds 8] [--connections 50] [--database sqlite|postgres|both]

  --seconds N      how long each load lasts
  --connections N  how many readers report at once
  --database NAME  the databases that are measured; the locked database and the million rows are SQLite's, two programs PostgreSQL's`;

const whole = z.coerce.number().int();
const options = z.object({
  seconds: whole.min(2).max(600).default(8),
  connections: whole.min(1).max(1000).default(50),
  database: z.enum(['sqlite', 'postgres', 'both']).default('both'),
});
type Options = z.infer<typeof options>;

/** Measures, reports, and stops what it started. */
export async function run(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  const chosen = read(args);
  await build(['cms'], { quietWhenFresh: true });
  const loadBefore = load();
  const rows: string[][] = [['what', 'SQLite', 'PostgreSQL']];
  const sqlite = chosen.database === 'postgres' ? [] : await onSqlite(chosen);
  const postgres = chosen.database === 'sqlite' ? [] : await onPostgres(chosen);
  for (const name of new Set([...sqlite, ...postgres].map(([what]) => what))) {
    const of = (table: [string, string][]): string => table.find(([what]) => what === name)?.[1] ?? '–';
    rows.push([name, of(sqlite), of(postgres)]);
  }
  report('Views', [
    `Load before ${loadBefore}, after ${load()}. ${chosen.connections} connections, ${chosen.seconds} s each, from the same machine: of a hundred reports ten repeat, five are of robots, five of pages fetched in advance; every reader has an address and an agent of its own.`,
    rows satisfies Table,
  ]);
}

function read(args: string[]): Options {
  try {
    const text = { type: 'string' } as const;
    return options.parse(parseArgs({ args, options: { seconds: text, connections: text, database: text } }).values);
  } catch {
    throw new OperatorError(usage);
  }
}

async function onSqlite(chosen: Options): Promise<[string, string][]> {
  console.log('[bench] a newsroom on SQLite…');
  const counting = await CountingNewsroom.open();
  try {
    return await Promise.race([measureSqlite(new Loads(counting, chosen)), untilSignal().then(() => [])]);
  } finally {
    await counting.newsroom.end();
  }
}

async function measureSqlite(loads: Loads): Promise<[string, string][]> {
  return [
    ...(await loads.speed()),
    ...(await loads.naive()),
    ...(await loads.locked()),
    ...(await loads.abused()),
    ...(await loads.ended('SIGTERM')),
    ...(await loads.ended('SIGKILL')),
    ...(await loads.million()),
  ];
}

async function onPostgres(chosen: Options): Promise<[string, string][]> {
  console.log('[bench] a newsroom on PostgreSQL…');
  const postgres = await startPostgres();
  const counting = await CountingNewsroom.open(postgres.url);
  try {
    const loads = new Loads(counting, chosen);
    const measure = async (): Promise<[string, string][]> => [
      ...(await loads.speed()),
      ...(await loads.naive()),
      ...(await loads.ended('SIGTERM')),
      ...(await loads.ended('SIGKILL')),
      ...(await loads.two()),
    ];
    return await Promise.race([measure(), untilSignal().then(() => [])]);
  } finally {
    await counting.newsroom.end();
    await postgres.stop();
  }
}

/** The loads of one newsroom, one after the other. */
class Loads {
  readonly #counting: CountingNewsroom;
  readonly #chosen: Options;
  #readers = 0;
  /** Reports a second, at most. */
  #most = 10_000;

  constructor(counting: CountingNewsroom, chosen: Options) {
    this.#counting = counting;
    this.#chosen = chosen;
  }

  async speed(): Promise<[string, string][]> {
    await this.#load({ seconds: 2 });
    const before = await this.#counting.settledTotal(-1);
    const work = cpuSeconds();
    const most = await this.#load({});
    const perThousand = ((cpuSeconds() - work) / most.answered) * 1_000_000;
    const counted = (await this.#counting.settledTotal(before + most.counted)) - before;
    this.#most = Math.round(most.answered / most.seconds);
    const tenth = await this.#load({ rate: Math.round(this.#most / 10) });
    const bare = await this.#bare();
    return [
      ['reports a second, all verdicts on', `${this.#most}`],
      ['a bare Node server that counts nothing: answers a second (reports of that)', `${bare} (${(this.#most / bare).toFixed(2)})`],
      ['processor time of the cms for a thousand of them', `${perThousand.toFixed(0)} ms`],
      ['p50 / p99 / longest at that', times(most)],
      ['answered “counted” / in the table', `${most.counted} / ${counted}`],
      ['p50 / p99 / longest at a tenth of it', times(tenth)],
    ];
  }

  async #bare(): Promise<number> {
    const server = await openBareServer();
    try {
      const { answered, seconds } = await this.#load({ ports: [server.port] });
      return Math.round(answered / seconds);
    } finally {
      server.end();
    }
  }

  /** What a counter in the document costs: the same admin interface that an editor's form uses, eight at a time. */
  async naive(): Promise<[string, string][]> {
    const { newsroom, articles } = this.#counting;
    const admin = new AdminApi(newsroom.cmsUrl, newsroom);
    await admin.update('api::article.article', articles[0] ?? '', { updateNote: '0' }, 'en');
    const latencies: number[] = [];
    const begun = performance.now();
    const end = begun + 5000;
    await Promise.all(
      articles.slice(0, 8).map(async (id) => {
        for (let count = 1; performance.now() < end; count++) {
          const asked = performance.now();
          await admin.update('api::article.article', id, { updateNote: String(count) }, 'en');
          latencies.push(performance.now() - asked);
        }
      }),
    );
    const rate = latencies.length / ((performance.now() - begun) / 1000);
    return [['a field of the document instead: updates a second', `${Math.round(rate)} (p99 ${Math.round(percentile(latencies, 99))} ms)`]];
  }

  async locked(): Promise<[string, string][]> {
    const before = await this.#counting.settledTotal(-1);
    const watch = await this.#watch();
    const [result] = await Promise.all([this.#load({ seconds: 12, rate: 1000 }), this.#counting.lock(10)]);
    const seen = await watch();
    const counted = (await this.#counting.settledTotal(before + result.counted)) - before;
    return [
      ['database locked for 10 s: cms held for, at most; its memory grew by', seen],
      ['p50 / p99 / longest meanwhile', times(result)],
      ['answered “counted” / in the table after it', `${result.counted} / ${counted}`],
    ];
  }

  /** All that a stranger can do at once, and readers between them. */
  async abused(): Promise<[string, string][]> {
    const { port, origin, articles } = this.#counting;
    const before = await this.#counting.settledTotal(-1);
    const watch = await this.#watch();
    const [result, place, forged, sent] = await Promise.all([
      this.#load({ rate: 200 }),
      this.#load({ manner: 'one-place', connections: 10, rate: 1000 }),
      this.#load({ manner: 'forged', connections: 200 }),
      program('large-bodies.ts', {
        port,
        path: `/api/views/${articles[0]}/en`,
        origin,
        seconds: this.#chosen.seconds,
        atOnce: 10,
      } satisfies LargeBodies),
    ]);
    const seen = await watch();
    const allowed = result.counted + place.counted + forged.counted;
    const counted = (await this.#counting.settledTotal(before + allowed)) - before;
    return [
      ['bodies of 100 MB, 1,000 a second from one place, forged ids: cms held for, at most; its memory grew by', seen],
      [
        'of a body of 100 MB was taken, at most; a second of forged ids; counted from the one place',
        `${sent} MB; ${Math.round(forged.answered / forged.seconds)}; ${place.counted}`,
      ],
      ['p50 / p99 / longest of readers meanwhile', times(result)],
      ['answered “counted” / in the table after it', `${allowed} / ${counted}`],
    ];
  }

  async ended(signal: 'SIGTERM' | 'SIGKILL'): Promise<[string, string][]> {
    const { newsroom } = this.#counting;
    const before = await this.#counting.settledTotal(-1);
    const loading = this.#load({ seconds: 10 });
    await sleep(3500);
    await newsroom.kill('cms', signal);
    const result = await loading;
    await newsroom.startCms();
    const counted = (await this.#counting.settledTotal(before + result.counted)) - before;
    const lost = result.counted - counted;
    const worth = signal === 'SIGKILL' ? `, ${((lost / result.counted) * 3.5).toFixed(2)} s of them` : '';
    return [[`${signal} in the middle: answered “counted”, lost`, `${result.counted}, ${lost}${worth}`]];
  }

  async two(): Promise<[string, string][]> {
    const other = await this.#counting.second();
    try {
      const before = await this.#counting.settledTotal(-1);
      const result = await this.#load({ ports: [this.#counting.port, Number(new URL(other.cmsUrl).port)] });
      const counted = (await this.#counting.settledTotal(before + result.counted)) - before;
      return [['two programs on one database: answered “counted” / in the table', `${result.counted} / ${counted}`]];
    } finally {
      await other.end();
    }
  }

  async million(): Promise<[string, string][]> {
    const { articles } = this.#counting;
    this.#counting.addMillion();
    const latencies: number[] = [];
    for (const id of articles) {
      const asked = performance.now();
      await this.#counting.ask(`/api/views/${id}/en`);
      latencies.push(performance.now() - asked);
    }
    return [
      [
        'the number of a story among a million rows: p50 / p99',
        `${percentile(latencies, 50).toFixed(1)} / ${percentile(latencies, 99).toFixed(1)} ms`,
      ],
    ];
  }

  /** From now on; what it returns says for how long the cms was held at most, and by how much its memory grew. */
  async #watch(): Promise<() => Promise<string>> {
    await this.#counting.loopHeld();
    const memory = new MemoryWatch();
    await sleep(300);
    const before = memory.peak.largest;
    return async () => {
      const held = await this.#counting.loopHeld();
      return `${held.toFixed(1)} ms; ${Math.round((memory.stop().largest - before) / 1_000_000)} MB`;
    };
  }

  async #load(order: Partial<LoadOrder>): Promise<LoadResult> {
    const { port, origin, articles } = this.#counting;
    const whole: LoadOrder = { ports: [port], origin, articles, ...this.#chosen, firstReader: (this.#readers += 3_000_000), ...order };
    return JSON.parse(await program('view-load.ts', whole)) as LoadResult;
  }
}

/** Loads are programs of their own, at the lowest priority: those they stand for have machines of their own, and take nothing from the cms. */
async function program(name: string, order: object): Promise<string> {
  const file = fileURLToPath(new URL(`../bench/${name}`, import.meta.url));
  return (await promisify(execFile)(process.execPath, [file, JSON.stringify(order)], { maxBuffer: 10_000_000 })).stdout;
}

function times({ latency }: LoadResult): string {
  return latency ? [latency.p50, latency.p99, latency.max].map((value) => `${value.toFixed(1)} ms`).join(' / ') : '–';
}
