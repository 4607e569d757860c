import sharp from 'sharp';

import { uploadTypes } from '../uploads';

/**
 * What a picture is by its bytes, whatever its name or a server says of it.
 * @throws Error whose message says in a few words why it is not taken
 */
export async function pictureTypeOf(bytes: Buffer): Promise<string> {
  if (bytes.length === 0) throw new Error('it is empty');
  const format = await formatOf(bytes);
  const mime = format === 'heif' ? 'image/avif' : `image/${format}`;
  if (!uploadTypes.includes(mime)) throw new Error(`it is of the type ${format}, which is not taken`);
  return mime;
}

async function formatOf(bytes: Buffer): Promise<string> {
  try {
    return (await sharp(bytes).metadata()).format;
  } catch {
    throw new Error('it is no picture');
  }
}
