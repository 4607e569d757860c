import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { fileOf, locales, type SitePath } from '@broadsheet/shared';

import { hasBytes, isMissing } from './page-file.ts';

/** The folders of `www/` that are not made page by page, and that a sweep leaves alone. */
const otherOwners = ['_astro', 'media', ...locales.map((locale) => `search/${locale}`)];

/**
 * The folder of static files that a web server serves. A file is written beside its place and renamed into it, so a
 * reader gets the old one or the new one, never a part.
 */
export class Output {
  readonly root: string;
  readonly #scratch: string;
  /** The compiled files, as paths from `root`; some stand among the pages, as icons do. */
  readonly #assets = new Set<string>();

  /**
   * @param root `www/`
   * @param scratch a folder on the same file system, for files in the making; emptied here
   * @param make false when somebody else makes `root`
   */
  constructor(root: string, scratch: string, make = true) {
    this.root = root;
    this.#scratch = scratch;
    if (make) mkdirSync(root, { recursive: true });
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
  }

  /** Writes a page; leaves it alone when it has these bytes already. Returns whether it wrote. */
  write(path: SitePath, body: Buffer): boolean {
    const file = join(this.root, fileOf(path));
    if (hasBytes(file, body)) return false;
    this.place(file, body);
    return true;
  }

  /** Puts a file into its place at once. @throws the file system's error; the old file then still stands */
  place(file: string, body: Buffer): void {
    const beside = join(this.#scratch, 'next');
    const handle = openSync(beside, 'w');
    try {
      for (let done = 0; done < body.length;) done += writeSync(handle, body, done);
    } finally {
      closeSync(handle);
    }
    mkdirSync(dirname(file), { recursive: true });
    renameSync(beside, file);
  }

  /** Takes a finished file in as a page. @throws the file system's error; the old file then still stands */
  takeIn(path: SitePath, from: string): void {
    const file = join(this.root, fileOf(path));
    try {
      renameSync(from, file);
    } catch (error) {
      if (!isMissing(error)) throw error;
      mkdirSync(dirname(file), { recursive: true });
      renameSync(from, file);
    }
  }

  /** Removes a page and the folders that it leaves empty. Returns whether there was one. */
  remove(path: SitePath): boolean {
    const file = join(this.root, fileOf(path));
    const stood = existsSync(file);
    if (stood) rmSync(file);
    // Its folder may have been made for a page that came to nothing.
    this.#prune(dirname(file));
    return stood;
  }

  /** Copies the compiled styles and scripts in, with the icons; those of earlier builds stay, for pages that readers have open. */
  addAssets(from: string): void {
    if (!existsSync(from)) return;
    for (const file of filesUnder(from)) {
      const to = join(this.root, file);
      this.#assets.add(file);
      mkdirSync(dirname(to), { recursive: true });
      if (!hasBytes(to, readFileSync(join(from, file)))) copyFileSync(join(from, file), to);
    }
  }

  /** Removes the pages that are not to stand, after the whole site was rendered anew; yields how many after each file that it looked at. */
  *sweep(stands: (file: string) => boolean): Generator<number, void> {
    for (const file of pageFilesUnder(this.root)) {
      const removes = !this.#assets.has(file) && !stands(file);
      if (removes) {
        rmSync(join(this.root, file), { force: true });
        this.#prune(dirname(join(this.root, file)));
      }
      yield removes ? 1 : 0;
    }
  }

  #prune(folder: string): void {
    if (folder === this.root || !folder.startsWith(this.root)) return;
    try {
      rmdirSync(folder);
    } catch {
      return; // not empty, as other pages live there, or not there
    }
    this.#prune(dirname(folder));
  }
}

/** The files of `www/` that are pages, feeds and sitemaps, as paths from it. */
export function* pageFilesUnder(www: string): Generator<string> {
  for (const file of filesUnder(www)) {
    if (!otherOwners.some((folder) => file.startsWith(`${folder}/`))) yield file;
  }
}

/** The files below a folder, as paths from it with "/" on every system; what is behind links is not of it. */
export function* filesUnder(folder: string, from = folder): Generator<string> {
  // Who walks slowly may find a folder gone that was there when its parent was read.
  if (folder !== from && !existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(full, from);
    else if (!entry.isSymbolicLink()) yield relative(from, full).split(sep).join('/');
  }
}
