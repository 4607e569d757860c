// npm run dev: like npm start, and the site is compiled again whenever its code changes.
import { watch } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.ts';
import { startCms } from './cms-service.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { root } from './repository.ts';
import { takeRoom } from './room.ts';
import type { Service } from './service.ts';
import { startPublisher } from './site-service.ts';
import { untilSignal } from './until-signal.ts';

const watched = ['site/src', 'site/renderer', 'site/publisher', 'shared/src'];
// Editors write a file in several steps.
const settleMs = 200;

await runCommand(async () => {
  const environment = await readEnvironment({ defaults: { DEMO_CONTENT: 'true' } });
  await takeRoom(environment);
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

/** The publisher on the newest code that compiles. */
class WatchedSite {
  readonly #environment: Environment;
  #publisher: Service | null = null;
  #changed = Promise.withResolvers<void>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Never settles: rebuilds and restarts the publisher after every change. */
  async follow(): Promise<never> {
    for (const folder of watched) watch(join(root, folder), { recursive: true }, () => setTimeout(() => this.#changed.resolve(), settleMs));
    console.log(`[dev] watching ${watched.join(', ')}; after a change in cms/ stop and start this command`);
    for (;;) {
      this.#changed = Promise.withResolvers();
      await this.#restart();
      await this.#changed.promise;
    }
  }

  async stop(): Promise<void> {
    await this.#publisher?.stop();
  }

  /** Code that does not compile leaves the publisher of before running. */
  async #restart(): Promise<void> {
    try {
      await build(['site'], { quietWhenFresh: true });
      await this.#publisher?.stop();
      this.#publisher = startPublisher(this.#environment);
      await Promise.race([this.#publisher.ready, this.#changed.promise]);
      console.log(`[dev] http://localhost:${this.#environment.sitePort} shows the newest code`);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      console.error(`${error.message}\n[dev] waiting for the next change`);
    }
  }
}
