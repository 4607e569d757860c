import { join } from 'node:path';
import type { RequestListener, Server } from 'node:http';

import type { Core } from '@strapi/strapi';

import { environment } from '../environment';
import { PublishedArticles } from './published-articles';
import { trustOf } from './trusted-proxies';
import { ViewCounter } from './view-counter';
import { answerViews, isForViews } from './view-requests';
import { openViewTables } from './view-tables';

/**
 * Answers for views before anything else looks at a request, sessions and the log included: thousands come in a second. Until
 * counting has begun they go the way of all others.
 */
export function answerViewsFirst(strapi: Core.Strapi): void {
  const { SITE_URL, TRUSTED_PROXIES } = environment();
  const door = { siteOrigin: new URL(SITE_URL).origin, trust: trustOf(TRUSTED_PROXIES) };
  const server: Server = strapi.server.httpServer;
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const counter = isForViews(request.url) ? counterOf(strapi) : undefined;
    if (!counter) for (const listener of others) listener.call(server, request, response);
    else
      answerViews({ ...door, counter }, request, response, (error) => {
        // Its message may name the reader's address.
        strapi.log.error(`Views: a request could not be answered (${error instanceof Error ? error.name : 'an error of no known kind'}).`);
        response.destroy();
      });
  });
}

/** Begins to count views; `counterOf` gives the counter from then on. */
export async function startCounting(strapi: Core.Strapi): Promise<void> {
  const settings = environment();
  const tables = openViewTables(settings, join(settings.DATA_DIR, 'cms.db'));
  const counter = new ViewCounter(strapi, tables, new PublishedArticles(strapi));
  counters.set(strapi, counter);
  await counter.start();
}

/** Ends it; what was counted is in the database then. */
export async function stopCounting(strapi: Core.Strapi): Promise<void> {
  await counters.get(strapi)?.stop();
  counters.delete(strapi);
}

/** Undefined before counting has begun. */
export function counterOf(strapi: Core.Strapi): ViewCounter | undefined {
  return counters.get(strapi);
}

const counters = new WeakMap<Core.Strapi, ViewCounter>();
