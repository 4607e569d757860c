import { hash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Locale, SitePath } from '@broadsheet/shared';

import type * as Entry from '../renderer/entry.ts';
import type { ConvertedHtml } from '../src/content/kept-html.ts';
import type { Store } from '../src/content/reading.ts';
import { KeptReadings } from './kept-readings.ts';
import { filesUnder } from './output.ts';
import type { Touched } from './touched.ts';

/** The compiled site, bound to one store. */
export interface Renderer {
  render: (path: SitePath) => Promise<Entry.Rendered>;
  /** To be told of every change: what it did not touch need not be made again. Without it, all is made anew after every change. */
  note: (touched: Touched, seq: number) => void;
  /** The article HTML that was made since the last call from a store that is only read; whoever writes it keeps it there. */
  takeConverted: () => ConvertedHtml[];
  /** What search knows of an article or a page; null when it is not published. */
  searchRecord: (type: 'article' | 'page', id: string, locale: Locale) => ReturnType<typeof Entry.articleRecord>;
  /** The folder of compiled styles and scripts. */
  assets: string;
  /** Changes whenever any page may come out differently for the same content. */
  key: string;
}

/**
 * Loads what `astro build` made.
 * @param dist `site/dist`
 * @param siteUrl the site's origin, without a slash at the end
 * @throws Error when the site has not been built
 */
export async function loadRenderer(dist: string, store: Store, siteUrl: string): Promise<Renderer> {
  const file = join(dist, 'server', 'entry.mjs');
  if (!existsSync(file))
    throw new Error(`The site is not built: ${file} is missing. Run "npm start" or "npm run publish", which build it.`);
  // That of an older release may not know of it.
  const entry = (await import(pathToFileURL(file).href)) as Omit<typeof Entry, 'Kept'> & Partial<Pick<typeof Entry, 'Kept'>>;
  const kept = new KeptReadings(store, () => (entry.Kept ? new entry.Kept() : null));
  return {
    render: (path) => entry.render(store, siteUrl, path, kept.now()),
    note: (touched, seq) => kept.note(touched, seq),
    takeConverted: entry.takeConverted,
    // In one transaction: between a story and its text, another process may withdraw it.
    searchRecord: store.transaction((type: 'article' | 'page', id: string, locale: Locale) =>
      (type === 'page' ? entry.pageRecord : entry.articleRecord)(new entry.Reading(store, siteUrl), id, locale),
    ),
    assets: join(dist, 'client'),
    key: keyOf(dist, siteUrl),
  };
}

/**
 * Keeps the compiled site of a release for as long as the release itself: `site/dist` is another after the next build.
 * @returns the folder to load it from, and its key
 */
export function keepRenderer(dist: string, into: string, siteUrl: string): { folder: string; key: string } {
  const key = keyOf(dist, siteUrl);
  const folder = join(into, key);
  const packages = resolve(dist, '..', 'node_modules');
  findAgain(packages, into);
  if (existsSync(folder)) return { folder, key };
  const making = `${folder}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  cpSync(dist, making, { recursive: true });
  // What it imports by name is found as from `site/`.
  symlinkSync(packages, join(making, 'node_modules'));
  renameSync(making, folder);
  return { folder, key };
}

// An update may have been installed in another folder, and the one before may be gone: what an older site imports is found here then.
function findAgain(packages: string, into: string): void {
  for (const name of existsSync(into) ? readdirSync(into) : []) {
    const link = join(into, name, 'node_modules');
    if (existsSync(link) || !lstatSync(link, { throwIfNoEntry: false })) continue;
    rmSync(link);
    symlinkSync(packages, link);
  }
}

/** The key of a compiled site: another one whenever any page may come out differently, the same wherever it was compiled. */
export function keyOf(dist: string, siteUrl: string): string {
  // The stamp of the build tells of the sources; what comes out may be the same.
  const files = [...filesUnder(dist)].filter((file) => file !== '.built-from' && !file.startsWith('node_modules'));
  const places = placesIn(dist);
  const wherever = (text: string): string =>
    places.reduce((left, place) => left.replaceAll(`${place}/`, '/'), text).replaceAll(chunkHash, '.mjs');
  const parts = files.map((file) => `${wherever(file)} ${hash('sha256', wherever(readFileSync(join(dist, file), 'latin1')))}`);
  return hash('sha256', [siteUrl, ...parts.sort()].join('\n')).slice(0, 16);
}

// The compiler names each component by its file on that machine, and each chunk by what is in it, that name too.
function placesIn(dist: string): string[] {
  const entry = join(dist, 'server', 'entry.mjs');
  const [, site] = (existsSync(entry) && /"rootDir":"file:\/\/([^"]+)\/"/.exec(readFileSync(entry, 'latin1'))) || [];
  return site === undefined ? [] : [dirname(site), Buffer.from(dirname(decodeURI(site))).toString('latin1')];
}

const chunkHash = /_[\w-]{8}\.mjs/g;
