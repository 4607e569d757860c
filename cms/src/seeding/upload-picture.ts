import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

/** A picture in the media library. */
export interface UploadedPicture {
  id: number;
  documentId: string;
  /** As bodies name it. */
  url: string;
}

/**
 * Puts a picture into the media library the way the admin does: with its thumbnail, its size and all checks.
 * @param file its name with the right ending, its type and its bytes
 * @throws Error when Strapi refuses it, as with bytes that are no picture
 */
export async function uploadPicture(
  strapi: Core.Strapi,
  file: { name: string; mime: string; bytes: Buffer; alt?: string; caption?: string },
): Promise<UploadedPicture> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-'));
  try {
    const filepath = join(folder, 'picture');
    await writeFile(filepath, file.bytes);
    const uploaded: unknown = await strapi
      .plugin('upload')
      .service('upload')
      .upload({
        data: { fileInfo: { name: file.name, alternativeText: file.alt ?? '', caption: file.caption ?? '' } },
        files: { filepath, originalFilename: file.name, mimetype: file.mime, size: file.bytes.length },
      });
    return answer.parse(uploaded)[0];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const answer = z.tuple([z.object({ id: z.number(), documentId: z.string(), url: z.string() })]);
