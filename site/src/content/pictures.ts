import type { SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import type { Reading } from './reading.ts';
import { tags } from './tags.ts';

const path = z.string().transform((text) => text as SitePath);

/** A picture whose sizes are ready. */
export const pictureSchema = z.object({
  /** Pixels of the fallback. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Best format first. */
  sources: z.array(z.object({ type: z.string(), srcset: z.string() })),
  /** JPEG, for `src`. */
  fallback: path,
  fallbackBytes: z.int().positive(),
  /** JPEG for what others show beside a link, cut around the focal point; null when the picture is smaller than that. */
  card: z.object({ path, width: z.int().positive(), height: z.int().positive(), bytes: z.int().positive() }).nullable(),
});
export type Picture = z.infer<typeof pictureSchema>;

/**
 * The ready sizes of an uploaded picture; null while they are being made, and for a file that is no good picture.
 * While a replaced file's sizes are being made, those of the file before.
 */
export function picture(reading: Reading, fileId: string): Picture | null {
  reading.note(tags.file(fileId));
  const row = reading.get<{ picture: string }>(
    `select i.picture from images i join documents d on d.type = 'file' and d.id = i.file_id where i.file_id = ? and i.state = 'ready'`,
    fileId,
  );
  return row ? pictureSchema.parse(JSON.parse(row.picture)) : null;
}

/** The picture of the file that the cms serves at an address, as bodies name it. */
export function pictureAt(reading: Reading, url: string): Picture | null {
  reading.note(tags.fileAt(url));
  const row = reading.get<{ id: string }>(`select id from slugs where type = 'file' and slug = ? order by id limit 1`, url);
  return row ? picture(reading, row.id) : null;
}
