/**
 * The trees of pages. `www` is a link to the one that readers see, so that a whole site changes at one moment and back
 * (docs/decisions/0016-releases.md). What all releases share lies beside them.
 */
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { fileOf, locales, type SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { forgetPages } from './records.ts';
import { removeSlowly } from './slow-removal.ts';

/** The key of a site that an earlier store made. */
export const adopted = 'adopted';

export interface Release {
  id: number;
  /** Of the renderer that makes its pages. */
  key: string;
  state: 'live' | 'before' | 'next' | 'dropped';
  /** Of its pages. */
  bytes: number;
}

export class Releases {
  readonly #store: Store;
  readonly #www: string;
  readonly #folder: string;
  /** True when the folder of the live release was gone, or most of its pages are. */
  readonly lost: boolean = false;
  #removal = Promise.resolve();

  /** @param www the link that web servers serve; a plain folder there becomes the first release */
  constructor(store: Store, www: string) {
    this.#store = store;
    this.#www = www;
    this.#folder = join(dirname(www), 'releases');
    for (const shared of sharedFolders) mkdirSync(join(this.#folder, 'shared', shared), { recursive: true });
    this.#adopt();
    const live = this.of('live');
    if (!live) return;
    this.lost = !existsSync(this.folderOf(live.id)) || this.#isMostlyGone(live.id);
    mkdirSync(this.folderOf(live.id), { recursive: true });
    this.#linkShared(live.id);
    // The store says which release is live; a kill may have come between it and the link.
    this.#link(live.id);
  }

  folderOf(id: number): string {
    return join(this.#folder, String(id));
  }

  /** The release in a state that only one can be in. */
  of(state: 'live' | 'before' | 'next'): Release | null {
    return (
      this.#store.prepare<[string], Release>('select id, key, state, bytes from releases where state = ? order by id desc').get(state) ??
      null
    );
  }

  /** True when readers have a site already. */
  get stands(): boolean {
    return existsSync(this.#www);
  }

  /** Takes the site that readers see, of which the store knows nothing, for the live release; null when there is none. */
  adoptLinked(): Release | null {
    const id = this.#folders().find((folder) => this.#isLinked(folder));
    return id === undefined ? null : this.#add(id, adopted, 'live');
  }

  /** Makes an empty release. The first one of all is live at once: there is nothing to keep meanwhile. */
  create(key: string): Release {
    const id = Math.max(0, ...this.#folders(), ...this.#all().map((release) => release.id)) + 1;
    const state = this.stands ? 'next' : 'live';
    mkdirSync(this.folderOf(id), { recursive: true });
    this.#linkShared(id);
    const release = this.#add(id, key, state);
    if (state === 'live') this.#link(id);
    return release;
  }

  /** Shows readers the next release; the one that they had is kept, the one before that is not. */
  swap(): void {
    this.#store.transaction(() => {
      this.#store.exec(`update releases set state = 'dropped' where state = 'before'`);
      this.#store.exec(`update releases set state = 'before' where state = 'live'`);
      this.#store.exec(`update releases set state = 'live' where state = 'next'`);
    })();
    const live = this.of('live');
    if (live) this.#link(live.id);
  }

  /** Shows readers the release before; the one that they had is then the one before. Returns false when there is none. */
  swapBack(): boolean {
    const live = this.of('live');
    const before = this.of('before');
    if (!live || !before || !existsSync(this.folderOf(before.id))) return false;
    const set = this.#store.prepare('update releases set state = ? where id = ?');
    this.#store.transaction(() => {
      set.run('before', live.id);
      set.run('live', before.id);
    })();
    this.#link(before.id);
    return true;
  }

  drop(id: number): void {
    this.#store.prepare(`update releases set state = 'dropped' where id = ?`).run(id);
  }

  /** Forgets a part of what no release needs any more. Returns false when there was nothing left. */
  clear(): boolean {
    const [dropped] = this.#all().filter(({ state }) => state === 'dropped');
    if (!dropped) return false;
    if (this.#store.transaction(() => forgetSome(this.#store, dropped.id))()) return true;
    if (this.#forget('queue', dropped.id) || this.#forget('failures', dropped.id)) return true;
    this.#store.prepare('delete from tag_groups where release = ?').run(dropped.id);
    this.#store.prepare('delete from releases where id = ?').run(dropped.id);
    void this.removeFolders().catch(() => undefined);
    return true;
  }

  /** Removes the folders of releases that the store does not know, after those that are being removed already. */
  removeFolders(): Promise<void> {
    const removal = this.#removal.then(() => this.#removeUnknown());
    this.#removal = removal.catch(() => undefined);
    return removal;
  }

  async #removeUnknown(): Promise<void> {
    if (!this.#store.open) return;
    const known = new Set(this.#all().map(({ id }) => id));
    for (const id of this.#folders()) if (!known.has(id) && !this.#isLinked(id)) await removeSlowly(this.folderOf(id));
  }

  // A folder that was removed while a publisher ran has come back with what was published since. A few pages tell, from all over it.
  #isMostlyGone(release: number): boolean {
    const pages = this.#store.prepare<[number], { n: number }>('select count(*) as n from pages where release = ?').get(release)?.n ?? 0;
    const one = this.#store.prepare<[number, number], { path: SitePath; hash: string }>(
      'select path, hash from pages where release = ? order by path limit 1 offset ?',
    );
    const some = Array.from({ length: 20 }, (_, part) => one.get(release, Math.floor((pages * part) / 20))).filter((page) => page?.hash);
    const gone = some.filter((page) => page && !existsSync(join(this.folderOf(release), fileOf(page.path))));
    return gone.length > some.length / 2;
  }

  #forget(table: 'queue' | 'failures', release: number): boolean {
    const some = `select path from ${table} where release = ? limit 500`;
    return this.#store.prepare(`delete from ${table} where release = ? and path in (${some})`).run(release, release).changes > 0;
  }

  #add(id: number, key: string, state: Release['state']): Release {
    this.#store
      .prepare('insert into releases (id, key, state, made_at, bytes) values (?, ?, ?, ?, 0)')
      .run(id, key, state, new Date().toISOString());
    return { id, key, state, bytes: 0 };
  }

  #all(): Release[] {
    return this.#store.prepare<[], Release>('select id, key, state, bytes from releases').all();
  }

  #folders(): number[] {
    return readdirSync(this.#folder)
      .map(Number)
      .filter((id) => Number.isInteger(id));
  }

  #isLinked(id: number): boolean {
    return lstatSync(this.#www, { throwIfNoEntry: false })?.isSymbolicLink() === true && this.#target() === this.folderOf(id);
  }

  #target(): string {
    return resolve(dirname(this.#www), readlinkSync(this.#www));
  }

  #link(id: number): void {
    if (this.#isLinked(id)) return;
    const beside = `${this.#www}.next`;
    rmSync(beside, { force: true });
    symlinkSync(relative(dirname(this.#www), this.folderOf(id)), beside);
    renameSync(beside, this.#www);
  }

  // A site of before there were releases.
  #adopt(): void {
    if (lstatSync(this.#www, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    const id = Math.max(0, ...this.#folders()) + 1;
    for (const shared of sharedFolders) {
      const from = join(this.#www, shared);
      const to = join(this.#folder, 'shared', shared);
      if (lstatSync(from, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
      if (readdirSync(to).length === 0) {
        rmdirSync(to);
        renameSync(from, to);
      } else {
        cpSync(from, to, { recursive: true });
        rmSync(from, { recursive: true });
      }
    }
    renameSync(this.#www, this.folderOf(id));
    this.#linkShared(id);
    this.#link(id);
  }

  #linkShared(id: number): void {
    for (const shared of sharedFolders) {
      const link = join(this.folderOf(id), shared);
      mkdirSync(dirname(link), { recursive: true });
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(link), join(this.#folder, 'shared', shared)), link);
    }
  }
}

// What pages depend on lies all over a disk, which may be cold, and whoever publishes waits for it; the commit takes as long again.
function forgetSome(store: Store, release: number): boolean {
  const until = performance.now() + 10;
  let any = false;
  do any = forgetPages(store, release, 5) > 0;
  while (any && performance.now() < until);
  return any;
}

/** What is not made page by page: every release has a link to it. */
const sharedFolders = ['_astro', 'media', ...locales.map((locale) => join('search', locale))];
