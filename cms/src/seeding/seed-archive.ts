import { setImmediate } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import { memory } from '../first-start/memory';
import { lockChangeLog } from '../publishing/change-log';
import { slugify } from '../publishing/slugs';
import { keepArchiveNames } from './archive-names';
import { keepArchivePictures } from './archive-pictures';
import { makeArticle, type ArchiveSurroundings, type SeededArticle } from './article';
import { articleTables } from './article-tables';
import { writeArticles, type ArchiveRows } from './write-articles';

/** What a run of the seeder did. */
export interface SeedOutcome {
  /** Articles that were there before, and that this run wrote. */
  before: number;
  written: number;
  /** Language versions this run wrote. */
  documents: number;
}

/** Articles in one transaction: large enough to be fast, short enough for the cms beside to save in between. */
const batch = 250;

/**
 * Fills the newsroom up to `articles` made-up articles of this seed, each in all languages, and goes on where an
 * earlier run ended. The same seed always makes the same articles, ids included.
 * @param onProgress told how many articles there are now
 */
export async function seedArchive(
  strapi: Core.Strapi,
  { articles, seed }: { articles: number; seed: string },
  onProgress: (articles: number) => void = () => {},
): Promise<SeedOutcome> {
  const done = memory(strapi, `archive-${seed}`);
  const before = await done.read(0);
  const outcome: SeedOutcome = { before, written: 0, documents: 0 };
  if (before >= articles) return outcome;
  await makeRoom(strapi);
  const rows = await prepare(strapi, seed);
  const surroundings = { slugify, pictureUrls: rows.pictures.map(({ url }) => url) };
  const make = (from: number): Promise<SeededArticle[]> => makeBatch(seed, from, Math.min(batch, articles - from), surroundings);
  let next = make(before);
  for (let from = before; from < articles;) {
    const made = await next;
    // The next batch is made while the database writes this one.
    next = make(from + made.length);
    await strapi.db.transaction(async ({ trx }) => {
      await lockChangeLog(trx);
      // Another run of the same seed may have been faster; under the lock nobody else can be.
      if ((await done.read(0)) !== from)
        throw new Error(`Another seeding of "${seed}" is running. Wait until it ends, then run this again.`);
      outcome.documents += await writeArticles(trx, rows, made);
      await done.write(from + made.length);
    });
    from += made.length;
    outcome.written += made.length;
    onProgress(from);
  }
  return outcome;
}

/** Makes articles and lets the database's answers through in between. */
async function makeBatch(seed: string, from: number, count: number, surroundings: ArchiveSurroundings): Promise<SeededArticle[]> {
  const made: SeededArticle[] = [];
  while (made.length < count) {
    made.push(makeArticle(seed, from + made.length, surroundings));
    await setImmediate();
  }
  return made;
}

/**
 * Every batch changes the same pages of SQLite's indexes: they are kept in memory (128 MB) and need not go into the
 * main file each time. Holds for this process only.
 */
async function makeRoom(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client !== 'sqlite') return;
  await strapi.db.connection.raw('pragma cache_size = -131072');
  await strapi.db.connection.raw('pragma wal_autocheckpoint = 16000');
}

async function prepare(strapi: Core.Strapi, seed: string): Promise<ArchiveRows> {
  const pictures = await keepArchivePictures(strapi, seed);
  const names = await strapi.db.transaction(async ({ trx }) => {
    await lockChangeLog(trx);
    return keepArchiveNames(trx, seed);
  });
  return { seed, tables: articleTables(strapi), names, pictures };
}
