/** Makes the sizes of pictures that pages show, in the background: a page never waits for them. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DocumentId, FileDocument } from '@broadsheet/shared';
import sharp, { type Sharp } from 'sharp';

import type { Picture } from '../src/content/pictures.ts';
import { parseDocument, type Store } from '../src/content/reading.ts';
import { tags } from '../src/content/tags.ts';
import type { Output } from './output.ts';
import type { Publisher } from './publisher.ts';

/** Pixels. A picture is never made larger than it is. */
const widths = [480, 960, 1600];
const fallbackWidth = 960;
/** What social networks and search engines show beside a link. */
const card = { width: 1200, height: 630 };
// Raise when sizes, formats or qualities change, so that pictures get new names.
const recipe = '2';

/** Thrown when the cms cannot give a file's bytes now; the picture is tried again. */
class FileUnavailableError extends Error {
  override name = 'FileUnavailableError';
}

/** Makes every picture that a page wants, as they come, until the signal aborts. */
export async function makePictures(
  publisher: Publisher,
  output: Output,
  cmsUrl: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const { version } = publisher;
    await publisher.settled();
    try {
      const file = nextWanted(publisher.store);
      if (file) await makePicture(publisher, output, cmsUrl, file, say);
      else if (!(await dropUnwanted(publisher, output))) await publisher.changedSince(version);
    } catch (error) {
      if (!(error instanceof FileUnavailableError)) throw error;
      say(`[pictures] ${error.message}`);
      await sleep(5000, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** True when every picture that a page wants is made, or known to be broken. */
export function picturesReady(store: Store): boolean {
  return nextWanted(store) === null;
}

async function makePicture(
  publisher: Publisher,
  output: Output,
  cmsUrl: string,
  file: FileDocument,
  say: (line: string) => void,
): Promise<void> {
  const bytes = await readBytes(file, cmsUrl);
  try {
    const picture = await makeSizes(bytes, file, output);
    await record(publisher, output, file, 'ready', picture);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    say(`[pictures] ${file.url} is no picture that can be read (${reason}). Its pages stand without it; upload the file again.`);
    await record(publisher, output, file, 'broken', null, reason);
  }
}

async function readBytes(file: FileDocument, cmsUrl: string): Promise<Buffer | null> {
  const response = await fetch(new URL(file.url, cmsUrl)).catch(() => null);
  if (response?.status === 404 || response?.status === 403) return null;
  if (!response?.ok)
    throw new FileUnavailableError(`${file.url} cannot be read from the cms now. Its pages stand without it until it can.`);
  return Buffer.from(await response.arrayBuffer());
}

async function makeSizes(bytes: Buffer | null, file: FileDocument, output: Output): Promise<Picture> {
  if (bytes === null) throw new Error('the cms has no such file');
  const original = await sharp(bytes).autoOrient().toBuffer({ resolveWithObject: true });
  const { width, height } = original.info;
  const name = createHash('sha256')
    .update(bytes)
    .update(JSON.stringify([recipe, file.focalPoint]))
    .digest('hex')
    .slice(0, 20);
  const sizes = [...new Set(widths.map((wide) => Math.min(wide, width)))];
  const sources: Picture['sources'] = [];
  for (const format of ['avif', 'webp'] as const) {
    const made = [];
    for (const wide of sizes) {
      const { path } = await place(sharp(original.data).resize({ width: wide }), name, wide, format, output);
      made.push(`${path} ${wide}w`);
    }
    sources.push({ type: `image/${format}`, srcset: made.join(', ') });
  }
  const wide = Math.min(fallbackWidth, width);
  const fallback = await place(sharp(original.data).resize({ width: wide }), name, wide, 'jpeg', output);
  return {
    width: wide,
    height: Math.max(1, Math.round((height * wide) / width)),
    sources,
    fallback: fallback.path,
    fallbackBytes: fallback.bytes,
    card: width < card.width || height < card.height ? null : await makeCard(original, file, name, output),
  };
}

// A part of the picture in the card's proportions, as large as there is, with the focal point as near its middle as it can be.
async function makeCard(
  { data, info: { width, height } }: { data: Buffer; info: { width: number; height: number } },
  { focalPoint }: FileDocument,
  name: string,
  output: Output,
): Promise<Picture['card']> {
  const scale = Math.min(width / card.width, height / card.height);
  const part = { width: Math.floor(card.width * scale), height: Math.floor(card.height * scale) };
  const from = (whole: number, cut: number, percent: number): number =>
    Math.round(Math.min(Math.max((whole * percent) / 100 - cut / 2, 0), whole - cut));
  const left = from(width, part.width, focalPoint?.x ?? 50);
  const top = from(height, part.height, focalPoint?.y ?? 50);
  const cut = sharp(data)
    .extract({ left, top, ...part })
    .resize({ ...card, fit: 'fill' });
  return { ...card, ...(await place(cut, name, card.width, 'jpeg', output)) };
}

async function place(
  picture: Sharp,
  name: string,
  width: number,
  format: 'avif' | 'webp' | 'jpeg',
  output: Output,
): Promise<{ path: Picture['fallback']; bytes: number }> {
  const options = { avif: { quality: 50, effort: 3 }, webp: { quality: 75 }, jpeg: { quality: 78, mozjpeg: true } }[format];
  const made = await picture.toFormat(format, options).toBuffer();
  const path = `/media/${name.slice(0, 2)}/${name}-${width}.${format === 'jpeg' ? 'jpg' : format}`;
  mkdirSync(join(output.root, 'media'), { recursive: true });
  output.place(join(output.root, path), made);
  return { path: path as Picture['fallback'], bytes: made.length };
}

async function record(
  publisher: Publisher,
  output: Output,
  file: FileDocument,
  state: 'ready' | 'broken',
  picture: Picture | null,
  reason = '',
): Promise<void> {
  const { store } = publisher;
  const before = store.prepare<[string], { picture: string }>('select picture from images where file_id = ?').get(file.id);
  const write = (): void => {
    store
      .prepare(
        `insert into images (file_id, version, state, picture, reason) values (?, ?, ?, ?, ?)
         on conflict (file_id) do update set version = excluded.version, state = excluded.state, picture = excluded.picture, reason = excluded.reason`,
      )
      .run(file.id, file.version, state, JSON.stringify(picture ?? {}), reason);
  };
  await publisher.change(`picture ${basename(file.url)}`, write, tags.file(file.id));
  if (!before) return;
  // The sizes of the bytes before stay until no page shows them.
  await publisher.settled();
  dropFiles(store, output, filesOf(before.picture));
}

// A file is wanted when a page that stands noted it. The newest come first, as their pages are the ones being read.
function nextWanted(store: Store): FileDocument | null {
  const row = store
    .prepare<[], { json: string }>(
      `select d.json from documents d
       left join images i on i.file_id = d.id
       where d.type = 'file' and d.json ->> 'mime' like 'image/%' and (i.version is null or i.version <> d.json ->> 'version')
         and exists (select 1 from tags t join page_tags l on l.tag_id = t.id where t.name = 'file:' || d.id)
       order by d.rowid desc limit 1`,
    )
    .get();
  return row ? parseDocument('file', row.json) : null;
}

// Pictures of withdrawn stories do not stay on the web server.
async function dropUnwanted(publisher: Publisher, output: Output): Promise<boolean> {
  const { store } = publisher;
  const unwanted = store
    .prepare<[], { file_id: DocumentId; picture: string }>(
      `select file_id, picture from images i
       where not exists (select 1 from tags t join page_tags l on l.tag_id = t.id where t.name = 'file:' || i.file_id)`,
    )
    .all();
  if (unwanted.length === 0) return false;
  await publisher.between(() => {
    for (const { file_id: id } of unwanted) store.prepare('delete from images where file_id = ?').run(id);
  });
  dropFiles(
    store,
    output,
    unwanted.flatMap(({ picture }) => filesOf(picture)),
  );
  return true;
}

// Two uploads of the same bytes share their sizes.
function dropFiles(store: Store, output: Output, paths: string[]): void {
  const rows = store.prepare<[], { picture: string }>('select picture from images').all();
  const kept = new Set(rows.flatMap(({ picture }) => filesOf(picture)));
  for (const path of paths) if (!kept.has(path)) rmSync(join(output.root, path), { force: true });
}

function filesOf(picture: string): string[] {
  return [...new Set(picture.match(/\/media\/[0-9a-f]{2}\/[0-9a-f]+-\d+\.\w+/g) ?? [])];
}
