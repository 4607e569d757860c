import { join } from 'node:path';

import type { Environment } from './environment.ts';
import { root, siteFolder } from './repository.ts';
import { startService, type Service } from './service.ts';

const readyLine = /^(?:\[site\]\s*)?ready\b|^\{.*"part":"site","message":"ready"\}$/i;

/**
 * Starts the publisher; it is ready when it says so: everything is published and the site can be read.
 * @param isShown which of its lines go to the terminal; all unless said
 * @param isTriedFromTheStart whether one that never worked is tried again too; else it is lost then
 */
export function startPublisher(
  environment: Environment,
  isShown: (line: string) => boolean = () => true,
  isTriedFromTheStart = false,
): Service {
  return startService({
    name: 'site',
    script: join(siteFolder, 'publisher/run.ts'),
    args: [],
    cwd: root,
    env: { ...environment.forChild, NODE_ENV: 'production' },
    isShown,
    // A site that cannot be published must not keep editors from saving.
    retryAfterMs: 60_000,
    isTriedFromTheStart,
    untilReady: (onLine) => new Promise((resolve) => onLine((line) => readyLine.test(line) && resolve())),
  });
}
