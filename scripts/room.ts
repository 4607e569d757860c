import type { Environment } from './environment.ts';
import { OperatorError } from './operator-error.ts';
import { requireFreePort } from './ports.ts';
import { runningNewsroom, takeDataFolder } from './running-lock.ts';

/**
 * Takes the data folder for this process and makes sure that both ports are free, before anything is touched.
 * @throws OperatorError when another newsroom or program is in the way
 */
export async function takeRoom({ values, cmsPort, sitePort }: Pick<Environment, 'values' | 'cmsPort' | 'sitePort'>): Promise<void> {
  const running = runningNewsroom(values.DATA_DIR);
  if (running !== null) throw new OperatorError(running);
  await requireFreePort('CMS_PORT', cmsPort, values.CMS_HOST);
  await requireFreePort('SITE_PORT', sitePort, values.SITE_HOST);
  takeDataFolder(values.DATA_DIR, `http://localhost:${sitePort}`);
}
