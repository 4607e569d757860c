/** The publisher as a program: `node publisher/run.ts` keeps the site up to date and serves it; `--once` makes it whole and stops. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readEnvironment, type SiteEnvironment } from './environment.ts';
import { AnotherLogError, FeedUnavailableError } from './feed.ts';
import { picturesReady } from './image-rows.ts';
import { makePictures } from './images.ts';
import { keepLog } from './log-keeper.ts';
import { logger, type Say } from './log.ts';
import { Publisher } from './publisher.ts';
import { followMostRead, takeMostRead } from './most-read.ts';
import { viewsOf } from './pass-on.ts';
import { firstOf, publisherAnswers } from './publisher-answers.ts';
import { allDone } from './queue.ts';
import { buildSearch } from './search.ts';
import { searchReady } from './search-shards.ts';
import { serve } from './serve.ts';
import { asBroken, closeStore, holdAlone, openStore, readMeta, setAside, writeMeta } from './store.ts';
import { countStories, follow, pull, storedCursor, syncState } from './sync.ts';
import { watching } from './watching.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
let say: Say = logger('human');

let atWork: Publisher | null = null;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
main(process.argv.includes('--once')).then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error), 'error');
    process.exit(1);
  },
);

async function main(once: boolean): Promise<void> {
  const environment = readEnvironment();
  say = logger(environment.logFormat);
  const lock = holdAlone(join(environment.work, 'publisher.lock'));
  if (!lock) throw new Error(`Another publisher is at work on ${environment.www}. Stop it first, or give this one a DATA_DIR of its own.`);
  const { cmsUrl, metricsToken, token } = environment;
  const answers = publisherAnswers(token, () => atWork);
  const watched = watching({ metricsToken, watched: () => atWork && { store: atWork.store, cmsUrl } });
  const server = once
    ? null
    : await serve(environment.www, environment.host, environment.port, firstOf(watched, viewsOf(environment.cmsUrl), answers));
  while (!stop.signal.aborted) {
    const anew = await publishUntilStopped(environment, once);
    if (!anew) break;
  }
  server?.closeAllConnections();
  server?.close();
}

/** Returns true when the store was thrown away and everything is to be made anew. */
async function publishUntilStopped(environment: SiteEnvironment, once: boolean): Promise<boolean> {
  try {
    await publish(environment, once);
    return false;
  } catch (error) {
    const broken = asBroken(error);
    if (broken) {
      say(
        `The content store cannot be used (${broken.message}). It is set aside and made anew from the cms; the site stays as it is meanwhile.`,
        'error',
      );
      setAside(environment.store);
      return true;
    }
    if (error instanceof AnotherLogError) {
      say(`${error.message} The site is made anew from it; until then it stays as it is.`, 'warn');
      beginAnew(environment.store);
      return true;
    }
    if (stop.signal.aborted) return false;
    throw error;
  }
}

// How many stories the site has is kept, so that an empty database put in by mistake does not empty the site.
function beginAnew(file: string): void {
  const before = openStore(file);
  const stories = Math.max(countStories(before), Number(readMeta(before, 'stories-before') ?? 0));
  before.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  const anew = openStore(file);
  writeMeta(anew, 'stories-before', String(stories));
  anew.close();
}

async function publish(environment: SiteEnvironment, once: boolean): Promise<void> {
  const store = openStore(environment.store);
  const log = keepLog(store, environment.store, say);
  const ended = new AbortController();
  const signal = AbortSignal.any([stop.signal, ended.signal]);
  let running: Promise<void> = Promise.resolve();
  try {
    const { store: storeFile, siteUrl, www, work } = environment;
    const publisher = await Publisher.open({ store, storeFile, dist, siteUrl, www, work, say });
    atWork = publisher;
    const { output } = publisher;
    const cms = { cmsUrl: environment.cmsUrl, token: environment.token, signal };
    const searching = {
      publisher,
      output,
      storeFile,
      dist,
      siteUrl,
      work,
      ...(once ? { patience: 3, grace: 0 } : {}),
    };
    // Before the first page, which shows the time.
    const time = keepTime(publisher, signal);
    running = publisher.run(signal);
    const parts = [running, time, makePictures(publisher, cms.cmsUrl, signal, say), buildSearch(searching, signal, say)];
    if (!once) void followMostRead(publisher, cms.cmsUrl, signal);
    whenWhole(publisher).catch(() => undefined);
    const goal = once
      ? publishOnce(publisher, cms)
      : Promise.all([follow(store, cms, (part) => publisher.settle(part), say), whenSettled(publisher).then(() => say('[site] ready'))]);
    await Promise.race([goal, ...parts]);
  } finally {
    // The page in hand is finished before the store closes; whatever else is under way is done again at the next start.
    ended.abort();
    atWork = null;
    await running.catch(() => undefined);
    await log.end();
    closeStore(store);
  }
}

async function publishOnce(publisher: Publisher, cms: Parameters<typeof pull>[1]): Promise<void> {
  for (let reached = -1; reached !== storedCursor(publisher.store);) {
    reached = storedCursor(publisher.store);
    await pull(publisher.store, cms, 0, (part) => publisher.settle(part), say).catch((error: unknown) => {
      if (error instanceof FeedUnavailableError) throw new Error(`${error.message} Nothing was published.`);
      throw error;
    });
  }
  await publisher.settled();
  // A site without the lists is whole too.
  await takeMostRead(publisher, cms.cmsUrl, cms.signal).catch(() => undefined);
  await publisher.renderAll();
  for (;;) {
    const { version } = publisher;
    await whenSettled(publisher);
    if (picturesReady(publisher.store)) break;
    await publisher.changedSince(version);
  }
  const failures = publisher.store
    .prepare<[], { path: string; reason: string }>(
      `select path, reason from failures where release = (select id from releases where state = 'live') order by path`,
    )
    .all();
  for (const { path, reason } of failures) say(`${path} is missing or old: ${reason}`);
  if (failures.length > 0) process.exitCode = 1;
  say(
    `[publish] done: ${publisher.store.prepare<[], { n: number }>(`select count(*) as n from pages where release = (select id from releases where state = 'live')`).get()?.n ?? 0} pages stand`,
  );
  const telling = setTimeout(() => say('[publish] removing an old release from the disk'), 2000);
  await publisher.removeOld().catch(() => undefined);
  clearTimeout(telling);
}

/** Has the publisher look at the clock now and every minute. Rejects when that fails. */
function keepTime(publisher: Publisher, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const look = (): void => void publisher.tick(Date.now()).catch(reject);
    look();
    const clock = setInterval(look, 60_000);
    signal.addEventListener('abort', () => clearInterval(clock));
  });
}

/** Remembers that every page has been made once: from then on a page that waits stands as it was. */
async function whenWhole(publisher: Publisher): Promise<void> {
  const { store } = publisher;
  await whenAtRest(publisher, () => syncState(store) === 'following' && allDone(store));
  await publisher.between(() => writeMeta(store, 'whole', 'yes'));
}

function whenSettled(publisher: Publisher): Promise<void> {
  return whenAtRest(publisher, () => searchReady(publisher.store));
}

/** Waits until the publisher has nothing to do and the condition holds. */
async function whenAtRest(publisher: Publisher, holds: () => boolean): Promise<void> {
  for (;;) {
    const { version } = publisher;
    await publisher.settled();
    if (holds()) return;
    await publisher.changedSince(version);
  }
}
