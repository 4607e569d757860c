import { join } from 'node:path';

import { holderOf, tryLock } from './lock.mjs';
import { OperatorError } from './operator-error.ts';

/** Says who runs a newsroom on this data, or null. */
export function runningNewsroom(dataFolder: string): string | null {
  const holder = holderOf(lockFile(dataFolder));
  return holder && sentence(dataFolder, holder);
}

/**
 * Takes the data folder for this process: two newsrooms on the same files would undo each other's work.
 * @throws OperatorError when another process has it
 */
export function takeDataFolder(dataFolder: string, siteAddress: string): void {
  const result = tryLock(lockFile(dataFolder), { site: siteAddress });
  if ('heldBy' in result) throw new OperatorError(sentence(dataFolder, result.heldBy));
}

function lockFile(dataFolder: string): string {
  return join(dataFolder, 'newsroom.lock');
}

function sentence(dataFolder: string, { pid, note }: { pid: number; note: Record<string, unknown> }): string {
  return (
    `A newsroom is already running on ${dataFolder} (process ${pid}, ${String(note['site'])}). ` +
    'Stop it first (Ctrl-C where it runs), or set DATA_DIR, CMS_PORT and SITE_PORT to others.'
  );
}
