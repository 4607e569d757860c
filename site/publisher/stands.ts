/** The releases that the publisher works on: the one that readers see, and one in the making (docs/decisions/0016-releases.md). */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { fileOf, type SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { Asking } from './asking.ts';
import type { Target } from './bulk.ts';
import { Output } from './output.ts';
import { nextQueued, queueLength, takeBackFromNextRelease } from './queue.ts';
import { Receipts } from './receipts.ts';
import { adopted, Releases, type Release } from './releases.ts';
import { keepRenderer, loadRenderer, type Renderer } from './renderer.ts';
import { readMeta, writeMeta } from './store.ts';
import { syncState } from './sync.ts';

/** A release at work. */
export interface Stand extends Target {
  key: string;
  renderer: Renderer;
}

export interface StandOptions {
  store: Store;
  /** The compiled site, `site/dist`. */
  dist: string;
  siteUrl: string;
  /** What web servers serve: a link to the live release, made here. */
  www: string;
  /** The publisher's own folder, on the same file system. */
  work: string;
  say: (line: string) => void;
}

export class Stands {
  live!: Stand;
  next: Stand | null = null;
  readonly releases: Releases;
  readonly receipts: Receipts;
  readonly asking: Asking;
  readonly #store: Store;
  readonly #options: StandOptions;
  readonly #dist: { folder: string; key: string };
  #sweeping: { release: number; files: Generator<number, void> } | null = null;

  private constructor(options: StandOptions) {
    const { store, www, dist, work, siteUrl } = options;
    this.#store = store;
    this.#options = options;
    this.receipts = new Receipts(store);
    this.asking = new Asking(store, this.receipts);
    this.releases = new Releases(store, www);
    this.#dist = keepRenderer(dist, join(work, 'renderers'), siteUrl);
  }

  /** Takes up what an earlier run left. @throws Error when the site is not built */
  static async open(options: StandOptions): Promise<Stands> {
    const stands = new Stands(options);
    await stands.#takeUp();
    stands.#removeOld();
    return stands;
  }

  /** The live one first. */
  get all(): Stand[] {
    return this.next ? [this.live, this.next] : [this.live];
  }

  /** Null for a release that is not worked on any more. */
  of(release: number): Stand | null {
    return this.all.find((stand) => stand.release === release) ?? null;
  }

  /** Begins a release with every page, by the compiled site of today. */
  async begin(): Promise<void> {
    // In one transaction: a release that nobody asked pages for would be whole at the next start, and empty.
    const release = this.#store.transaction(() => {
      const made = this.releases.create(this.#dist.key);
      this.asking.begin({ release: made.id, live: false });
      return made;
    })();
    this.next = await this.#stand(release, false);
  }

  /** How many pages stand in a release. */
  standing(release: number): number {
    return this.#store.prepare<[number], { n: number }>('select count(*) as n from pages where release = ?').get(release)?.n ?? 0;
  }

  /** Shows readers the release that was in the making. */
  swap(): void {
    const { next } = this;
    if (!next) return;
    this.releases.swap();
    this.next = null;
    this.live = { ...next, live: true };
    writeMeta(this.#store, 'sweep-media', 'yes');
    this.receipts.released();
    const before = this.releases.of('before');
    const kept = before ? `; release ${before.id} is kept (${megabytes(before.bytes)}), "npm run rollback" goes back to it` : '';
    const { bytes = 0 } = this.releases.of('live') ?? {};
    const { say } = this.#options;
    say(`[publish] release ${next.release} is live (${megabytes(bytes)} of pages)${kept}`);
    this.#removeOld();
  }

  #removeOld(): void {
    const { say } = this.#options;
    void this.releases.removeFolders().catch((error: unknown) => say(`[publish] an old release could not be removed: ${String(error)}`));
  }

  /** Shows readers the release before; one that is being made is given up instead. @returns what was done, in a sentence */
  rollBack(): string | Promise<string> {
    return this.next ? this.#giveUp(this.next) : this.#goBack();
  }

  /** A page that cannot be made in a new release is as it was in the one before. */
  keepLastGood({ output }: Stand, path: SitePath): void {
    const from = join(this.live.output.root, fileOf(path));
    const to = join(output.root, fileOf(path));
    if (!existsSync(from)) return;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }

  /**
   * Removes some of what no page stands for, after everything that readers see was rendered anew.
   * @returns how many files; null when there is nothing to look at
   */
  sweep(): number | null {
    if (readMeta(this.#store, 'sweep') !== 'yes') return null;
    const { release, output } = this.live;
    if (this.#sweeping?.release !== release) this.#sweeping = { release, files: output.sweep((file) => this.#isPage(release, file)) };
    let removed = 0;
    // What is published meanwhile has its turn soon.
    for (const begun = performance.now(); performance.now() - begun < 10;) {
      const next = this.#sweeping.files.next();
      if (next.done) {
        this.#sweeping = null;
        writeMeta(this.#store, 'sweep', 'no');
        writeMeta(this.#store, 'sweep-media', 'yes');
        break;
      }
      removed += next.value;
    }
    return removed;
  }

  #isPage(release: number, file: string): boolean {
    const paths = [`/${file}`, `/${file.replace(/(^|\/)index\.html$/, '$1')}`] as SitePath[];
    const found = this.#store.prepare<[number, string], { path: SitePath }>('select path from pages where release = ? and path = ?');
    return paths.some((path) => found.get(release, path) !== undefined && fileOf(path) === file);
  }

  async #takeUp(): Promise<void> {
    const { key } = this.#dist;
    const live = this.releases.of('live') ?? this.releases.adoptLinked();
    const next = this.releases.of('next');
    this.live = await this.#stand(live ?? this.releases.create(key), true);
    if (next && next.key === key) this.next = await this.#stand(next, false);
    else if (next) {
      this.releases.drop(next.id);
      this.asking.end(next.id);
    }
    // What readers got went with it; the sizes of pictures are kept elsewhere.
    if (this.releases.lost) {
      this.#store.exec('update images set wanted = 0');
      this.#options.say(`[publish] most pages of release ${this.live.release} are gone from the disk: all of them are made again`);
    }
    if (syncState(this.#store) === 'following') {
      if (!live || this.releases.lost) this.asking.begin(this.live);
      else if (!this.next && live.key !== key && (live.key === adopted || readMeta(this.#store, 'declined') !== key)) {
        this.#options.say('[publish] the site itself changed: every page is rendered anew, into a new release');
        await this.begin();
      }
    }
    // What was left to a release that is not being made would never come.
    if (!this.next) takeBackFromNextRelease(this.#store, this.live.release);
    const waiting = this.#waiting();
    this.receipts.resume(waiting);
    if (!this.next) this.receipts.withoutRelease(waiting);
  }

  async #stand({ id, key }: Release, live: boolean): Promise<Stand> {
    const { store, siteUrl, work } = this.#options;
    const kept = join(work, 'renderers', key);
    // A renderer that somebody removed cannot come back: what is published then looks as the site does now.
    let dist = existsSync(kept) ? kept : this.#dist.folder;
    const renderer = await loadRenderer(dist, store, siteUrl).catch((error: unknown) => {
      if (dist === this.#dist.folder) throw error;
      dist = this.#dist.folder;
      this.#options.say(
        `[publish] the site that made release ${id} cannot be loaded (${error instanceof Error ? error.message : String(error)}): what is published in it looks as the site does now`,
      );
      return loadRenderer(dist, store, siteUrl);
    });
    const output = new Output(this.releases.folderOf(id), join(work, `scratch-${id}`));
    output.addAssets(renderer.assets);
    return { key, release: id, output, dist, live, renderer };
  }

  #giveUp(next: Stand): string {
    this.releases.drop(next.release);
    this.asking.end(next.release);
    this.next = null;
    takeBackFromNextRelease(this.#store, this.live.release);
    this.receipts.withoutRelease(this.#waiting());
    writeMeta(this.#store, 'declined', this.#dist.key);
    return 'The release that was being made is given up; readers go on seeing the one that they have.';
  }

  async #goBack(): Promise<string> {
    this.#withdraw(this.releases.of('before')?.id ?? 0);
    if (!this.releases.swapBack()) return 'There is no release before this one to go back to.';
    const live = this.releases.of('live');
    if (!live) return 'There is no release.';
    writeMeta(this.#store, 'declined', live.key === this.#dist.key ? '' : this.#dist.key);
    takeBackFromNextRelease(this.#store, live.id);
    this.live = await this.#stand(live, true);
    // What its pages depend on is not known, so no change would reach its lists.
    if (live.key === adopted) this.asking.begin(this.live);
    this.receipts.wentBack(this.#waiting());
    const behind = queueLength(this.#store, live.id);
    return `Readers see release ${live.id} again. ${behind} pages in it changed since and are brought up to date now. "npm run rollback" once more goes forth again.`;
  }

  // Nobody shall meet again what was withdrawn since; everything else comes up to date in its turn.
  #withdraw(release: number): void {
    const gone = this.#store.prepare<[number, number], { path: SitePath }>(
      `select path from queue q where q.release = ? and not exists (select 1 from pages p where p.release = ? and p.path = q.path and p.hash <> '')`,
    );
    for (const { path } of gone.all(release, this.live.release))
      rmSync(join(this.releases.folderOf(release), fileOf(path)), { force: true });
  }

  /** The pages that readers see and that were asked for anew. */
  #waiting(): SitePath[] {
    return nextQueued(this.#store, this.live.release, 1, Number.MAX_SAFE_INTEGER).map(({ path }) => path);
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}
