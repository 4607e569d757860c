// npm run bench -- build: rendering everything, beside Hugo, Eleventy and plain astro build on the same articles.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { articleAddress, fileOf, pathOf, yearMonth } from '@broadsheet/shared';
import { z } from 'zod';

import { listPath, readArchive, type Archive } from '../bench/archive.ts';
import { measureSync } from '../bench/first-sync.ts';
import { load } from '../bench/machine.ts';
import { benchFolder, BenchNewsroom, clearBenchFolder } from '../bench/newsroom.ts';
import { SiteFacts } from '../bench/page-facts.ts';
import { findPeers, type Peer, type PeerInput } from '../bench/peers.ts';
import { readPictures } from '../bench/pictures.ts';
import { compareSample, count, type Produced } from '../bench/produced.ts';
import { mb, ms, report } from '../bench/report.ts';
import { median, times } from '../bench/statistics.ts';
import { Desk, sectionsOf } from '../bench/stories.ts';
import { timedRun, type TimedRun } from '../bench/timed-run.ts';
import { OperatorError } from './operator-error.ts';
import { root, siteFolder } from './repository.ts';
import { untilSignal } from './until-signal.ts';

const usage = `npm run bench -- build [--articles 1000] [--runs 3] [--alone] [--clear]

  --articles N    the archive, each article in three languages; kept for the next run in ${benchFolder}
  --runs N        how often everything is rendered by each; the median counts
  --alone         without Hugo, Eleventy and astro build, which take hours at 100,000 articles
  --clear         remove the archives of all earlier runs first`;

const options = z.object({
  articles: z.coerce.number().int().min(20).max(1_000_000).default(1000),
  runs: z.coerce.number().int().min(1).max(20).default(3),
  alone: z.boolean().default(false),
  clear: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

/** What makes a whole site. */
interface Builder {
  name: string;
  /** Of the finished site. */
  folder: string;
  command: Peer['command'];
  /** Puts the output of the run before aside. */
  clear: () => void;
  /** Until the last page stood, milliseconds. */
  pagesMs: (run: TimedRun) => number;
  /** What it takes again when nothing changed, and when one title did. Milliseconds. */
  changes: () => Promise<{ again: number; oneStory: number }>;
}

/** How one builder did. */
interface Contestant {
  name: string;
  runs: TimedRun[];
  pagesMs: number[];
  produced: Produced;
  again: number;
  oneStory: number;
  folder: string;
}

/** Measures, reports, and stops and removes what it started. */
export async function run(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  const chosen = read(args);
  if (chosen.clear) clearBenchFolder();
  const newsroom = await BenchNewsroom.prepare(chosen.articles);
  mkdirSync(benchFolder, { recursive: true });
  const work = mkdtempSync(join(benchFolder, 'peers-'));
  try {
    await Promise.race([untilSignal(), measure(newsroom, chosen, work)]);
  } finally {
    await newsroom.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

function read(args: string[]): Options {
  try {
    const text = { type: 'string' } as const;
    return options.parse(
      parseArgs({ args, options: { articles: text, runs: text, alone: { type: 'boolean' }, clear: { type: 'boolean' } } }).values,
    );
  } catch {
    throw new OperatorError(usage);
  }
}

async function measure(newsroom: BenchNewsroom, { articles, runs, alone }: Options, work: string): Promise<void> {
  const loadBefore = load();
  await newsroom.startCms();
  const sync = await measureSync(newsroom, runs, mkdtempSync(join(work, 'before-')));
  const ours = ourBuilder(newsroom, work);
  const title = `build: ${articles} articles × 3`;
  const lines = (): string[] => [`Median of ${runs} runs; load ${loadBefore} before, ${load()} after.`, sync];
  if (alone) {
    const contestants = await inTurns([ours], runs);
    return report(title, [...lines(), table(contestants)]);
  }
  const { CMS_READ_TOKEN, SITE_URL } = newsroom.environment.values;
  const archive = await readArchive(newsroom.cmsUrl, CMS_READ_TOKEN, SITE_URL);
  const uploads = Object.fromEntries(archive.files.map(({ url, id }) => [url, id]));
  const input = { facts: new SiteFacts(archive), pictures: readPictures(archive, newsroom.www), uploads };
  const { peers, missing } = findPeers(work);
  const builders = [ours];
  for (const peer of peers) builders.push(await peerBuilder(peer, input, archive, work));
  const contestants = await inTurns(builders, runs);
  const folders = new Map(contestants.map(({ name, folder }) => [name, folder]));
  report(title, [
    ...lines(),
    ...missing.map((one) => `Not measured: ${one}.`),
    table(contestants),
    'The same pages, as each made them:',
    ...samples(archive).map((file) => compareSample(file, folders)),
  ]);
}

/** Everything, by each in turn, so that a machine that is slower for some minutes is so for all of them; then the changes. */
async function inTurns(builders: readonly Builder[], runs: number): Promise<Contestant[]> {
  const done = new Map<Builder, TimedRun[]>(builders.map((builder) => [builder, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [builder, timed] of done) {
      console.log(`[bench] ${builder.name}, run ${run} of ${runs}`);
      builder.clear();
      timed.push(await timedRun(builder.name, builder.command));
    }
  }
  const contestants: Contestant[] = [];
  for (const [{ name, folder, pagesMs, changes }, timed] of done) {
    const produced = count(folder);
    contestants.push({ name, folder, runs: timed, pagesMs: timed.map(pagesMs), produced, ...(await changes()) });
  }
  return contestants;
}

function ourBuilder(newsroom: BenchNewsroom, work: string): Builder {
  const env = { ...newsroom.environment.forChild, NODE_ENV: 'production' };
  return {
    name: 'Broadsheet',
    folder: newsroom.www,
    command: { program: process.execPath, args: [join(siteFolder, 'publisher/run.ts'), '--once'], cwd: root, env },
    clear: () => clearPages(newsroom.www, work),
    pagesMs: ({ said, wall }) => said.findLast(({ line }) => /\d+ rendered, [1-9]\d* written/.test(line))?.at ?? wall,
    changes: async () => {
      const begun = performance.now();
      await newsroom.startPublisher();
      const again = performance.now() - begun;
      await newsroom.untilQuiet();
      newsroom.shown = false;
      const oneStory = await measureOneStory(newsroom);
      await newsroom.stopPublisher();
      return { again, oneStory };
    },
  };
}

/** The median of some new titles until all pages show it. */
async function measureOneStory(newsroom: BenchNewsroom): Promise<number> {
  const [section] = await sectionsOf(newsroom);
  if (!section) throw new OperatorError('The archive has no sections. Run again with --clear.');
  const desk = new Desk(newsroom, section);
  await desk.warmUp();
  const measured: number[] = [];
  for (let life = 0; life < 5; life++) {
    await desk.storyLife(
      () => sleep(300),
      ({ act, places }) => {
        if (act === 'new title') measured.push(Math.max(...Object.values(places).map((one) => one ?? Infinity)));
      },
    );
  }
  await desk.goHome();
  return median(measured);
}

async function peerBuilder(peer: Peer, input: PeerInput, archive: Archive, work: string): Promise<Builder> {
  console.log(`[bench] ${peer.name}: writing its input`);
  await peer.write(input);
  return {
    name: peer.name,
    folder: peer.out,
    command: peer.command,
    // Not removed, as ours are not: for minutes after that, a disk takes twice as long to make files.
    clear: () => {
      if (existsSync(peer.out)) renameSync(peer.out, join(mkdtempSync(join(work, 'before-')), 'public'));
    },
    pagesMs: ({ wall }) => wall,
    changes: async () => {
      const again = (await timedRun(peer.name, peer.command)).wall;
      const [first, ...others] = archive.articles;
      const changed = first ? [{ ...first, title: `${first.title}, amended` }, ...others] : others;
      await peer.write({ ...input, facts: new SiteFacts({ ...archive, articles: changed }) });
      return { again, oneStory: (await timedRun(peer.name, peer.command)).wall };
    },
  };
}

function table(contestants: readonly Contestant[]): string[][] {
  const [ours] = contestants;
  const rows = contestants.map(({ name, runs, pagesMs, produced, again, oneStory }) => {
    const files = produced.pages + produced.others;
    const rate = (files / median(pagesMs)) * 1000;
    const our = ours ? ((ours.produced.pages + ours.produced.others) / median(ours.pagesMs)) * 1000 : 0;
    const largest = Math.max(...runs.flatMap(({ peak }) => [...peak.byName].flatMap(([of, bytes]) => (isSearch(of) ? [] : [bytes]))));
    const together = Math.max(...runs.map(({ peak }) => peak.together));
    const cpu = `${median(runs.map(({ cpu: one }) => one)).toFixed(1)} s`;
    return [
      name,
      String(produced.pages),
      String(produced.others),
      mb(produced.bytes),
      ms(median(pagesMs)),
      cpu,
      String(Math.round(rate)),
      times(our, rate),
      mb(largest),
      mb(together),
      ms(again),
      ms(oneStory),
    ];
  });
  const head = [
    '',
    'pages',
    'feeds, sitemaps …',
    'bytes',
    'everything',
    'work of all cores',
    'files/s',
    'Broadsheet’s rate',
    'largest process, search apart',
    'all processes',
    'nothing changed',
    'one title changed',
  ];
  return [head, ...rows];
}

// Bundles are built after the pages, by processes of their own.
function isSearch(process: string): boolean {
  return /pagefind|search-builder/.test(process);
}

/** One page of each kind. */
function samples({ articles, names, timeZone }: Archive): string[] {
  const story = articles.find(({ locale, cover, relatedIds }) => locale === 'en' && cover && relatedIds.length > 0) ?? articles[0];
  const section = names.section.find(({ id }) => id === story?.categoryId);
  const list = section ? listPath('section', section, 'en') : null;
  if (!story || list === null) return ['index.html'];
  const { year, month } = yearMonth(story.publicationDate, timeZone);
  const within = `${year}/${String(month).padStart(2, '0')}`;
  const article = fileOf(pathOf(articleAddress(story, timeZone)));
  return [
    article,
    'index.html',
    `${list.slice(1)}index.html`,
    `${list.slice(1)}${within}/index.html`,
    'rss.xml',
    `sitemaps/en-${within.replace('/', '-')}.xml`,
  ];
}

// Pictures, search and compiled files are made apart, for all of them; they may lie elsewhere, with a link in their place.
function clearPages(www: string, work: string): void {
  if (!existsSync(www)) return;
  const aside = mkdtempSync(join(work, 'before-'));
  for (const entry of readdirSync(www, { withFileTypes: true })) {
    if (entry.isSymbolicLink() || ['media', 'search', '_astro'].includes(entry.name)) continue;
    renameSync(join(www, entry.name), join(aside, entry.name));
  }
}
