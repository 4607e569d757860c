/** `www/search/<locale>/`: bundles in folders named by what is in them, the program of the search, and the manifest. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Locale } from '@broadsheet/shared';

import { filesUnder, type Output } from './output.ts';
import { removeSlowly } from './slow-removal.ts';

export class SearchFolder {
  readonly #output: Output;
  readonly #locale: Locale;
  /** Milliseconds for which a reader who has an older manifest still finds its bundles. */
  readonly #grace: number;
  readonly #work: string;
  readonly #unneededSince = new Map<string, number>();
  /** Taken in, and not named by a manifest yet. */
  readonly #fresh = new Set<string>();
  #removals = 0;
  #removal = Promise.resolve();

  /** @param work a folder on the same disk that is emptied at the next start */
  constructor(output: Output, locale: Locale, grace: number, work: string) {
    this.#output = output;
    this.#locale = locale;
    this.#grace = grace;
    this.#work = work;
  }

  get path(): string {
    return join(this.#output.root, 'search', this.#locale);
  }

  has(folder: string): boolean {
    return existsSync(join(this.path, folder, 'pagefind-entry.json'));
  }

  /** Takes a bundle in. Returns the name of its folder. */
  takeIn(shard: string, from: string): string {
    const hash = createHash('sha256');
    for (const file of [...filesUnder(from)].sort()) hash.update(file);
    const folder = `${shard}-${hash.digest('hex').slice(0, 10)}`;
    this.#put(folder, from);
    return folder;
  }

  /** Takes the program of the search in, if it is another version. Returns the name of its folder. */
  takeInProgram(version: string, from: string): string {
    const folder = `program-${version.replaceAll('.', '-')}`;
    if (existsSync(join(this.path, folder))) this.#remove(from);
    else this.#put(folder, from);
    this.#fresh.add(folder);
    return folder;
  }

  /** Writes a file of any name. */
  write(name: string, text: string): void {
    this.#output.place(join(this.path, name), Buffer.from(text));
  }

  /** Removes the texts of stories from every bundle, old ones too. */
  removeFragments(fragments: readonly string[]): void {
    if (fragments.length === 0) return;
    for (const entry of readdirSync(this.path, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      for (const fragment of fragments) rmSync(join(this.path, entry.name, 'fragment', `${fragment}.pf_fragment`), { force: true });
    }
  }

  /** Removes what no manifest has named for some time. */
  clear(named: Set<string>): void {
    if (!existsSync(this.path)) return;
    for (const name of readdirSync(this.path)) {
      if (named.has(name) || name === 'manifest.json') {
        this.#unneededSince.delete(name);
        this.#fresh.delete(name);
      } else if (!this.#fresh.has(name) && this.#since(name) + this.#grace <= Date.now()) {
        try {
          this.#remove(join(this.path, name));
          this.#unneededSince.delete(name);
        } catch {
          // It is tried again the next time; what readers are told is not to wait for that.
        }
      }
    }
  }

  // Asked before the clock is read that it is compared with: a millisecond may begin between the two.
  #since(name: string): number {
    const since = this.#unneededSince.get(name) ?? Date.now();
    this.#unneededSince.set(name, since);
    return since;
  }

  // The same bundle may stand there already, with some of its texts removed: it goes out of the way first.
  #put(folder: string, from: string): void {
    const to = join(this.path, folder);
    mkdirSync(this.path, { recursive: true });
    if (existsSync(to)) this.#remove(to);
    renameSync(from, to);
    this.#fresh.add(folder);
  }

  // Out of the way first, so that what has its name next loses nothing.
  #remove(path: string): void {
    const away = join(this.#work, `${this.#locale}-${++this.#removals}.away`);
    renameSync(path, away);
    // One after the other: after a change of code all of them go at once.
    this.#removal = this.#removal.then(() => removeSlowly(away)).catch(() => undefined);
  }
}
