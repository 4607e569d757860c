import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { Desk } from './desk';
import { freePort } from './postgres';
import { adminLogin } from './settings';

const cms = join(import.meta.dirname, '../..');

export interface SecondCms {
  desk: Desk;
  url: string;
  /** What it said, line by line. */
  said: string[];
  stop(): Promise<void>;
}

/** Another process of the cms on the same database, started as operators start it. */
export async function startSecondCms(settings: Record<string, string>): Promise<SecondCms> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(cms, 'dist/src/serve.js')], {
    cwd: cms,
    env: { ...process.env, ...settings, CMS_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => said.push(line));
  const ended = once(child, 'exit').then(([code]) => code as unknown);
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100, 'waiting'))]);
    if (early !== 'waiting') throw new Error(`the second cms ended with code ${String(early)}`);
  }
  return {
    desk: await Desk.open(url, adminLogin),
    url,
    said,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_health`).then(
    (response) => response.ok,
    () => false,
  );
}
