/**
 * `node publisher/rollback.ts`: shows readers the release before, within a second. A publisher at work does it itself; where
 * none is, the link is changed here, and the next publisher brings the pages up to date.
 */
import { join } from 'node:path';

import { z } from 'zod';

import { readEnvironment, type SiteEnvironment } from './environment.ts';
import { Releases } from './releases.ts';
import { holdAlone, openStore, writeMeta } from './store.ts';

const reply = z.object({ done: z.string().optional(), error: z.string().optional() });

const environment = readEnvironment();
const lock = holdAlone(join(environment.work, 'publisher.lock'));
try {
  console.log(`[rollback] ${lock ? goBackHere(environment) : await askPublisher(environment)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
lock?.release();

async function askPublisher({ host, port, token }: SiteEnvironment): Promise<string> {
  const address = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/_publisher/rollback`;
  const response = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${token}` } }).catch((error: unknown) => {
    throw new Error(`The publisher at ${address} does not answer (${String(error)}). Is SITE_PORT the one that it runs with?`);
  });
  const { done, error } = reply.parse(await response.json());
  if (done === undefined) throw new Error(error ?? `The publisher answered with status ${response.status}.`);
  return done;
}

function goBackHere({ store: file, www }: SiteEnvironment): string {
  const store = openStore(file, { asItIs: true });
  try {
    const releases = new Releases(store, www);
    const from = releases.of('live');
    if (!releases.swapBack()) return 'There is no release before this one to go back to.';
    // Where it came from is not made again until its code is another, or until somebody goes forth again.
    writeMeta(store, 'declined', from?.key ?? '');
    return `Readers see release ${releases.of('live')?.id ?? ''} again. What was published since comes into it when the publisher runs.`;
  } finally {
    store.close();
  }
}
