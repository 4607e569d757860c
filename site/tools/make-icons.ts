/**
 * `node tools/make-icons.ts`: draws the icons of `public/` that are no SVG from the one that is. Their result is checked in;
 * run it again after a change of `public/icon.svg`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';

const folder = fileURLToPath(new URL('../public/', import.meta.url));
const drawing = readFileSync(`${folder}icon.svg`);
/** The ground of the drawing. */
const ground = '#9b1b1e';

await draw('icon-192.png', 192);
await draw('icon-512.png', 512);
await draw('apple-touch-icon.png', 180);
// A circle of four fifths is all that every phone shows of it.
await draw('icon-maskable-512.png', 512, 0.7);
writeFileSync(`${folder}favicon.ico`, icoOf(await png(32), 32));

async function draw(file: string, size: number, part = 1): Promise<void> {
  writeFileSync(folder + file, await png(size, part));
}

/** @param part how much of the width the drawing has; the rest is its ground */
async function png(size: number, part = 1): Promise<Buffer> {
  const inner = Math.round(size * part);
  const before = Math.floor((size - inner) / 2);
  const after = size - inner - before;
  return sharp(drawing, { density: 72 * 16 })
    .resize(inner, inner)
    .extend({ top: before, left: before, bottom: after, right: after, background: ground })
    .png({ palette: true })
    .toBuffer();
}

/** An ICO file that holds one PNG (https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)). */
function icoOf(image: Buffer, size: number): Buffer {
  const header = Buffer.alloc(22);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(1, 4);
  header.writeUInt8(size, 6);
  header.writeUInt8(size, 7);
  header.writeUInt16LE(1, 10);
  header.writeUInt16LE(32, 12);
  header.writeUInt32LE(image.length, 14);
  header.writeUInt32LE(header.length, 18);
  return Buffer.concat([header, image]);
}
