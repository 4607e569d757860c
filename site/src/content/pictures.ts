import { fileDocument, type SitePath } from '@broadsheet/shared';
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

/** A picture as pages place it. */
export interface PlacedPicture extends Picture {
  /** Where the middle of every cut should be, in tenths from the left and the top; null: the middle of the picture. */
  focus: { x: number; y: number } | null;
}

/**
 * The ready sizes of an uploaded picture; null while they are being made, and for a file that is no good picture.
 * While a replaced file's sizes are being made, those of the file before.
 */
export function picture(reading: Reading, fileId: string): PlacedPicture | null {
  return reading.once(`picture ${fileId}`, () => readPicture(reading, fileId));
}

function readPicture(reading: Reading, fileId: string): PlacedPicture | null {
  reading.note(tags.file(fileId));
  const row = reading.get<{ picture: string; focus: string | null }>(
    // A file that was replaced by one that is no picture has the old sizes until they are cleared away.
    `select i.picture, d.json -> 'focalPoint' as focus from images i join documents d on d.type = 'file' and d.id = i.file_id
     where i.file_id = ? and i.state = 'ready' and d.json ->> 'mime' like 'image/%'`,
    fileId,
  );
  return row ? { ...pictureSchema.parse(JSON.parse(row.picture)), focus: focusOf(row.focus) } : null;
}

/** True while the sizes of a file's picture are being made; false when they are ready, and when they never will be. */
export function isBeingMade(reading: Reading, fileId: string): boolean {
  return reading.get<{ waits: number }>('select waits from images where file_id = ?', fileId)?.waits === 1;
}

// Tenths are as near as an editor's click, and few enough to be named in a style sheet: the pages' policy allows no style in them.
function focusOf(json: string | null): PlacedPicture['focus'] {
  const point = focalPoint.parse(JSON.parse(json ?? 'null'));
  if (point === null) return null;
  const focus = { x: Math.round(point.x / 10), y: Math.round(point.y / 10) };
  return focus.x === 5 && focus.y === 5 ? null : focus;
}

const focalPoint = fileDocument.shape.focalPoint;

/** The picture of the file that the cms serves at an address, as bodies name it. */
export function pictureAt(reading: Reading, url: string): PlacedPicture | null {
  reading.note(tags.fileAt(url));
  const row = reading.get<{ id: string }>(`select id from slugs where type = 'file' and slug = ? order by id limit 1`, url);
  return row ? picture(reading, row.id) : null;
}
