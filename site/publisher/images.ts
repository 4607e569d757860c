/** Makes the sizes of uploaded pictures in the background: a page never waits for them. */
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FileDocument } from '@broadsheet/shared';

import { tags } from '../src/content/tags.ts';
import { allMade, doubtful, keepMade, madeOf, nextToMake, type Made } from './image-rows.ts';
import { makeSizes } from './picture-sizes.ts';
import { codeOf, remedyFor } from './patience.ts';
import type { Publisher } from './publisher.ts';
import { readMeta, writeMeta } from './store.ts';

/** Thrown when a file's bytes cannot be had, or its sizes not be written, now; the picture is tried again. */
class NotNowError extends Error {
  override name = 'NotNowError';
  readonly file: FileDocument;

  constructor(message: string, file: FileDocument) {
    super(message);
    this.file = file;
  }
}

/**
 * Pages learn of the pictures of a first sync by so many at most, made in so many milliseconds: a list that shows ten of them is not
 * rendered ten times.
 */
const together = { most: 100, ms: 10_000 };

interface MadeFile {
  file: FileDocument;
  made: Made;
}

/** Makes every picture that is uploaded, as they come, until the signal aborts. */
export async function makePictures(publisher: Publisher, cmsUrl: string, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const { store } = publisher;
  const later = new Set<string>();
  let untold: MadeFile[] = [];
  let since = 0;
  let complaint = '';
  let atRest = false;
  await publisher.between(() => writeMeta(store, 'sweep-media', 'yes'));
  while (!signal.aborted) {
    const { version } = publisher;
    const next = nextToMake(store, !atRest, new Set([...later, ...untold.map(({ file }) => file.id)]));
    try {
      if (next) {
        if (untold.length === 0) since = Date.now();
        untold.push({ file: next.file, made: await make(publisher, cmsUrl, next.file, signal, say) });
      }
      const isDue = !next || next.urgent || !atRest || untold.length === together.most || Date.now() - since > together.ms;
      if (untold.length > 0 && isDue) {
        await record(publisher, untold, say);
        untold = [];
      } else if (!next && atRest && !(await clearAway(publisher))) await waitForNews(publisher, version, later, signal);
      atRest = await Promise.race([publisher.settled().then(() => true), publisher.changedSince(version).then(() => false)]);
    } catch (error) {
      if (!(error instanceof NotNowError)) throw error;
      // The others do not wait for it.
      later.add(error.file.id);
      untold = untold.filter(({ file }) => file !== error.file);
      if (error.message !== complaint) say(`[pictures] ${(complaint = error.message)}`);
    }
  }
}

async function waitForNews(publisher: Publisher, version: number, later: Set<string>, signal: AbortSignal): Promise<void> {
  if (later.size === 0) return publisher.changedSince(version);
  await Promise.race([publisher.changedSince(version), sleep(10_000, undefined, { signal }).catch(() => undefined)]);
  later.clear();
}

async function make(
  publisher: Publisher,
  cmsUrl: string,
  file: FileDocument,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Made> {
  const bytes = await readBytes(file, cmsUrl, signal);
  try {
    const made = await sizesOf(bytes, file, publisher);
    if ('reason' in made)
      say(`[pictures] ${file.url} is no picture that can be read (${made.reason}). Its pages stand without it; upload the file again.`);
    return made;
  } catch (error) {
    throw isOfDisk(error) ? notWritten(error, file) : error;
  }
}

// Each picture that waits would say it again: what is wrong is named by its code, not by the file.
function notWritten(error: Error, file: FileDocument): NotNowError {
  return new NotNowError(`Sizes of pictures could not be written (${codeOf(error)}). ${remedyFor(codeOf(error))}; trying again.`, file);
}

async function sizesOf(bytes: Buffer | null, file: FileDocument, { pictures }: Publisher): Promise<Made> {
  if (bytes === null) return { reason: 'the cms has no such file' };
  try {
    return await makeSizes(bytes, file, pictures);
  } catch (error) {
    if (isOfDisk(error)) throw error;
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
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
  throw new NotNowError(`${file.url} cannot be read from the cms now. Its pages stand without it until it can.`, file);
}

// The image library's errors have no code; the file system's have.
function isOfDisk(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

async function record(publisher: Publisher, untold: readonly MadeFile[], say: (line: string) => void): Promise<void> {
  const { store, pictures } = publisher;
  const before = untold.map(({ file }) => madeOf(store, file.id));
  const write = (): void => {
    for (const { file, made } of untold) {
      keepMade(store, file, made);
      const now = madeOf(store, file.id);
      if (now?.wanted === 1) pictures.place({ file_id: file.id, picture: now.picture });
    }
  };
  try {
    await tell(
      publisher,
      untold.map(({ file }) => file),
      write,
    );
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    const [first, ...others] = untold;
    if (first && others.length === 0) throw notWritten(error, first.file);
    for (const one of untold) await record(publisher, [one], say);
    return;
  }
  for (const [at, { file }] of untold.entries()) {
    const old = before[at];
    if (!old || old.name === madeOf(store, file.id)?.name) continue;
    // The sizes of the bytes before stay until no page shows them; what a kill leaves is swept at the next start.
    const drop = publisher.settled().then(() => pictures.drop(old.name, old.picture));
    drop.catch((error: unknown) => say(`[pictures] old sizes of ${file.url} could not be removed: ${String(error)}`));
  }
}

// The log does not name pictures that no page shows; a page that is in hand may be the first to show one.
async function tell(publisher: Publisher, files: readonly FileDocument[], write: () => void): Promise<void> {
  const isShown = publisher.store.prepare('select 1 from images where file_id = ? and wanted = 1');
  const [first, ...others] = files.filter(({ id }) => isShown.get(id) !== undefined).map(({ url }) => basename(url));
  const touched = files.map(({ id }) => tags.file(id));
  if (first === undefined) return publisher.changeQuietly(write, ...touched);
  return publisher.change(`picture ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`, write, ...touched);
}

// Pictures of withdrawn stories do not stay on the web server, and those of removed files nowhere. Returns whether there was something.
async function clearAway(publisher: Publisher): Promise<boolean> {
  const { store, pictures } = publisher;
  if (doubtful(store).length === 0) return sweep(publisher);
  let rows: ReturnType<typeof doubtful> = [];
  await publisher.between(() => {
    // What came meanwhile may have the file again.
    rows = doubtful(store);
    for (const { file_id: id, stands, read } of rows) {
      if (!stands) store.prepare('delete from images where file_id = ?').run(id);
      else store.prepare('update images set wanted = ?, doubtful = 0 where file_id = ?').run(read, id);
    }
  });
  for (const { name, picture, stands, read } of rows) {
    if (!stands) pictures.drop(name, picture);
    else if (!read) pictures.hide(name, picture);
  }
  return true;
}

async function sweep(publisher: Publisher): Promise<boolean> {
  const { store, pictures } = publisher;
  const left = readMeta(store, 'sweep-media');
  if (left === 'yes') {
    await pictures.sweepShown();
    await publisher.between(() => writeMeta(store, 'sweep-media', 'kept'));
    return true;
  }
  if (left !== 'kept' || !allMade(store)) return false;
  await pictures.sweepKept();
  await publisher.between(() => writeMeta(store, 'sweep-media', 'no'));
  return true;
}
