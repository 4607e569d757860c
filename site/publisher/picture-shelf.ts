/**
 * Where the sizes of pictures lie. They are made when a file is uploaded, in a folder of the publisher's own; readers get a
 * link to them with the first page that shows the picture, and not before: an unpublished picture is nobody's business.
 */
import { copyFileSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Store } from '../src/content/reading.ts';
import { filesOf, isKept, type ImageRow } from './image-rows.ts';
import type { Output } from './output.ts';
import type { SizeShelf } from './picture-sizes.ts';

export class PictureShelf implements SizeShelf {
  readonly #store: Store;
  readonly #output: Output;
  readonly #work: string;

  /** @param work the publisher's own folder */
  constructor(store: Store, output: Output, work: string) {
    this.#store = store;
    this.#output = output;
    this.#work = work;
  }

  sizeOf(path: string): number | null {
    return statSync(join(this.#work, path), { throwIfNoEntry: false })?.size ?? null;
  }

  keep(path: string, bytes: Buffer): void {
    this.#output.place(join(this.#work, path), bytes);
  }

  /**
   * Lets readers have the pictures that a page shows, and notes which pictures are wanted. To be called before the page is written.
   * @param tags what the page read
   * @throws the file system's error when a link cannot be made
   */
  show(tags: Iterable<string>): void {
    for (const tag of tags) {
      if (!tag.startsWith('file:')) continue;
      const row = this.#store
        .prepare<[string], ImageRow>('select file_id, picture from images where file_id = ? and wanted = 0')
        .get(tag.slice('file:'.length));
      if (!row) continue;
      this.place(row);
      this.#store.prepare('update images set wanted = 1 where file_id = ?').run(row.file_id);
    }
  }

  /** Puts the sizes of a picture where readers get them. Sizes that somebody removed are made again. */
  place({ file_id: id, picture }: ImageRow): void {
    for (const path of filesOf(picture))
      if (!this.#link(path)) this.#store.prepare(`update images set waits = 1, version = '' where file_id = ?`).run(id);
  }

  /** Takes a picture from readers, unless a page shows it under another upload. */
  hide(name: string, picture: string): void {
    if (name !== '' && !isKept(this.#store, name, true)) for (const path of filesOf(picture)) this.#removeShown(path);
  }

  /** Removes the sizes of a picture that is no more. */
  drop(name: string, picture: string): void {
    this.hide(name, picture);
    if (name !== '' && !isKept(this.#store, name, false))
      for (const path of filesOf(picture)) rmSync(join(this.#work, path), { force: true });
  }

  /** Removes what readers could get and no page shows: a kill, or a store made anew, can leave some. */
  async sweepShown(): Promise<void> {
    for await (const [path, name] of filesIn(join(this.#output.root, 'media')))
      if (!isKept(this.#store, name, true)) this.#removeShown(path);
  }

  /** Removes the sizes of pictures that the store does not know. To be called when all are made. */
  async sweepKept(): Promise<void> {
    for await (const [path, name] of filesIn(join(this.#work, 'media')))
      if (!isKept(this.#store, name, false)) rmSync(join(this.#work, path), { force: true });
  }

  // False when the sizes are not there.
  #link(path: string): boolean {
    const from = join(this.#work, path);
    const to = join(this.#output.root, path);
    if (statSync(to, { throwIfNoEntry: false })) return true;
    if (!statSync(from, { throwIfNoEntry: false })) return false;
    mkdirSync(dirname(to), { recursive: true });
    try {
      linkSync(from, to);
    } catch {
      // Another file system, or one without links.
      copyFileSync(from, `${to}.part`);
      renameSync(`${to}.part`, to);
    }
    return true;
  }

  #removeShown(path: string): void {
    rmSync(join(this.#output.root, path), { force: true });
  }
}

// As addresses, with the name that all sizes of a picture share. One folder at a time: there may be a million files.
async function* filesIn(media: string): AsyncGenerator<[path: string, name: string]> {
  for (const folder of await readdir(media).catch(() => []))
    for (const file of await readdir(join(media, folder)).catch(() => [])) yield [`/media/${folder}/${file}`, file.split('-')[0] ?? ''];
}
