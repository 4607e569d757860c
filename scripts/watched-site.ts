import { watch } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.ts';
import type { Environment } from './environment.ts';
import { OperatorError } from './operator-error.ts';
import { root } from './repository.ts';
import type { Service } from './service.ts';
import { startPublisher } from './site-service.ts';

const watched = ['site/src', 'site/renderer', 'site/publisher', 'shared/src'];
// Editors write a file in several steps.
const settleMs = 200;

/** The publisher on the newest code that compiles. */
export class WatchedSite {
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
