import type { Core } from '@strapi/strapi';

import { memory } from '../first-start/memory';
import { lockChangeLog } from '../publishing/change-log';
import { slugify } from '../publishing/slugs';
import { keepArchiveNames } from './archive-names';
import { keepArchivePictures } from './archive-pictures';
import { makeArticle } from './article';
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
  const rows = await prepare(strapi, seed);
  const surroundings = { slugify, pictureUrls: rows.pictures.map(({ url }) => url) };
  for (let from = before; from < articles;) {
    const made = Array.from({ length: Math.min(batch, articles - from) }, (_, index) => makeArticle(seed, from + index, surroundings));
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

async function prepare(strapi: Core.Strapi, seed: string): Promise<ArchiveRows> {
  const pictures = await keepArchivePictures(strapi, seed);
  const names = await strapi.db.transaction(async ({ trx }) => {
    await lockChangeLog(trx);
    return keepArchiveNames(trx, seed);
  });
  return { seed, tables: articleTables(strapi), names, pictures };
}
