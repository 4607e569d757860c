import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { Desk } from './desk';
import { Feed } from './feed';
import { adminLogin, freshSettings, readToken } from './settings';

const appDir = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

/** A whole newsroom in this process: a real Strapi on an empty database, its admin's desk, and its feed. */
export interface Newsroom {
  strapi: Core.Strapi;
  url: string;
  /** The first admin's desk. */
  desk: Desk;
  feed: Feed;
  settings: Record<string, string>;
  /** Stops Strapi and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a newsroom; give `settings` of another to start on its database. */
export async function openNewsroom(settings?: Record<string, string>): Promise<Newsroom> {
  const used = settings ?? (await freshSettings());
  Object.assign(process.env, used);
  let running = await start();
  const desk = await Desk.open(running.url, adminLogin);
  const newsroom: Newsroom = {
    strapi: running.strapi,
    url: running.url,
    desk,
    feed: new Feed(running.url, readToken),
    settings: used,
    async restart() {
      await stop(running.strapi);
      running = await start();
      newsroom.strapi = running.strapi;
      newsroom.url = running.url;
      newsroom.desk = newsroom.desk.at(running.url);
      newsroom.feed = new Feed(running.url, readToken);
    },
    async stop() {
      await stop(running.strapi);
      await rm(used.DATA_DIR ?? '', { recursive: true, force: true });
    },
  };
  return newsroom;
}

async function start(): Promise<{ strapi: Core.Strapi; url: string }> {
  const { createStrapi } = require('@strapi/strapi') as typeof import('@strapi/strapi');
  const strapi = createStrapi({ appDir, distDir: join(appDir, 'dist') });
  strapi.log.transports.forEach((transport) => (transport.silent = process.env.TEST_LOG !== 'true'));
  await strapi.load();
  strapi.server.mount();
  const server = strapi.server.httpServer;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('Strapi does not listen');
  return { strapi, url: `http://127.0.0.1:${address.port}` };
}

async function stop(strapi: Core.Strapi): Promise<void> {
  // Strapi takes every listener off the process when it ends, the test runner's own among them.
  const original = process.removeAllListeners;
  process.removeAllListeners = () => process;
  try {
    await strapi.destroy();
  } finally {
    process.removeAllListeners = original;
  }
}
