import { join } from 'node:path';

import { isHealthy, localCmsAddress } from './cms-service.ts';
import type { Environment } from './environment.ts';
import { holderOf, tryLock } from './lock.mjs';
import { OperatorError } from './operator-error.ts';

/** Says who runs a newsroom on this data, or null. */
export function runningNewsroom(dataFolder: string): string | null {
  const holder = holderOf(lockFile(dataFolder));
  return holder && sentence(dataFolder, holder);
}

/**
 * Takes the data folder for this process: two newsrooms on the same files would undo each other's work.
 * @throws OperatorError when another process has it, or nothing can be written there
 */
export function takeDataFolder(dataFolder: string, siteAddress: string): void {
  const result = lockOf(dataFolder, siteAddress);
  if ('heldBy' in result) throw new OperatorError(sentence(dataFolder, result.heldBy));
}

/**
 * Takes the data folder for this process, for work that nobody else may disturb.
 * @throws OperatorError when a newsroom runs on it, or a cms answers where this one would
 */
export async function requireStopped(environment: Environment): Promise<void> {
  const { DATA_DIR } = environment.values;
  const running = runningNewsroom(DATA_DIR);
  if (running !== null) throw new OperatorError(running);
  const address = localCmsAddress(environment);
  if (await isHealthy(address)) throw new OperatorError(`A cms is running at ${address}. Stop it first, then run this again.`);
  takeDataFolder(DATA_DIR, 'at work on its database');
}

function lockOf(dataFolder: string, site: string): ReturnType<typeof tryLock> {
  try {
    return tryLock(lockFile(dataFolder), { site });
  } catch (error) {
    throw new OperatorError(
      `DATA_DIR is ${dataFolder}, but nothing can be written there (${error instanceof Error ? error.message : String(error)}). Name a folder that is yours to write in.`,
    );
  }
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
