// npm run bench -- soak: everything at once for some minutes, while cms and publisher are killed at random moments.
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { pathOf } from '@broadsheet/shared';
import { z } from 'zod';

import { load } from '../bench/machine.ts';
import { BenchNewsroom } from '../bench/newsroom.ts';
import { get } from '../bench/polling.ts';
import { residentOf, running } from '../bench/processes.ts';
import { mb, ms, report, type Table } from '../bench/report.ts';
import { Beacons, Editor, listStories, pause, Readers } from '../bench/soak-load.ts';
import { summary } from '../bench/statistics.ts';
import { sectionsOf } from '../bench/stories.ts';
import { WebServer } from '../bench/web-server.ts';
import { OperatorError } from './operator-error.ts';
import { root, siteFolder } from './repository.ts';
import { runScript } from './run-program.ts';
import { untilSignal } from './until-signal.ts';

const usage = `npm run bench -- soak [--minutes 10] [--articles 300] [--reads 500] [--beacons 200] [--pause 2000] [--kills 1]

  --minutes N     how long
  --articles N    the archive, each article in three languages
  --reads N       pages a second, through Caddy (apt-get install caddy)
  --beacons N     views a second
  --pause MS      from one act of the editor to the next
  --kills 0       kill nobody`;

const number = z.coerce.number().nonnegative();
const options = z.object({
  minutes: number.max(120).default(10),
  articles: number.int().min(20).max(100_000).default(300),
  reads: number.max(5000).default(500),
  beacons: number.max(5000).default(200),
  pause: number.max(60_000).default(2000),
  kills: number.max(1).default(1),
});
type Options = z.infer<typeof options>;

/** Soaks, reports, stops what it started; ends with 1 when a reader saw an error, something was lost, or the site is not what it should be. */
export async function run(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  const chosen = read(args);
  const newsroom = await BenchNewsroom.prepare(chosen.articles);
  let web: WebServer | null = null;
  try {
    await newsroom.startCms();
    await newsroom.startPublisher();
    newsroom.shown = false;
    web = await WebServer.start(newsroom.www, newsroom.cmsUrl, newsroom.environment.values.DATA_DIR);
    await Promise.race([untilSignal(), soak(newsroom, web, chosen)]);
  } finally {
    await web?.stop();
    await newsroom.stop();
  }
}

function read(args: string[]): Options {
  try {
    const text = { type: 'string' } as const;
    const known = { minutes: text, articles: text, reads: text, beacons: text, pause: text, kills: text };
    return options.parse(parseArgs({ args, options: known }).values);
  } catch {
    throw new OperatorError(usage);
  }
}

async function soak(newsroom: BenchNewsroom, web: WebServer, chosen: Options): Promise<void> {
  const [section] = await sectionsOf(newsroom);
  if (!section) throw new OperatorError('The archive has no section to write into.');
  const { paths, stories } = await whatStands(newsroom, web.url);
  const [readers, beacons, editor] = [new Readers(web.url, paths), new Beacons(), new Editor()];
  const memory = new MemoryLog(web);
  const viewsBefore = await viewsOf(newsroom, stories);
  const loadBefore = load();
  console.log(`[soak] ${chosen.minutes} minutes on ${paths.length} pages; nothing is shown until the end but kills`);
  const ending = AbortSignal.timeout(chosen.minutes * 60_000);
  const kills = { cms: 0, publisher: 0 };
  const [, , , lists] = await Promise.all([
    readers.read(chosen.reads, ending),
    beacons.send(newsroom.cmsUrl, newsroom.environment.values.SITE_URL, stories, chosen.beacons, ending),
    editor.work(newsroom.admin, section, chosen.pause, ending),
    listStories(newsroom.admin, ending),
    memory.watch(ending),
    ...(chosen.kills === 0
      ? []
      : [killAtRandom('src/serve.js', () => kills.cms++, ending), killAtRandom('publisher/run.ts', () => kills.publisher++, ending)]),
  ]);
  const loadAfter = load();
  await untilBothAnswer(newsroom);
  const lost = await lostStories(newsroom, editor);
  const views = (await viewsOf(newsroom, stories)) - viewsBefore;
  newsroom.shown = true;
  const differs = await verify(newsroom);
  const errors = [...readers.errors.values()].reduce((sum, one) => sum + one, 0);
  const spread = summary(readers.milliseconds) ?? { p50: 0, p95: 0, p99: 0 };
  // A kill may take the second of views with it that was not written yet.
  const mayLose = kills.cms * chosen.beacons;
  const missing = Math.max(0, beacons.counted - views);
  const facts: Table = [
    ['what', 'figure'],
    ['killed', `cms ${kills.cms} times, publisher ${kills.publisher} times`],
    ['pages asked for', `${readers.asked} (${Math.round(readers.asked / (chosen.minutes * 60))}/s)`],
    [
      'errors that readers saw',
      `${errors}${
        errors > 0
          ? `: ${[...readers.errors]
              .slice(0, 5)
              .map(([what, times]) => `${times} × ${what}`)
              .join('; ')}`
          : ''
      }`,
    ],
    ['answers to readers', `p50 ${ms(spread.p50)}, p95 ${ms(spread.p95)}, p99 ${ms(spread.p99)}`],
    [
      'views',
      `${beacons.counted} counted, ${views} in the table, ${beacons.refused} refused, ${beacons.unanswered} sent while the cms was away`,
    ],
    ['views missing', `${missing} (a kill may cost a second: at most ${mayLose})`],
    ['editor', `${editor.acts} acts, ${editor.cut} cut off by a kill; ${editor.stories.length} stories`],
    ['stories lost or wrong', lost.length === 0 ? '0' : lost.slice(0, 5).join('; ')],
    ['admin lists', `${lists.came} came, ${lists.cut} cut off`],
    ['verify', differs ? 'DIFFERENCES' : 'no difference'],
    ['load of the machine', `${loadBefore} before, ${loadAfter} after`],
  ];
  report(`soak, ${chosen.minutes} minutes, ${chosen.articles} articles × 3`, [facts, memory.table()]);
  // The first kill comes after two and a half minutes at the latest.
  const spared = chosen.kills > 0 && chosen.minutes >= 3 && Math.min(kills.cms, kills.publisher) === 0;
  if (spared) console.error('[soak] One of the two programs was never killed, so this says little.');
  if (errors > 0 || lost.length > 0 || missing > mayLose || differs || spared) process.exitCode = 1;
}

/** Pages of every kind, and the ids of stories to be read. */
async function whatStands(newsroom: BenchNewsroom, webUrl: string): Promise<{ paths: string[]; stories: string[] }> {
  const listed = await newsroom.admin.list('api::article.article', { locale: 'en', status: 'published' });
  const maps = [...(await get(`${webUrl}/sitemap.xml`)).text.matchAll(/<loc>[^<]*?(\/sitemaps\/[^<]*)<\/loc>/g)].map(
    ([, path]) => path ?? '',
  );
  const articles: string[] = [];
  for (const map of maps.slice(0, 30)) {
    const { text } = await get(webUrl + map);
    for (const [, path] of text.matchAll(/<loc>https?:\/\/[^/<]*(\/[^<]*)<\/loc>/g))
      if (path && !path.includes('soak-')) articles.push(path);
  }
  const fixed = (['en', 'ru', 'hy'] as const).flatMap((locale) => [
    pathOf({ kind: 'front', locale }),
    pathOf({ kind: 'feed', locale, of: 'all' }),
    pathOf({ kind: 'search', locale }),
    pathOf({ kind: 'notices', locale }),
    `/search/${locale}/manifest.json`,
  ]);
  const front = (await get(`${webUrl}/`)).text;
  const assets = [...front.matchAll(/(?:href|src)="(\/_astro\/[^"]+)"/g)].map(([, path]) => path ?? '');
  return { paths: [...fixed, ...assets, ...articles], stories: listed.map(({ documentId }) => documentId) };
}

/** Ends a program again and again as a power cut would; what starts it again allows it a minute of life each time. */
async function killAtRandom(script: string, count: () => void, signal: AbortSignal): Promise<void> {
  for (let first = true; ; first = false) {
    await pause(first ? 10_000 + Math.random() * 25_000 : 61_000 + Math.random() * 90_000, signal);
    if (signal.aborted) return;
    const [victim] = running(script);
    if (!victim) continue;
    process.kill(victim.pid, 'SIGKILL');
    count();
    console.log(`[soak] killed ${script}`);
  }
}

async function untilBothAnswer({ cmsUrl, siteUrl }: BenchNewsroom): Promise<void> {
  for (let waited = 0; waited < 1200; waited++) {
    const fit = await Promise.all([`${cmsUrl}/health`, `${siteUrl}/_publisher/health`].map((url) => get(url).then(({ status, text }) => (status === 200 ? text : null), () => null))); // prettier-ignore
    const [, site] = fit;
    if (fit.every((one) => one !== null) && site && atRest.safeParse(JSON.parse(site)).success) return;
    await pause(100, AbortSignal.timeout(1000));
  }
  throw new OperatorError('The newsroom did not come to rest within two minutes after the soak.');
}

const atRest = z.object({ behind: z.literal(0), queue: z.object({ first: z.literal(0), many: z.literal(0) }) });

/** Stories that are not as their editor was told. */
async function lostStories({ admin, siteUrl }: BenchNewsroom, { stories }: Editor): Promise<string[]> {
  const published = await admin.list('api::article.article', { locale: 'en', status: 'published' });
  const titles = new Map(published.map((entry) => [entry.documentId, String(entry['title'])]));
  const feed = (await get(`${siteUrl}/rss.xml`)).text;
  return stories.flatMap(({ id, title, published: told }) => {
    if (told === null) return [];
    const found = titles.get(id);
    if (told && found !== title) return [`“${title}” is ${found ?? 'not published'}`];
    if (!told && found !== undefined && !feed.includes(title)) return [];
    return !told && found !== undefined ? [`“${title}” was withdrawn and stands`] : [];
  });
}

async function viewsOf({ cmsUrl }: BenchNewsroom, stories: readonly string[]): Promise<number> {
  const totals = z.record(z.string(), z.looseObject({ all: z.number() }));
  let sum = 0;
  // Answers are kept for two seconds, and counts are written each second.
  await pause(4000, AbortSignal.timeout(10_000));
  for (let from = 0; from < stories.length; from += 50) {
    const answer = await get(`${cmsUrl}/api/views?articles=${stories.slice(from, from + 50).join(',')}`);
    for (const { all } of Object.values(totals.parse(JSON.parse(answer.text)))) sum += all;
  }
  return sum;
}

async function verify({ environment }: BenchNewsroom): Promise<boolean> {
  const env = { ...environment.forChild, NODE_ENV: 'production' };
  return (await runScript(join(siteFolder, 'publisher/verify.ts'), [], { cwd: root, env })) !== 0;
}

interface Sample {
  cms: number;
  publisher: number;
  'its render processes': number;
  web: number;
}

/** The memory of each program over the time: what grows without end is larger in each third, and larger at the end than at the beginning. */
class MemoryLog {
  readonly #samples: Sample[] = [];
  readonly #web: WebServer;

  constructor(web: WebServer) {
    this.#web = web;
  }

  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [cms, publisher] = [running('src/serve.js')[0], running('publisher/run.ts')[0]];
      const own = residentOf(publisher?.pid);
      const helpers = publisher ? publisher.bytes - own : 0;
      this.#samples.push({ cms: cms?.bytes ?? 0, publisher: own, 'its render processes': helpers, web: residentOf(this.#web.pid) });
      await pause(2000, signal);
    }
  }

  table(): Table {
    const third = Math.ceil(this.#samples.length / 3);
    const tenth = Math.ceil(this.#samples.length / 10);
    const parts = [0, 1, 2].map((part) => this.#samples.slice(part * third, (part + 1) * third));
    const row = (name: keyof Sample): string[] => {
      const largest = (samples: Sample[]): string => mb(Math.max(0, ...samples.map((sample) => sample[name])));
      // Of a program that was killed this moment there is nothing to measure.
      const usual = (samples: Sample[]): string =>
        mb(summary(samples.map((sample) => sample[name]).filter((bytes) => bytes > 0))?.p50 ?? 0);
      return [name, usual(this.#samples.slice(0, tenth)), ...parts.map(largest), usual(this.#samples.slice(-tenth))];
    };
    const heading = ['memory', 'median of the first tenth', 'largest in the first third', 'second', 'last', 'median of the last tenth'];
    return [heading, row('cms'), row('publisher'), row('its render processes'), row('web')];
  }
}
