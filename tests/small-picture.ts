import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import type SharpType from 'sharp';

// The image library belongs to the site; these tests borrow it to have something to upload.
const require = createRequire(fileURLToPath(new URL('../site/package.json', import.meta.url)));
const sharp = require('sharp') as typeof SharpType;

/** A small JPEG, of another colour for each seed. */
export async function smallPicture(seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const background = { r: (seed * 53) % 256, g: (seed * 97) % 256, b: (seed * 29) % 256 };
  const made = await sharp({ create: { width: 640, height: 400, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return new Uint8Array(made);
}
