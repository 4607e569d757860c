import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { largestPicture } from './fetch-picture';

/** A copy of the old site's `wp-content/uploads`, or of a folder above it. */
export class MediaFolder {
  private root: Promise<string> | undefined;

  constructor(private readonly folder: string) {}

  /**
   * The file that stood at an address of the old site; undefined when the copy does not have it.
   * @param pathname as addresses write it: `/wp-content/uploads/2019/04/a.jpg`
   * @throws Error when it is too large
   */
  async read(pathname: string): Promise<Buffer | undefined> {
    const parts = partsOf(pathname);
    if (!parts) return undefined;
    for (const place of placesOf(parts)) {
      const file = await this.fileAt(place);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  private async fileAt(place: string): Promise<Buffer | undefined> {
    this.root ??= realpath(this.folder);
    const root = await this.root;
    try {
      const file = await realpath(join(root, place));
      // A link out of the folder is none of the newspaper's pictures.
      if (!file.startsWith(root + sep)) return undefined;
      const found = await stat(file);
      if (!found.isFile()) return undefined;
      if (found.size > largestPicture) throw new TooLarge('it is larger than 25 MB');
      return await readFile(file);
    } catch (error) {
      if (error instanceof TooLarge) throw error;
      return undefined;
    }
  }
}

class TooLarge extends Error {}

function partsOf(pathname: string): string[] | null {
  try {
    const parts = decodeURIComponent(pathname)
      .split('/')
      .filter((part) => part !== '');
    return parts.some((part) => part === '..' || part === '.' || /[\0\\]/.test(part)) ? null : parts;
  } catch {
    return null;
  }
}

/** Where a file may lie in the copy, the likeliest first; letters with marks are written in one of two ways. */
function placesOf(parts: string[]): string[] {
  const at = parts.lastIndexOf('uploads');
  const below = at < 0 ? parts : parts.slice(at + 1);
  // One of the sites of a WordPress network keeps its files by its number.
  const own = below[0] === 'sites' ? [below.slice(2)] : [];
  const places = [below, ...own, ['uploads', ...below], ['wp-content', 'uploads', ...below], parts].map((some) => some.join('/'));
  return [...new Set(places.flatMap((place) => [place, place.normalize('NFC'), place.normalize('NFD')]))];
}
