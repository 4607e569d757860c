/** A newsroom with a seeded archive, run as `npm start` runs one, in a folder and on ports of its own. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { build } from '../scripts/build.ts';
import { localCmsAddress, startCms } from '../scripts/cms-service.ts';
import { readEnvironment, type Environment } from '../scripts/environment.ts';
import { OperatorError } from '../scripts/operator-error.ts';
import { freePort } from '../scripts/ports.ts';
import { cmsFolder } from '../scripts/repository.ts';
import { takeRoom } from '../scripts/room.ts';
import { runScript } from '../scripts/run-program.ts';
import { stopAll, type Service } from '../scripts/service.ts';
import { settingNames } from '../scripts/settings.ts';
import { startPublisher } from '../scripts/site-service.ts';
import { AdminApi } from '../tests/admin-api.ts';
import { cpuSeconds } from './processes.ts';

/** Where the archives lie that one run leaves to the next. */
export const benchFolder = join(tmpdir(), 'broadsheet-bench');

const login = { email: 'chief@example.com', password: 'Chief-of-benches-1' };

export class BenchNewsroom {
  readonly environment: Environment;
  readonly cmsUrl: string;
  /** Where the local server answers; the pages bear another address, the same in every run, so that they stay as they are. */
  readonly siteUrl: string;
  readonly admin: AdminApi;
  /** Whether the publisher's lines are shown: while it is measured they are too many. */
  shown = true;
  readonly #running: { cms: Service | null; publisher: Service | null } = { cms: null, publisher: null };

  private constructor(environment: Environment) {
    this.environment = environment;
    this.cmsUrl = localCmsAddress(environment);
    this.siteUrl = `http://127.0.0.1:${environment.sitePort}`;
    this.admin = new AdminApi(this.cmsUrl, login);
  }

  /** Takes the newsroom with this many articles, and seeds it when an earlier run has not. */
  static async prepare(articles: number): Promise<BenchNewsroom> {
    const folder = join(benchFolder, `newsroom-${articles}`);
    mkdirSync(folder, { recursive: true });
    const [cmsPort, sitePort] = [await freePort(), await freePort()];
    const environment = await readEnvironment({ folder, variables: variables(folder, cmsPort, sitePort), say: () => {} });
    await takeRoom(environment);
    await build(['cms', 'site'], { quietWhenFresh: true });
    const newsroom = new BenchNewsroom(environment);
    await newsroom.#seed(articles, join(folder, `seeded-${articles}`));
    return newsroom;
  }

  /** The finished site's folder. */
  get www(): string {
    return join(this.environment.values.DATA_DIR, 'www');
  }

  /**
   * Puts aside all that the publisher made, store and site, as in a newsroom that has never been published. Removed, it would make the disk slow for minutes.
   * @param aside an empty folder on the same disk
   */
  forgetSite(aside: string): void {
    for (const name of ['site', 'www', 'releases']) {
      const from = join(this.environment.values.DATA_DIR, name);
      if (existsSync(from)) renameSync(from, join(aside, name));
    }
  }

  async startCms(): Promise<void> {
    console.log('[bench] starting the cms…');
    this.#running.cms = startCms(this.environment, { verbose: false });
    await this.#running.cms.ready;
  }

  /** Starts the publisher; resolves when the site is whole, when all its pages stand though search may not, or already when it answers at all. */
  async startPublisher({
    siteUrl = this.environment.values.SITE_URL,
    until = 'ready',
  }: { siteUrl?: string; until?: 'ready' | 'pages' | 'answers' } = {}): Promise<void> {
    const environment = { ...this.environment, forChild: { ...this.environment.forChild, SITE_URL: siteUrl } };
    const publisher = startPublisher(environment, () => this.shown);
    this.#running.publisher = publisher;
    const reached = {
      ready: () => publisher.ready,
      pages: () => this.#untilPagesStand(),
      answers: () => untilTrue(() => fetch(`${this.siteUrl}/robots.txt`).then(({ ok }) => ok)),
    };
    await Promise.race([reached[until](), publisher.lost]);
  }

  // Seen twice a second for some seconds: every page of a release is asked for little by little. What is rendered again, as for a
  // picture that is ready now, gives way to every publish.
  async #untilPagesStand(): Promise<void> {
    for (let still = 0; still < 6;) {
      await sleep(500);
      const answer = await fetch(`${this.siteUrl}/_publisher/health`).catch(() => null);
      const { problems, queue } = health.parse(await answer?.json());
      still = problems.length === 0 && queue.first === 0 ? still + 1 : 0;
    }
  }

  async stopPublisher(): Promise<void> {
    await this.#running.publisher?.stop();
    this.#running.publisher = null;
  }

  /** Waits until neither program does anything: pictures and search are made after the pages. Returns false when they still do at the limit. */
  async untilQuiet(limitMs = 3_600_000): Promise<boolean> {
    let before = cpuSeconds();
    for (let waited = 0, quiet = 0; quiet < 2; waited += 2000) {
      if (waited > limitMs) return false;
      await sleep(2000);
      const now = cpuSeconds();
      // Ended helpers take their time with them; less than before is therefore no rest.
      quiet = now >= before && now - before < 0.3 ? quiet + 1 : 0;
      before = now;
    }
    return true;
  }

  async stop(): Promise<void> {
    const { publisher, cms } = this.#running;
    await stopAll([cms, publisher].filter((service) => service !== null));
  }

  async #seed(articles: number, mark: string): Promise<void> {
    if (existsSync(mark)) return;
    console.log(`[bench] seeding ${articles} articles in three languages; the next run uses them again`);
    const env = { ...this.environment.forChild, NODE_ENV: 'production' };
    const status = await runScript('dist/src/seeding/run.js', ['--articles', String(articles)], { cwd: cmsFolder, env });
    if (status !== 0) throw new OperatorError(`The seeder ended with ${status}; its words are above.`);
    writeFileSync(mark, '');
  }
}

/** Removes all archives that runs have left. */
export function clearBenchFolder(): void {
  rmSync(benchFolder, { recursive: true, force: true });
}

const health = z
  .object({ problems: z.array(z.string()), queue: z.object({ first: z.int() }) })
  .catch({ problems: ['It does not answer.'], queue: { first: 0 } });

async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask().catch(() => false))) await sleep(50);
}

function variables(folder: string, cmsPort: number, sitePort: number): NodeJS.ProcessEnv {
  const settings = new Set<string>(settingNames);
  return {
    // Settings of the machine's own newsroom must not reach this one.
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.has(name))),
    DATA_DIR: join(folder, 'data'),
    CMS_HOST: '127.0.0.1',
    CMS_PORT: String(cmsPort),
    SITE_HOST: '127.0.0.1',
    SITE_PORT: String(sitePort),
    SITE_URL: 'https://news.example.org',
    DEMO_CONTENT: 'false',
    ADMIN_EMAIL: login.email,
    ADMIN_PASSWORD: login.password,
  };
}
