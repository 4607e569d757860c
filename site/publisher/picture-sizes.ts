/** From the bytes of an uploaded picture to the sizes that pages show. */
import { createHash } from 'node:crypto';

import type { FileDocument, SitePath } from '@broadsheet/shared';
import sharp, { type Sharp } from 'sharp';

import type { Picture } from '../src/content/pictures.ts';

/** Pixels. A picture is never made larger than it is. */
const widths = [480, 960, 1600];
const fallbackWidth = 960;
/** What social networks and search engines show beside a link. */
const card = { width: 1200, height: 630 };
// Raise when sizes, formats or qualities change, so that pictures get new names.
const recipe = '2';

/** Where finished sizes are kept. */
export interface SizeShelf {
  /** How many bytes the finished file at an address has; null when there is none. */
  sizeOf: (path: string) => number | null;
  keep: (path: string, bytes: Buffer) => void;
}

/**
 * Makes all sizes of a picture that are not there yet. `name` is a hash of bytes, focal point and recipe; all files bear it.
 * @throws the image library's error for bytes that are no picture, and the shelf's
 */
export async function makeSizes(bytes: Buffer, file: FileDocument, shelf: SizeShelf): Promise<{ name: string; picture: Picture }> {
  const original = await sharp(bytes).autoOrient().toBuffer({ resolveWithObject: true });
  const { width, height } = original.info;
  const name = createHash('sha256')
    .update(bytes)
    .update(JSON.stringify([recipe, file.focalPoint]))
    .digest('hex')
    .slice(0, 20);
  const sizes = [...new Set(widths.map((wide) => Math.min(wide, width)))];
  const resized = (wide: number): Sharp => sharp(original.data).resize({ width: wide });
  const sources: Picture['sources'] = [];
  for (const format of ['avif', 'webp'] as const) {
    const made = [];
    for (const wide of sizes) {
      const { path } = await place(() => resized(wide), name, wide, format, shelf);
      made.push(`${path} ${wide}w`);
    }
    sources.push({ type: `image/${format}`, srcset: made.join(', ') });
  }
  const wide = Math.min(fallbackWidth, width);
  const fallback = await place(() => resized(wide), name, wide, 'jpeg', shelf);
  const picture = {
    width: wide,
    height: Math.max(1, Math.round((height * wide) / width)),
    sources,
    fallback: fallback.path,
    fallbackBytes: fallback.bytes,
    card: width < card.width || height < card.height ? null : await makeCard(original, file, name, shelf),
  };
  return { name, picture };
}

// A part of the picture in the card's proportions, as large as there is, with the focal point as near its middle as it can be.
async function makeCard(
  { data, info: { width, height } }: { data: Buffer; info: { width: number; height: number } },
  { focalPoint }: FileDocument,
  name: string,
  shelf: SizeShelf,
): Promise<Picture['card']> {
  const scale = Math.min(width / card.width, height / card.height);
  const part = { width: Math.floor(card.width * scale), height: Math.floor(card.height * scale) };
  const from = (whole: number, cut: number, percent: number): number =>
    Math.round(Math.min(Math.max((whole * percent) / 100 - cut / 2, 0), whole - cut));
  const left = from(width, part.width, focalPoint?.x ?? 50);
  const top = from(height, part.height, focalPoint?.y ?? 50);
  const cut = (): Sharp =>
    sharp(data)
      .extract({ left, top, ...part })
      .resize({ ...card, fit: 'fill' });
  return { ...card, ...(await place(cut, name, card.width, 'jpeg', shelf)) };
}

async function place(
  picture: () => Sharp,
  name: string,
  width: number,
  format: 'avif' | 'webp' | 'jpeg',
  shelf: SizeShelf,
): Promise<{ path: SitePath; bytes: number }> {
  const path = `/media/${name.slice(0, 2)}/${name}-${width}.${format === 'jpeg' ? 'jpg' : format}` as SitePath;
  const known = shelf.sizeOf(path);
  if (known !== null) return { path, bytes: known };
  const options = { avif: { quality: 50, effort: 3 }, webp: { quality: 75 }, jpeg: { quality: 78, mozjpeg: true } }[format];
  const made = await picture().toFormat(format, options).toBuffer();
  shelf.keep(path, made);
  return { path, bytes: made.length };
}
