// npm run publish: pulls what is new from the cms, brings DATA_DIR/www up to date, and ends. For static hosts.
import { join } from 'node:path';

import { withCms } from './borrowed-cms.ts';
import { build } from './build.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { OperatorError, readFlags, runCommand } from './operator-error.ts';
import { root, siteFolder } from './repository.ts';
import { runningNewsroom, takeDataFolder } from './running-lock.ts';
import { runScript } from './run-program.ts';

await runCommand(async () => {
  readFlags('npm run publish brings DATA_DIR/www up to date once, for static hosts; npm start keeps it so.');
  const environment = await readEnvironment();
  requireOwnData(environment);
  await build(['site'], { quietWhenFresh: true });
  const env = { ...environment.forChild, NODE_ENV: 'production' };
  process.exitCode = await withCms(environment, () => runScript(join(siteFolder, 'publisher/run.ts'), ['--once'], { cwd: root, env }));
});

function requireOwnData({ values }: Environment): void {
  const running = runningNewsroom(values.DATA_DIR);
  if (running !== null) throw new OperatorError(`${running}\nWhile it runs it publishes by itself.`);
  takeDataFolder(values.DATA_DIR, 'npm run publish');
}
