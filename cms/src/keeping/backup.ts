/** `npm run backup [-- FILE or FOLDER] [--keep N]`: database, uploads and settings of this newsroom in one file; it may run meanwhile. */
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { environment } from '../environment';
import { filesUnder, pack, readBack } from './backup-file';
import { openKeptDatabase } from './kept-databases';
import { KeepingRefused, runKeeping } from './keeping-refused';
import { writeSettings } from './settings-file';

const ownNames = /^broadsheet-[\dTZ-]+\.tar\.gz$/;

runKeeping(async (args) => {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { keep: { type: 'string' } } });
  const keep = values.keep === undefined ? null : Number(values.keep);
  if (keep !== null && !(Number.isInteger(keep) && keep > 0))
    throw new KeepingRefused(`--keep is "${values.keep}", but it must be how many backups stay, from 1.`);
  // It holds every secret of the newsroom.
  process.umask(0o077);
  const { DATA_DIR } = environment();
  const madeAt = new Date().toISOString();
  const file = placeOf(positionals[0] ?? join(DATA_DIR, 'backups'), madeAt);
  mkdirSync(dirname(file), { recursive: true });
  const staging = join(DATA_DIR, `backing-up-${process.pid}`);
  clearAway(DATA_DIR);
  try {
    await backUp(DATA_DIR, staging, madeAt, file);
  } finally {
    rmSync(staging, { recursive: true, force: true });
    rmSync(`${file}.partial`, { force: true });
  }
  if (keep !== null) forgetOlder(dirname(file), keep);
});

async function backUp(dataFolder: string, staging: string, madeAt: string, file: string): Promise<void> {
  const database = await openKeptDatabase();
  try {
    const [uploads, copies] = [join(dataFolder, 'public/uploads'), join(staging, 'uploads')];
    mkdirSync(copies, { recursive: true });
    // What the database names was there before it was copied or came while it was: so both times are kept.
    keepFiles(uploads, copies);
    await database.copyTo(staging);
    keepFiles(uploads, copies);
    writeSettings(staging);
    const { files } = await pack(staging, { madeAt, database: database.kind }, `${file}.partial`);
    await readBack(`${file}.partial`);
    chmodSync(`${file}.partial`, 0o600);
    renameSync(`${file}.partial`, file);
    const megabytes = (statSync(file).size / 1024 / 1024).toFixed(1);
    console.log(
      `[backup] ${file}: database (${database.kind}), ${files.filter(({ path }) => path.startsWith('uploads/')).length} uploads, settings; ${megabytes} MB, read back and whole.`,
    );
    console.log('[backup] It holds the secrets of this newsroom: only your account can read it. Keep a copy on another machine.');
  } finally {
    await database.close();
  }
}

function placeOf(asked: string, madeAt: string): string {
  const path = resolve(asked);
  const isFolder = !/\.(?:tar\.gz|tgz)$/.test(path);
  if (!isFolder && existsSync(path))
    throw new KeepingRefused(`${path} exists already, and a backup never replaces another. Name a new file, or a folder.`);
  return isFolder ? join(path, `broadsheet-${madeAt.replace(/\.\d+/, '').replaceAll(':', '-')}.tar.gz`) : path;
}

/** Gives every file a second name in another folder: an upload that is deleted or replaced now stays there as it was. */
function keepFiles(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const path of filesUnder(from)) {
    const kept = join(to, path);
    if (existsSync(kept)) continue;
    mkdirSync(dirname(kept), { recursive: true });
    try {
      linkSync(join(from, path), kept);
    } catch {
      // Not every file system gives second names. A file that was deleted in this moment is in neither.
      if (existsSync(join(from, path))) copyFileSync(join(from, path), kept);
    }
  }
}

function forgetOlder(folder: string, keep: number): void {
  const older = readdirSync(folder)
    .filter((name) => ownNames.test(name))
    .sort()
    .slice(0, -keep);
  for (const name of older) rmSync(join(folder, name));
  if (older.length > 0)
    console.log(`[backup] removed ${older.length} older ${older.length === 1 ? 'backup' : 'backups'}; the newest ${keep} stay`);
}

/** Removes what a backup that was killed left behind. */
function clearAway(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    const pid = Number(/^backing-up-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) rmSync(join(dataFolder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
