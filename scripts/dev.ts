// npm run dev: like npm start, and the site is compiled again whenever its code changes.
import { build } from './build.ts';
import { startCms } from './cms-service.ts';
import { readEnvironment } from './environment.ts';
import { readFlags, runCommand } from './operator-error.ts';
import { takeRoom } from './room.ts';
import { untilSignal } from './until-signal.ts';
import { WatchedSite } from './watched-site.ts';

await runCommand(async () => {
  readFlags('npm run dev is npm start for those who change the site: it is compiled again whenever its code changes.');
  const environment = await readEnvironment({ defaults: { DEMO_CONTENT: 'true' }, beforeSecrets: takeRoom });
  await build(['cms']);
  const cms = startCms(environment, { verbose: true });
  const site = new WatchedSite(environment);
  try {
    await Promise.race([untilSignal(), cms.ready.then(() => site.follow()), cms.lost]);
  } finally {
    await site.stop();
    await cms.stop();
  }
});
process.exit(0);
