import { sharedErrors } from '@broadsheet/shared';

import { build } from './build.ts';
import { isHealthy, localCmsAddress, startCms } from './cms-service.ts';
import type { Environment } from './environment.ts';
import { OperatorError } from './operator-error.ts';
import { requireFreePort } from './ports.ts';

/**
 * Does something for which the cms must answer. One that runs is used; when it would be this machine's own and does not
 * run, it is started for as long as it is needed.
 * @throws OperatorError when the cms belongs to another machine and does not answer, or its port is taken
 */
export async function withCms<T>(environment: Environment, work: () => Promise<T>): Promise<T> {
  const { CMS_URL, CMS_HOST } = environment.values;
  if (await isHealthy(CMS_URL)) return work();
  if (CMS_URL !== localCmsAddress(environment)) throw new OperatorError(sharedErrors.cmsAway(CMS_URL, 'no answer to its health check'));
  await requireFreePort('CMS_PORT', environment.cmsPort, CMS_HOST);
  await build(['cms'], { quietWhenFresh: true });
  console.log('[cms] starting it for as long as this takes…');
  const cms = startCms(environment, { verbose: false });
  try {
    await cms.ready;
    return await work();
  } finally {
    await cms.stop();
  }
}
