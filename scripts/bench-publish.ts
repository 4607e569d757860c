// npm run bench -- publish: how long a story takes from the answer of the cms to the pages that readers get.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { load } from '../bench/machine.ts';
import { benchFolder, BenchNewsroom, clearBenchFolder } from '../bench/newsroom.ts';
import { pollEveryMs } from '../bench/polling.ts';
import { MemoryWatch } from '../bench/processes.ts';
import { mb, ms, report, type Table } from '../bench/report.ts';
import { median, summary } from '../bench/statistics.ts';
import { Desk, rename, sectionsOf, type Measured } from '../bench/stories.ts';
import { OperatorError } from './operator-error.ts';
import { untilSignal } from './until-signal.ts';

const usage = `npm run bench -- publish [--articles 1000] [--publishes 300] [--pause 500] [--searches 5] [--rest 3600] [--during rename|release] [--clear]

  --articles N    the archive, each article in three languages; kept for the next run in ${benchFolder}
  --publishes N   how many acts are measured: a third each new stories, new titles, withdrawals
  --pause MS      between two acts
  --rest S        wait so many seconds at most for pictures and search, which take hours at 100,000 articles; the measuring begins then
  --searches N    how often search is measured, after the rest
  --during WHAT   keep the publisher busy meanwhile: "rename" renames a section over and over, "release" begins with a render of everything
  --clear         remove the archives of all earlier runs first`;

const whole = z.coerce.number().int();
const options = z.object({
  articles: whole.min(20).max(1_000_000).default(1000),
  publishes: whole.min(3).max(100_000).default(300),
  pause: whole.min(0).max(60_000).default(500),
  searches: whole.min(0).max(1000).default(5),
  rest: whole.min(0).max(100_000).default(3600),
  during: z.enum(['rename', 'release']).optional(),
  clear: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

/** Measures, reports, and stops what it started. */
export async function run(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  const chosen = read(args);
  if (chosen.clear) clearBenchFolder();
  const newsroom = await BenchNewsroom.prepare(chosen.articles);
  try {
    await Promise.race([untilSignal(), measure(newsroom, chosen)]);
  } finally {
    await newsroom.stop();
  }
}

function read(args: string[]): Options {
  try {
    const text = { type: 'string' } as const;
    const known = {
      articles: text,
      publishes: text,
      pause: text,
      searches: text,
      rest: text,
      during: text,
      clear: { type: 'boolean' },
    } as const;
    return options.parse(parseArgs({ args, options: known }).values);
  } catch {
    throw new OperatorError(usage);
  }
}

async function measure(newsroom: BenchNewsroom, chosen: Options): Promise<void> {
  await newsroom.startCms();
  const begun = performance.now();
  console.log('[bench] the publisher brings the site up to date; a new archive takes a while');
  await newsroom.startPublisher({ until: 'pages' });
  console.log(`[bench] all pages stand after ${ms(performance.now() - begun)}`);
  const sections = await sectionsOf(newsroom);
  const [busy, quiet = busy] = sections;
  if (!busy || !quiet) throw new OperatorError('The archive has no sections. Run again with --clear.');
  const desk = new Desk(newsroom, quiet);
  await desk.warmUp();
  console.log('[bench] waiting until pictures and search are made');
  const rested = await newsroom.untilQuiet(chosen.rest * 1000);
  const loadBefore = load();
  newsroom.shown = false;
  if (chosen.during === 'release') await beginRelease(newsroom);
  const memory = new MemoryWatch();
  const stopRenaming = chosen.during === 'rename' ? keepRenaming(newsroom, busy) : () => Promise.resolve(0);
  const acts = await publishAll(desk, chosen);
  const renames = await stopRenaming();
  const { largest, largestName } = memory.stop();
  const searches = chosen.during ? [] : await measureSearch(newsroom, desk, chosen.searches);
  await desk.goHome();
  const meanwhile =
    chosen.during === undefined ? '' : chosen.during === 'rename' ? `, during ${renames} renames of a section` : ', during a release';
  report(`publish: ${chosen.articles} articles × 3${meanwhile}`, [
    `${acts.length} acts, a pause of ${chosen.pause} ms after each; load ${loadBefore} before, ${load()} after; asked every ${pollEveryMs} ms. Milliseconds from the answer of the cms.${rested ? '' : ' Pictures and search were still being made.'}`,
    table(acts, searches),
    `The cms answered in ${ms(median(acts.map(({ answered }) => answered)))} (median). Largest process: ${largestName}, ${mb(largest)}.`,
  ]);
}

async function publishAll(desk: Desk, { publishes, pause }: Options): Promise<Measured[]> {
  const acts: Measured[] = [];
  let shown = 0;
  while (acts.length < publishes) {
    await desk.storyLife(
      () => sleep(pause),
      (measured) => acts.push(measured),
    );
    if (acts.length - shown < Math.max(30, publishes / 10)) continue;
    shown = acts.length;
    console.log(`[bench] ${acts.length} of ${publishes} acts; article p50 ${ms(summary(times(acts, 'article'))?.p50 ?? 0)} so far`);
  }
  return acts;
}

/** Renames a section, waits until the publisher has nothing to do but the acts, and again. Returns what ends it. */
function keepRenaming(newsroom: BenchNewsroom, section: Parameters<typeof rename>[1]): () => Promise<number> {
  let ended = false;
  const renaming = (async () => {
    let renames = 0;
    for (; !ended; renames++) {
      await rename(newsroom, section, `${section.nameEn} ${renames + 1}`);
      // Often enough that there is always one under way in a large archive, not so often that they only pile up.
      for (let waited = 0; waited < 20 && !ended; waited++) await sleep(500);
    }
    await rename(newsroom, section, section.nameEn);
    return renames;
  })();
  return () => {
    ended = true;
    return renaming;
  };
}

// Every page bears the site's address, so another address is a release.
async function beginRelease(newsroom: BenchNewsroom): Promise<void> {
  await newsroom.stopPublisher();
  await newsroom.startPublisher({ siteUrl: `https://news-${Date.now().toString(36)}.example.org`, until: 'answers' });
}

async function measureSearch(newsroom: BenchNewsroom, desk: Desk, searches: number): Promise<(number | null)[]> {
  const measured: (number | null)[] = [];
  while (measured.length < searches) {
    await newsroom.untilQuiet();
    measured.push(await desk.untilSearched());
  }
  return measured;
}

function table(acts: readonly Measured[], searches: readonly (number | null)[]): Table {
  const names = [...new Set(acts.flatMap(({ places }) => Object.keys(places)))];
  const rows = names.map((name) =>
    row(
      name,
      acts.flatMap(({ places }) => (name in places ? [places[name] ?? null] : [])),
    ),
  );
  const last = acts.map(({ places }) => (Object.values(places).includes(null) ? null : Math.max(...Object.values(places).map(Number))));
  const perAct = [...new Set(acts.map(({ act }) => act))].map((act) =>
    row(
      `all of them, ${act}`,
      last.filter((_, at) => acts[at]?.act === act),
    ),
  );
  const head = ['served on', 'measured', 'p50', 'p95', 'p99', 'max', 'not within 2 min'];
  return [head, ...rows, row('all of them', last), ...perAct, ...(searches.length > 0 ? [row('search', searches)] : [])];
}

function row(name: string, measured: readonly (number | null)[]): string[] {
  const arrived = measured.filter((one) => one !== null);
  const found = summary(arrived);
  const figures = found ? [found.p50, found.p95, found.p99, found.max].map((one) => String(Math.round(one))) : ['–', '–', '–', '–'];
  return [name, String(measured.length), ...figures, String(measured.length - arrived.length)];
}

function times(acts: readonly Measured[], place: string): number[] {
  return acts.flatMap(({ places }) => places[place] ?? []);
}
