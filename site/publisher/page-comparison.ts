/** Renders the pages of a filled store and compares them with what stands. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fileOf, type SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { asTheyCome } from './as-they-come.ts';
import type { SiteEnvironment } from './environment.ts';
import { filesUnder, pageFilesUnder } from './output.ts';
import { differenceFrom } from './page-file.ts';
import { allPaths } from './paths.ts';
import type { RenderedPage } from './render-order.ts';
import { RenderPool } from './render-pool.ts';
import { loadRenderer, type Renderer } from './renderer.ts';

/** One thing that is not as a clean render has it. */
export interface Difference {
  path: string;
  reason: string;
}

export interface ComparisonOptions {
  /** The store's file, for render processes; without it this process renders alone. */
  storeFile?: string;
  /** So many pages, chosen by chance, instead of all. */
  sample?: number;
  /** The compiled site that renders; without it that of `site/dist`. */
  dist?: string;
}

export const compiledSite = fileURLToPath(new URL('../dist', import.meta.url));
const pagesPerOrder = 100;
/** So many pages are worth the start of render processes. */
const massFrom = 400;

/** Renders every page of a filled store, or a sample, and compares it with what stands under `www/`. */
export async function comparePages(
  { www, siteUrl }: Pick<SiteEnvironment, 'www' | 'siteUrl'>,
  clean: Store,
  say: (line: string) => void,
  { storeFile, sample, dist = compiledSite }: ComparisonOptions = {},
): Promise<Difference[]> {
  const all = [...new Set(allPaths(clean))];
  const paths = sample === undefined || sample >= all.length ? all : chosen(all, sample);
  const renderer = await loadRenderer(dist, clean, siteUrl);
  const differences: Difference[] = [];
  // A page that was not rendered may stand.
  const expected = new Set<string>(paths === all ? [] : all.map(fileOf));
  let compared = 0;
  for await (const [path, page] of rendered(paths, { www, siteUrl, dist, renderer, storeFile, say })) {
    if (page.error !== null) differences.push({ path, reason: `cannot be rendered: ${page.error}` });
    if (page.error !== null || page.hash !== '') expected.add(fileOf(path));
    else expected.delete(fileOf(path));
    if (page.problem !== null) differences.push({ path, reason: page.problem });
    if (page.hash !== '' && ++compared % 5000 === 0) say(`[verify] ${compared} of about ${paths.length} pages compared`);
  }
  const compiled = new Set(existsSync(renderer.assets) ? filesUnder(renderer.assets) : []);
  for (const file of pageFilesUnder(www))
    if (!expected.has(file) && !compiled.has(file))
      differences.push({ path: `/${file}`, reason: 'stands, but nothing is published there' });
  say(`[verify] ${compared} pages compared${paths === all ? '' : `, chosen by chance from about ${all.length}`}`);
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Source {
  www: string;
  siteUrl: string;
  dist: string;
  renderer: Renderer;
  storeFile: string | undefined;
  say: (line: string) => void;
}

type Compared = [SitePath, Pick<RenderedPage, 'hash' | 'error' | 'problem'>];

async function* rendered(paths: readonly SitePath[], source: Source): AsyncGenerator<Compared> {
  const { www, siteUrl, dist, storeFile, say } = source;
  const pool = new RenderPool(say);
  const waiting = [...paths];
  const file = paths.length < massFrom ? undefined : storeFile;
  const begin = (flying: number): Promise<Compared[]> | null => {
    const alone = file === undefined || pool.freest === null;
    if (waiting.length === 0 || (alone && flying > 0)) return null;
    const some = waiting.splice(0, pagesPerOrder);
    if (alone) return here(some, source);
    return pool.render({ store: file, dist, siteUrl, paths: some, root: www, write: 'compare', scratch: '' }).then((result) => {
      return result ? some.flatMap((path, at): Compared[] => (result.pages[at] ? [[path, result.pages[at]]] : [])) : here(some, source);
    });
  };
  try {
    for await (const compared of asTheyCome(begin)) yield* compared;
  } finally {
    await pool.close();
  }
}

async function here(paths: readonly SitePath[], { www, renderer }: Source): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const path of paths) {
    const { body, error } = await renderer.render(path);
    const problem = body && differenceFrom(join(www, fileOf(path)), body);
    compared.push([path, { hash: body ? 'stands' : '', error: error && error.message, problem }]);
  }
  return compared;
}

function chosen(all: readonly SitePath[], count: number): SitePath[] {
  const left = [...all];
  return Array.from({ length: count }, () => left.splice(Math.floor(Math.random() * left.length), 1)[0]).filter(
    (path) => path !== undefined,
  );
}
