/** Makes the sizes of pictures that pages show, in the background: a page never waits for them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DocumentId, FileDocument } from '@broadsheet/shared';
import sharp, { type Sharp } from 'sharp';

import type { Picture } from '../src/content/pictures.ts';
import { parseDocument, type Store } from '../src/content/reading.ts';
import { tags } from '../src/content/tags.ts';
import { filesUnder, type Output } from './output.ts';
import type { Publisher } from './publisher.ts';
import { readMeta, writeMeta } from './store.ts';

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
  const later = new Set<string>();
  let complaint = '';
  while (!signal.aborted) {
    const { version } = publisher;
    await publisher.settled();
    const file = nextWanted(publisher.store, later);
    try {
      if (file) await makePicture(publisher, output, cmsUrl, file, signal, say);
      else if (await dropUnwanted(publisher, output)) continue;
      else if (later.size === 0) await publisher.changedSince(version);
      else {
        await Promise.race([publisher.changedSince(version), sleep(10_000, undefined, { signal }).catch(() => undefined)]);
        later.clear();
      }
    } catch (error) {
      if (!file || !(error instanceof FileUnavailableError)) throw error;
      // The others do not wait for it.
      later.add(file.id);
      if (error.message !== complaint) say(`[pictures] ${(complaint = error.message)}`);
    }
  }
}

/** True when every picture that a page wants is made, or known to be broken. */
export function picturesReady(store: Store): boolean {
  return nextWanted(store, new Set()) === null;
}

async function makePicture(
  publisher: Publisher,
  output: Output,
  cmsUrl: string,
  file: FileDocument,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const bytes = await readBytes(file, cmsUrl, signal);
  try {
    const picture = await makeSizes(bytes, file, output);
    await record(publisher, output, file, 'ready', picture);
  } catch (error) {
    if (isOfDisk(error))
      throw new FileUnavailableError(`The sizes of ${file.url} could not be written (${error.message}). Make room; trying again.`);
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    say(`[pictures] ${file.url} is no picture that can be read (${reason}). Its pages stand without it; upload the file again.`);
    await record(publisher, output, file, 'broken', null, reason);
  }
}

/** Null when the cms has no such file. */
async function readBytes(file: FileDocument, cmsUrl: string, signal: AbortSignal): Promise<Buffer | null> {
  try {
    const response = await fetch(new URL(file.url, cmsUrl), { signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]) });
    if (response.status === 404) return null;
    if (response.ok) return Buffer.from(await response.arrayBuffer());
  } catch {
    // Away, cut off or too slow: the same as an answer that is none.
  }
  throw new FileUnavailableError(`${file.url} cannot be read from the cms now. Its pages stand without it until it can.`);
}

// The image library's errors have no code; the file system's have.
function isOfDisk(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && 'syscall' in error;
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
function nextWanted(store: Store, later: ReadonlySet<string>): FileDocument | null {
  const rows = store
    .prepare<[number], { id: string; json: string }>(
      `select d.id, d.json from documents d
       left join images i on i.file_id = d.id
       where d.type = 'file' and d.json ->> 'mime' like 'image/%' and (i.version is null or i.version <> d.json ->> 'version')
         and exists (select 1 from tags t join page_tags l on l.tag_id = t.id where t.name = 'file:' || d.id)
       order by d.rowid desc limit ?`,
    )
    .all(later.size + 1);
  const row = rows.find(({ id }) => !later.has(id));
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
  if (unwanted.length === 0) return dropOrphans(publisher, output);
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

// A store that was made anew knows nothing of the pictures before, and a crash can leave some behind.
async function dropOrphans(publisher: Publisher, output: Output): Promise<boolean> {
  const { store } = publisher;
  if (readMeta(store, 'sweep-media') !== 'yes') return false;
  const media = join(output.root, 'media');
  if (existsSync(media))
    dropFiles(
      store,
      output,
      [...filesUnder(media)].map((file) => `/media/${file}`),
    );
  await publisher.between(() => writeMeta(store, 'sweep-media', 'no'));
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
