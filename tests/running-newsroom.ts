/** A whole newsroom as real processes: Strapi on a database of its own, the publisher, and the site that it serves. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../scripts/ports.ts';
import { until } from './until.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export class RunningNewsroom {
  readonly folder: string;
  readonly cmsUrl: string;
  readonly siteUrl: string;
  readonly env: NodeJS.ProcessEnv;
  readonly email = 'chief@example.com';
  readonly password = 'Chief-of-tests-1';
  /** Everything that the two programs said, line by line. */
  readonly said: string[] = [];
  #cms: ChildProcess | null = null;
  #publisher: ChildProcess | null = null;
  /** How much had been said when it was started last. */
  #begunAt = 0;

  private constructor(cmsPort: number, sitePort: number, extra: NodeJS.ProcessEnv) {
    this.folder = mkdtempSync(join(tmpdir(), 'newsroom-'));
    this.cmsUrl = `http://127.0.0.1:${cmsPort}`;
    this.siteUrl = `http://localhost:${sitePort}`;
    this.env = {
      ...process.env,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      CMS_HOST: '127.0.0.1',
      CMS_PORT: String(cmsPort),
      CMS_URL: this.cmsUrl,
      SITE_HOST: 'localhost',
      SITE_PORT: String(sitePort),
      SITE_URL: this.siteUrl,
      DATA_DIR: this.folder,
      DATABASE_CLIENT: 'sqlite',
      DATABASE_URL: '',
      DEMO_CONTENT: 'false',
      ADMIN_EMAIL: this.email,
      ADMIN_PASSWORD: this.password,
      APP_KEYS: `${secret()},${secret()}`,
      ...Object.fromEntries(
        ['API_TOKEN_SALT', 'ADMIN_JWT_SECRET', 'TRANSFER_TOKEN_SALT', 'ENCRYPTION_KEY', 'CMS_READ_TOKEN'].map((name) => [name, secret()]),
      ),
      ...extra,
    };
  }

  /** A newsroom on free ports and an empty folder; nothing runs yet. */
  static async make(extra: NodeJS.ProcessEnv = {}): Promise<RunningNewsroom> {
    return new RunningNewsroom(await freePort(), await freePort(), extra);
  }

  async startCms(): Promise<void> {
    this.#cms = this.#spawn('cms', 'cms/dist/src/serve.js', [], join(root, 'cms'));
    await until(
      'the cms answers',
      async () => {
        this.#failWhenEnded(this.#cms, 'cms');
        return (await fetch(`${this.cmsUrl}/_health`)).status === 204;
      },
      300_000,
    );
  }

  /** @param limitMs for the first reading of a large archive */
  async startPublisher(limitMs?: number): Promise<void> {
    this.beginPublisher();
    await this.untilReady(limitMs);
  }

  /** Starts it and does not wait until everything stands. */
  beginPublisher(): void {
    this.#begunAt = this.said.length;
    this.#publisher = this.#spawn('site', 'site/publisher/run.ts', [], root);
  }

  /** Waits until the publisher has made everything since its last start. @param limitMs for a large archive */
  async untilReady(limitMs?: number): Promise<void> {
    const ready = (): boolean => {
      this.#failWhenEnded(this.#publisher, 'publisher');
      return this.said.slice(this.#begunAt).some((line) => line.includes('[site] ready'));
    };
    await until('the publisher is ready', ready, limitMs);
  }

  /** Fills the database of a newsroom that has not run yet with a made-up archive, each article in three languages. */
  async seed(articles: number): Promise<void> {
    const { code, said } = await this.#toEnd('dist/src/seeding/run.js', ['--articles', String(articles)], join(root, 'cms'));
    if (code !== 0) throw new Error(`The seeder ended with ${code}:\n${said}`);
  }

  /** Ends a program at once, as a power cut would. */
  async kill(which: 'cms' | 'publisher', signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = which === 'cms' ? this.#cms : this.#publisher;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Compares what is served with a clean render of what the cms has. Returns the exit code and what was said. */
  async verify(): Promise<{ code: number | null; said: string }> {
    return this.#toEnd('site/publisher/verify.ts', [], root);
  }

  /** Runs one of the programs that keep a newsroom (`cms/src/keeping/`). Returns the exit code and what was said. */
  async program(name: 'backup' | 'restore' | 'move-database', args: string[]): Promise<{ code: number | null; said: string }> {
    return this.#toEnd(`dist/src/keeping/${name}.js`, args, join(root, 'cms'));
  }

  /** A page of the site as a reader gets it. */
  async page(path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(new URL(path, this.siteUrl));
    return { status: response.status, text: await response.text() };
  }

  /** Every host outside this machine that a program tried to reach. */
  outsiders(): string[] {
    return this.said.filter((line) => line.includes('LEAVES THE MACHINE'));
  }

  async end(): Promise<void> {
    await this.kill('publisher', 'SIGTERM');
    await this.kill('cms', 'SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(name: string, script: string, args: string[], cwd: string): ChildProcess {
    const child = spawn(process.execPath, ['--import', new URL('only-loopback.ts', import.meta.url).href, join(root, script), ...args], {
      cwd,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) =>
        this.said.push(
          ...chunk
            .toString()
            .split('\n')
            .filter(Boolean)
            .map((line) => `${name}: ${line}`),
        ),
      );
    }
    return child;
  }

  async #toEnd(script: string, args: string[], cwd: string): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [script, ...args], { cwd, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said };
  }

  #failWhenEnded(child: ChildProcess | null, name: string): void {
    if (child && child.exitCode === null && child.signalCode === null) return;
    throw new Ended(`The ${name} ended at its start:\n${this.said.slice(-30).join('\n')}`);
  }
}

/** Thrown where waiting on makes no sense. */
export class Ended extends Error {
  override name = 'Ended';
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
