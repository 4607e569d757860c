/** What the store knows of pictures: which are to be made, in which order, and which of them readers may see. */
import type { FileDocument } from '@broadsheet/shared';

import type { Picture } from '../src/content/pictures.ts';
import { parseDocument, type Store } from '../src/content/reading.ts';
import type { Replaced } from './documents.ts';

/** A picture in the store. */
export interface ImageRow {
  file_id: string;
  picture: string;
}

/**
 * Notes that an uploaded, replaced or removed file gives a picture to make or to drop; files that are no pictures give none.
 * @param urgent true for what an editor uploads now, false for what a first sync finds
 */
export function expectPicture(store: Store, change: Replaced, at: string, urgent: boolean): void {
  if (change.type !== 'file') return;
  const { id, after } = change;
  if (after === null || !after.mime.startsWith('image/')) {
    store.prepare('update images set waits = 0, doubtful = 1 where file_id = ?').run(id);
    return;
  }
  store
    .prepare(
      `insert into images (file_id, waits, urgent, at) values (?, 1, ?, ?)
       on conflict (file_id) do update set waits = version <> ?, urgent = excluded.urgent, at = excluded.at`,
    )
    .run(id, Number(urgent), at, after.version);
}

export interface ToMake {
  file: FileDocument;
  /** Uploaded while the site followed. */
  urgent: boolean;
}

/**
 * The picture to be made next: those that standing pages want before all others, the newest first.
 * @param busy true while pages are being rendered: only what was uploaded meanwhile is made beside them
 * @param without files whose bytes cannot be had now, or whose pictures are made and not told of yet
 */
export function nextToMake(store: Store, busy: boolean, without: ReadonlySet<string>): ToMake | null {
  for (const wanted of [1, 0])
    for (const urgent of busy ? [1] : [1, 0]) {
      const row = store
        .prepare<[number, number, number], { id: string; json: string }>(
          `select d.id, d.json from images i join documents d on d.type = 'file' and d.id = i.file_id and d.locale = ''
           where i.waits = 1 and i.wanted = ? and i.urgent = ? order by i.at desc limit ?`,
        )
        .all(wanted, urgent, without.size + 1)
        .find(({ id }) => !without.has(id));
      if (row) return { file: parseDocument('file', row.json), urgent: urgent === 1 };
    }
  return null;
}

/** True when every picture that a standing page wants is made, or known to be broken. */
export function picturesReady(store: Store): boolean {
  return store.prepare('select 1 from images where waits = 1 and wanted = 1').get() === undefined;
}

/** True when no uploaded picture waits. */
export function allMade(store: Store): boolean {
  return store.prepare('select 1 from images where waits = 1').get() === undefined;
}

/** The sizes of a picture, or why a file is none. */
export type Made = { name: string; picture: Picture } | { reason: string };

/** Another version of the file that came meanwhile is still to be made. */
export function keepMade(store: Store, file: FileDocument, made: Made): void {
  const [state, name, picture, reason] =
    'picture' in made ? ['ready', made.name, JSON.stringify(made.picture), ''] : ['broken', '', '{}', made.reason];
  store
    .prepare(
      `update images set version = ?, state = ?, name = ?, picture = ?, reason = ?, waits = exists (
         select 1 from documents d where d.type = 'file' and d.id = file_id and d.json ->> 'version' <> ?) where file_id = ?`,
    )
    .run(file.version, state, name, picture, reason, file.version, file.id);
}

/** The name and the sizes that a file's picture has now; null when none were ever made. */
export function madeOf(store: Store, fileId: string): { name: string; picture: string; wanted: number } | null {
  return (
    store
      .prepare<[string], { name: string; picture: string; wanted: number }>(
        `select name, picture, wanted from images where file_id = ? and name <> ''`,
      )
      .get(fileId) ?? null
  );
}

/** True while a picture of that name is known, and with `shown`, one that a page shows: two uploads of the same bytes share their sizes. */
export function isKept(store: Store, name: string, shown: boolean): boolean {
  return store.prepare<[string, number]>('select 1 from images where name = ? and wanted >= ?').get(name, Number(shown)) !== undefined;
}

/** The pictures of which some page says no more that it shows them, or whose file is gone. */
export function doubtful(store: Store): (ImageRow & { name: string; stands: number; read: number })[] {
  return store
    .prepare<[], ImageRow & { name: string; stands: number; read: number }>(
      `select file_id, name, picture,
         exists (select 1 from documents d where d.type = 'file' and d.id = i.file_id and d.json ->> 'mime' like 'image/%') as stands,
         exists (select 1 from tags t join page_tags l on l.tag_id = t.id where t.name = 'file:' || i.file_id) as read
       from images i where doubtful = 1 limit 200`,
    )
    .all();
}

/** The sizes of a stored picture, as addresses. */
export function filesOf(picture: string): string[] {
  return [...new Set(picture.match(/\/media\/[0-9a-f]{2}\/[0-9a-f]+-\d+\.\w+/g) ?? [])];
}
