import { setTimeout as delay } from 'node:timers/promises';

import type { Environment } from './environment.ts';
import { cmsFolder } from './repository.ts';
import { startService, type Service } from './service.ts';
import { importantLines } from './service-output.ts';

/** Starts the cms; it is ready when it answers its health check. */
export function startCms(environment: Environment, options: { verbose: boolean }): Service {
  return startService({
    name: 'cms',
    script: 'dist/src/serve.js',
    args: [],
    cwd: cmsFolder,
    env: { ...environment.forChild, NODE_ENV: 'production' },
    isShown: options.verbose ? () => true : importantLines(),
    untilReady: (_onLine, ended) => untilHealthy(localCmsAddress(environment), ended),
  });
}

/** Where this machine finds the cms that it starts itself; CMS_URL may name a web server in front of it. */
export function localCmsAddress({ values, cmsPort }: Environment): string {
  const host = ['0.0.0.0', '::'].includes(values.CMS_HOST) ? '127.0.0.1' : values.CMS_HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${cmsPort}`;
}

/** True when a cms answers its health check at this address. */
export async function isHealthy(address: string, signal?: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.timeout(5000);
  try {
    const answer = await fetch(`${address}/_health`, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
    return answer.status === 204;
  } catch {
    return false;
  }
}

async function untilHealthy(address: string, ended: AbortSignal): Promise<void> {
  for (let waited = 0; !(await isHealthy(address, ended)); waited += 1) {
    ended.throwIfAborted();
    if (waited > 0 && waited % 150 === 0) console.log('[cms] is still starting…');
    await delay(100, undefined, { signal: ended });
  }
}
