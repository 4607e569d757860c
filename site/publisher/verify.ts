/**
 * `node publisher/verify.ts [--sample N]`: reads the whole content from the cms into a store of its own, renders everything, and
 * compares it byte for byte with what stands in `www/`. Changes nothing. Ends with 0 when there is no difference.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { fileOf, parsePath, type Cursor, type SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import type { Store } from '../src/content/reading.ts';
import { readSettings } from '../src/content/settings.ts';
import { copyClock } from './clock.ts';
import { deriveAll } from './documents.ts';
import { readEnvironment, type SiteEnvironment } from './environment.ts';
import { filesOf, picturesReady } from './image-rows.ts';
import { filesUnder } from './output.ts';
import { comparePages, compiledSite, type ComparisonOptions, type Difference } from './page-comparison.ts';
import { differenceFrom } from './page-file.ts';
import { codeOf } from './patience.ts';
import { allDone } from './queue.ts';
import { copyMostRead } from './most-read.ts';
import { keyOf, loadRenderer } from './renderer.ts';
import { searchReady } from './search-shards.ts';
import { compareSearch } from './verify-search.ts';
import { openReader, openStore, readMeta } from './store.ts';
import { fill, pull, storedCursor, syncState } from './sync.ts';

const dist = compiledSite;
const attempts = 5;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  verify(readEnvironment(), (line) => console.log(line), readOptions(process.argv.slice(2))).then(
    (differences) => process.exit(differences.length > 0 ? 1 : 0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exit(2);
    },
  );
}

/** Reads `--sample N`; ends with a sentence when it is something else. */
function readOptions(args: string[]): Pick<ComparisonOptions, 'sample'> {
  if (args.length === 0) return {};
  const [name, count] = args;
  const parsed = z.coerce.number().int().positive().safeParse(count);
  if (name === '--sample' && parsed.success && args.length === 2) return { sample: parsed.data };
  console.error('npm run verify compares everything; npm run verify -- --sample 1000 compares so many pages, chosen by chance.');
  process.exit(2);
}

/**
 * Compares what stands with a clean render. Content that is published meanwhile makes it begin again, a few times.
 * @throws Error when the cms or the store cannot be read, or when the publisher does not come to rest
 */
export async function verify(
  environment: SiteEnvironment,
  say: (line: string) => void,
  options: Pick<ComparisonOptions, 'sample'> = {},
): Promise<Difference[]> {
  if (!existsSync(environment.store))
    throw new Error(`There is no site to verify: ${environment.store} is missing. Run "npm start" or "npm run publish" first.`);
  const live = openReader(environment.store);
  removeLeftOver(environment.work);
  const clean = join(environment.work, `verify-${process.pid}.db`);
  try {
    for (let attempt = 1; ; attempt++) {
      const { differences, cursor, pictures } = await compare(environment, live, clean, say, options);
      const moved = storedCursor(live) !== cursor || !allDone(live) || pictures !== picturesMade(live);
      if (differences.length === 0 || !moved || attempt === attempts) return report(differences, say);
      say('[verify] something was published or finished meanwhile; comparing again');
    }
  } finally {
    live.close();
    removeStore(clean);
  }
}

async function compare(
  environment: SiteEnvironment,
  live: Store,
  file: string,
  say: (line: string) => void,
  options: Pick<ComparisonOptions, 'sample'>,
): Promise<{ differences: Difference[]; cursor: Cursor; pictures: number }> {
  removeStore(file);
  const clean = openStore(file);
  try {
    await fillClean(environment, clean, say);
    const cursor = storedCursor(clean);
    await untilAtRest(live, cursor, say);
    const pictures = picturesMade(live);
    takeInputs(live, clean);
    await deriveAll(clean, readSettings(clean).timeZone, () => sleep(0));
    const site = siteOf(environment, live, say);
    const found = await comparePages(environment, clean, say, { ...options, storeFile: file, dist: site });
    const differences = await withoutMoved(environment, site, live, clean, found);
    differences.push(
      ...compareAssets(environment, site),
      ...comparePictures(environment, live),
      ...(await compareSearch(environment.www, dist, environment.siteUrl, live, clean)),
    );
    return { differences, cursor, pictures };
  } finally {
    clean.close();
  }
}

async function fillClean(environment: SiteEnvironment, clean: Store, say: (line: string) => void): Promise<void> {
  const cms = { cmsUrl: environment.cmsUrl, token: environment.token, signal: AbortSignal.timeout(3_600_000) };
  await pull(clean, cms, 0, (part) => Promise.resolve(fill(clean, part)), say);
}

/** Gives a clean store what its pages read beside the content: the clock, what is read most, and the state of the pictures. */
export function takeInputs(live: Store, clean: Store): void {
  copyClock(live, clean);
  copyMostRead(live, clean);
  const insert = clean.prepare('insert or replace into images (file_id, version, state, picture, reason) values (?, ?, ?, ?, ?)');
  for (const row of live.prepare<[], Record<string, string>>('select file_id, version, state, picture, reason from images').all())
    insert.run(row['file_id'], row['version'], row['state'], row['picture'], row['reason']);
}

/** The compiled site that makes what readers see: that of today, unless they were taken back to a release of another. */
function siteOf({ siteUrl, work }: SiteEnvironment, live: Store, say: (line: string) => void): string {
  const release = live.prepare<[], { id: number; key: string }>(`select id, key from releases where state = 'live'`).get();
  const kept = join(work, 'renderers', release?.key ?? '');
  const today = keyOf(dist, siteUrl);
  if (!release || release.key === today || readMeta(live, 'declined') !== today || !existsSync(kept)) return dist;
  say(`[verify] readers were taken back to release ${release.id} (npm run rollback); it is compared with what its own code makes`);
  return kept;
}

// What is read most may be another list by the time that its page is compared: such a page is compared again with the list of now.
async function withoutMoved(
  environment: SiteEnvironment,
  site: string,
  live: Store,
  clean: Store,
  found: Difference[],
): Promise<Difference[]> {
  const isOfMostRead = ({ path }: Difference): boolean => ['most-read', 'notices'].includes(parsePath(path)?.kind ?? '');
  let left = found.filter(isOfMostRead);
  for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
    await sleep(200);
    copyMostRead(live, clean);
    const renderer = await loadRenderer(site, clean, environment.siteUrl);
    const again: Difference[] = [];
    for (const { path } of left) {
      const { body } = await renderer.render(path as SitePath);
      const reason = body && differenceFrom(join(environment.www, fileOf(path as SitePath)), body);
      if (reason) again.push({ path, reason });
      if (body) continue;
      if (existsSync(join(environment.www, fileOf(path as SitePath))))
        again.push({ path, reason: 'stands, but nothing is published there' });
    }
    left = again;
  }
  return [...found.filter((one) => !isOfMostRead(one)), ...left];
}

function compareAssets({ www }: SiteEnvironment, site: string): Difference[] {
  const client = join(site, 'client');
  if (!existsSync(client)) return [];
  return [...filesUnder(client)].flatMap((file) => {
    const same = existsSync(join(www, file)) && readFileSync(join(www, file)).equals(readFileSync(join(client, file)));
    return same ? [] : [{ path: `/${file}`, reason: 'is not the compiled file' }];
  });
}

function comparePictures({ www }: SiteEnvironment, live: Store): Difference[] {
  const named = live.prepare<[], { picture: string }>(`select picture from images where state = 'ready' and wanted = 1`).all();
  const paths = new Set(named.flatMap(({ picture }) => filesOf(picture)));
  const media = join(www, 'media');
  const standing = existsSync(media) ? [...filesUnder(media)].map((file) => `/media/${file}`) : [];
  return [
    ...[...paths].filter((path) => !existsSync(join(www, path))).map((path) => ({ path, reason: 'is missing' })),
    ...standing.filter((path) => !paths.has(path)).map((path) => ({ path, reason: 'stands, but no page shows it' })),
  ];
}

/** How many pictures do not wait any more: each that is finished renders its pages again. */
function picturesMade(live: Store): number {
  return live.prepare<[], { made: number }>('select count(*) as made from images where waits = 0').get()?.made ?? 0;
}

// At rest is a publisher that has read the cms as far as the clean store and has nothing left to do. The pictures of a large
// archive may take an hour: they are waited for a minute only.
async function untilAtRest(live: Store, cursor: Cursor, say: (line: string) => void): Promise<void> {
  let waited = 0;
  const atRest = (): boolean =>
    syncState(live) === 'following' &&
    storedCursor(live) >= cursor &&
    allDone(live) &&
    (waited > 600 || picturesReady(live)) &&
    searchReady(live);
  if (!atRest()) say('[verify] the publisher is at work; waiting for it');
  let left = leftToDo(live);
  for (let still = 0; !atRest(); waited++, still++) {
    const now = waited % 50 === 0 ? leftToDo(live) : left;
    if (now !== left) still = 0;
    left = now;
    if (still > 3000)
      throw new Error(
        'The publisher has done nothing for five minutes. Is it running? Start it, or run "npm run publish", then verify again.',
      );
    await sleep(100);
  }
}

/** Another one whenever the publisher has got on with its work. */
function leftToDo(live: Store): string {
  const { left } = live
    .prepare<[], { left: string }>(
      `select format('%d %d %d %d', (select count(*) from queue), (select count(*) from articles),
         (select count(*) from images where waits = 1), (select count(*) from search_shards where stale > 0)) as left`,
    )
    .get() ?? { left: '' };
  return `${left} ${storedCursor(live)}`;
}

function report(differences: Difference[], say: (line: string) => void): Difference[] {
  for (const { path, reason } of differences.slice(0, 20)) say(`[verify] ${path} ${reason}`);
  if (differences.length > 20) say(`[verify] … and ${differences.length - 20} more`);
  say(differences.length === 0 ? '[verify] no difference' : `[verify] ${differences.length} differences`);
  return differences;
}

/** Removes the stores of comparisons that were ended half-way. */
function removeLeftOver(work: string): void {
  for (const name of readdirSync(work)) {
    const pid = Number(/^verify-(\d+)\.db/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(work, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function removeStore(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
