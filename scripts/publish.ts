// npm run publish: pulls what is new from the cms, brings DATA_DIR/www up to date, and ends. For static hosts.
import { join } from 'node:path';

import { sharedErrors } from '@broadsheet/shared';

import { build } from './build.ts';
import { isHealthy, localCmsAddress, startCms } from './cms-service.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { requireFreePort } from './ports.ts';
import { root, siteFolder } from './repository.ts';
import { runningNewsroom, takeDataFolder } from './running-lock.ts';
import { runScript } from './run-program.ts';
import { stopAll, type Service } from './service.ts';

await runCommand(async () => {
  const environment = await readEnvironment();
  requireOwnData(environment);
  const services: Service[] = [];
  try {
    await requireCms(environment, services);
    await build(['site'], { quietWhenFresh: true });
    const env = { ...environment.forChild, NODE_ENV: 'production' };
    process.exitCode = await runScript(join(siteFolder, 'publisher/run.ts'), ['--once', ...process.argv.slice(2)], { cwd: root, env });
  } finally {
    await stopAll(services);
  }
});

function requireOwnData({ values }: Environment): void {
  const running = runningNewsroom(values.DATA_DIR);
  if (running !== null) throw new OperatorError(`${running}\nWhile it runs it publishes by itself.`);
  takeDataFolder(values.DATA_DIR, 'npm run publish');
}

/** Uses the cms that answers at CMS_URL; when it would be this machine's own and is not running, starts it for as long as needed. */
async function requireCms(environment: Environment, services: Service[]): Promise<void> {
  const { CMS_URL, CMS_HOST } = environment.values;
  if (await isHealthy(CMS_URL)) return;
  if (CMS_URL !== localCmsAddress(environment)) throw new OperatorError(sharedErrors.cmsAway(CMS_URL, 'no answer to its health check'));
  await requireFreePort('CMS_PORT', environment.cmsPort, CMS_HOST);
  await build(['cms'], { quietWhenFresh: true });
  console.log('[cms] starting it for this publish…');
  const cms = startCms(environment, { verbose: false });
  services.push(cms);
  await cms.ready;
}
