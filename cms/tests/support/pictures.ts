import sharp from 'sharp';

/** A small PNG of one colour. */
export async function tinyPicture(width = 40, colour = '#336699'): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await sharp({ create: { width, height: 30, channels: 3, background: colour } })
    .png()
    .toBuffer();
  return new Uint8Array(bytes);
}
