// npm run rollback: shows readers the release before, and the newer one again when it is run once more.
import { join } from 'node:path';

import { readEnvironment } from './environment.ts';
import { readFlags, runCommand } from './operator-error.ts';
import { root, siteFolder } from './repository.ts';
import { runScript } from './run-program.ts';

await runCommand(async () => {
  readFlags('npm run rollback shows readers the release before; once more, and they see the newer one again.');
  const environment = await readEnvironment();
  const env = { ...environment.forChild, NODE_ENV: 'production' };
  process.exitCode = await runScript(join(siteFolder, 'publisher/rollback.ts'), [], { cwd: root, env });
});
