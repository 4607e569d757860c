import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Stands in the data folder from the first to the last change of a restore. */
export function unfinishedMark(dataFolder: string): string {
  return join(dataFolder, 'restore.unfinished');
}

/** @throws Error when a restore was cut off: database and uploads may be of different days */
export function refuseHalfRestored(dataFolder: string): void {
  if (existsSync(unfinishedMark(dataFolder)))
    throw new Error(
      `A restore into ${dataFolder} was cut off in the middle. Run it again (npm run restore -- FILE), or go back with "npm run restore -- --undo"; then start.`,
    );
}
