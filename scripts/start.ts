// npm start: builds what has changed, runs the cms and the publisher, and keeps them running until Ctrl-C.
import { build } from './build.ts';
import { localCmsAddress, startCms } from './cms-service.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { readFlags, runCommand } from './operator-error.ts';
import { takeRoom } from './room.ts';
import { stopAll, type Service } from './service.ts';
import { startPublisher } from './site-service.ts';
import { untilSignal } from './until-signal.ts';

await runCommand(async () => {
  const usage = 'npm start runs the newsroom until Ctrl-C; npm start -- --verbose shows all that its programs say.';
  const verbose = readFlags(usage, ['--verbose']).includes('--verbose');
  const environment = await readEnvironment({ defaults: { DEMO_CONTENT: 'true' }, beforeSecrets: takeRoom });
  await build(['cms', 'site']);
  const services: Service[] = [];
  try {
    await Promise.race([untilSignal(), runNewsroom(environment, services, verbose)]);
  } finally {
    await stopAll(services);
  }
});
process.exit(0);

/** Settles only by a service that cannot be kept running. */
async function runNewsroom(environment: Environment, services: Service[], verbose: boolean): Promise<void> {
  console.log('[cms] starting…');
  const cms = startCms(environment, { verbose });
  services.push(cms);
  await cms.ready;
  console.log(`[site] publishing… (the admin is at ${localCmsAddress(environment)}/admin already)`);
  const publisher = startPublisher(environment, () => true, true);
  services.push(publisher);
  await Promise.race([publisher.ready, cms.lost]);
  printAddresses(environment);
  await Promise.race([publisher.lost, cms.lost]);
}

function printAddresses(environment: Environment): void {
  const { values, sitePort } = environment;
  const local = `http://localhost:${sitePort}`;
  const rows: [string, string][] = [
    ['Site', values.SITE_URL === local ? local : `${local} (for readers: ${values.SITE_URL})`],
    ['Admin', `${localCmsAddress(environment)}/admin`],
    ['Login', `${values.ADMIN_EMAIL} / ${values.ADMIN_PASSWORD} (until it is changed in the admin)`],
  ];
  console.log(`\n${rows.map(([name, value]) => `${name}:`.padEnd(8).concat(value)).join('\n')}\n\nReady`);
}
