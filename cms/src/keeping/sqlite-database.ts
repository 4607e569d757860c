import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import Database from 'better-sqlite3';

import { KeepingRefused } from './keeping-refused';
import type { KeptDatabase } from './kept-database';

const copyName = 'database.db';

/** The newsroom's database as a file of SQLite. */
export function sqliteDatabase(dataFolder: string): KeptDatabase {
  const file = join(dataFolder, 'cms.db');
  return {
    kind: 'sqlite',
    // One reading transaction: what others write meanwhile is not in it, and none of them waits.
    copyTo: (folder) =>
      settle(() => {
        if (!existsSync(file)) throw new KeepingRefused(`There is no database ${file} to back up. Has this newsroom been started once?`);
        const database = new Database(file, { readonly: true, fileMustExist: true });
        try {
          database.prepare('vacuum into ?').run(join(folder, copyName));
        } finally {
          database.close();
        }
      }),
    refuseInUse: () =>
      settle(() => {
        if (existsSync(file)) takeOutOfUse(file);
      }),
    check: (folder) => settle(() => checkWhole(join(folder, copyName))),
    putInPlace: (folder, aside) =>
      settle(() => {
        // The old one stays in its place until the new one takes it in one step.
        if (existsSync(file)) linkSync(file, join(aside, copyName));
        renameSync(join(folder, copyName), file);
      }),
    forget: () => settle(() => undefined),
    close: () => settle(() => undefined),
  };
}

/**
 * Makes the database one file without a write-ahead log beside it. SQLite does that only for the last who has it open.
 * @throws KeepingRefused when another program has it open
 */
function takeOutOfUse(file: string): void {
  const database = new Database(file, { timeout: 500 });
  try {
    const mode: unknown = database.pragma('journal_mode = DELETE', { simple: true });
    if (mode !== 'delete') throw new KeepingRefused(inUse(file));
    database.exec('begin exclusive; commit');
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw new KeepingRefused(inUse(file));
    // What is broken may be replaced.
    if (error instanceof Database.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code)) return;
    throw error;
  } finally {
    database.close();
  }
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function inUse(file: string): string {
  return `The database ${file} is in use: the cms or one of its commands is running. Stop it, then run this again. Nothing was changed.`;
}

function checkWhole(file: string): void {
  if (!existsSync(file)) throw new KeepingRefused(`There is no database in ${dirname(file)}. Nothing was changed.`);
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const found: unknown = database.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok')
      throw new KeepingRefused(`The database in this backup is damaged (${String(found)}). Nothing was changed; take another backup.`);
  } finally {
    database.close();
  }
}

function settle<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => resolve(act()));
}
