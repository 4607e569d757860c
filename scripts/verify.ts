// npm run verify: renders everything anew from what the cms has and compares it with what is served.
import { join } from 'node:path';

import { withCms } from './borrowed-cms.ts';
import { build } from './build.ts';
import { readEnvironment } from './environment.ts';
import { runCommand } from './operator-error.ts';
import { root, siteFolder } from './repository.ts';
import { runScript } from './run-program.ts';

await runCommand(async () => {
  const environment = await readEnvironment();
  await build(['site'], { quietWhenFresh: true });
  const env = { ...environment.forChild, NODE_ENV: 'production' };
  process.exitCode = await withCms(environment, () =>
    runScript(join(siteFolder, 'publisher/verify.ts'), process.argv.slice(2), { cwd: root, env }),
  );
});
