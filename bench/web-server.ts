import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { OperatorError } from '../scripts/operator-error.ts';
import { freePort } from '../scripts/ports.ts';
import { root } from '../scripts/repository.ts';

/** Caddy before a newsroom, with the file that the containers use. It lives whatever happens to cms and publisher. */
export class WebServer {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** @throws OperatorError when this machine has no Caddy */
  static async start(www: string, cmsUrl: string, folder: string): Promise<WebServer> {
    const program = ['/usr/bin/caddy', '/usr/local/bin/caddy'].find(existsSync);
    if (!program)
      throw new OperatorError('The readers of this benchmark need Caddy, which lives while others are killed: apt-get install caddy.');
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = { ...process.env, HOME: folder, SITE_ADDRESS: url, SITE_ROOT: www, CMS_ADDRESS: new URL(cmsUrl).host };
    const args = ['run', '--config', join(root, 'docker/Caddyfile'), '--adapter', 'caddyfile'];
    const child = spawn(program, args, { env: { ...env, CADDY_ADMIN: `127.0.0.1:${await freePort()}` }, stdio: 'ignore' });
    for (let waited = 0; !(await answers(url)); waited++) {
      if (child.exitCode !== null || waited > 200) throw new OperatorError('Caddy did not start with docker/Caddyfile.');
      await sleep(50);
    }
    return new WebServer(url, child);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
