/** The file of one page: writing it, and what differs in it. */
import { hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the store keeps of a page's bytes. */
export function hashOf(body: Buffer): string {
  return hash('sha256', body, 'base64url');
}

/** Writes a file where nobody reads it yet. @throws the file system's error */
export function writeFresh(file: string, body: Buffer): void {
  const handle = openForWriting(file);
  try {
    for (let done = 0; done < body.length;) done += writeSync(handle, body, done);
  } finally {
    closeSync(handle);
  }
}

// A folder that is empty still may be taken for one that is not needed any more (Output.remove).
function openForWriting(file: string, tries = 3): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    if (!isMissing(error) || tries === 0) throw error;
    mkdirSync(dirname(file), { recursive: true });
    return openForWriting(file, tries - 1);
  }
}

/** True for the error of a file or folder that is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** In what a file differs from a page; null when it does not. */
export function differenceFrom(file: string, body: Buffer): string | null {
  const found = bytesOf(file);
  if (!found) return 'is missing';
  if (found.equals(body)) return null;
  const end = Math.min(found.length, body.length);
  let at = 0;
  while (at < end && found[at] === body[at]) at++;
  const around = (bytes: Buffer): string => JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + 60).toString());
  return `differs from byte ${at}: stands ${around(found)}, a clean render has ${around(body)}`;
}

/** True when a file has these bytes. */
export function hasBytes(file: string, body: Buffer): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size === body.length && readFileSync(file).equals(body);
  } catch {
    return false;
  }
}

/** The bytes of a file; null when there is none. */
export function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
