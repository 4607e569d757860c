/** Looks through a store in a process of its own: in that of a large archive it takes minutes, and nobody waits for it. */
import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import Database from 'better-sqlite3';

const program = fileURLToPath(import.meta.url);

/**
 * What is damaged in a store, in SQLite's words; null when it is whole.
 * @param file the store's; others may write it meanwhile
 * @throws Error when it cannot be told, and when `signal` ended it
 */
export async function damageOf(file: string, signal: AbortSignal): Promise<string | null> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, file], { signal, killSignal: 'SIGKILL' });
  return stdout === 'ok' ? null : stdout;
}

const [, started, file] = process.argv;
if (started === program && file !== undefined) {
  setPriority(constants.priority.PRIORITY_LOW);
  process.stdout.write(look(file));
}

function look(file: string): string {
  const store = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return String(store.pragma('quick_check(1)', { simple: true }));
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CORRUPT')) return error.message;
    throw error;
  }
}
