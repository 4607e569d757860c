import { resolve } from 'node:path';

import { createStrapi, type Core } from '@strapi/strapi';

/**
 * The newsroom's content, opened for a program that runs beside the cms or without it: everything but the server.
 * The demo newspaper stays out; it belongs to a first start of the cms.
 */
export async function withNewsroom<T>(work: (strapi: Core.Strapi) => Promise<T>): Promise<T> {
  process.env['DEMO_CONTENT'] = 'false';
  // This file runs as dist/src/seeding/open-newsroom.js.
  const distDir = resolve(__dirname, '../..');
  const strapi = createStrapi({ appDir: resolve(distDir, '..'), distDir });
  // What Strapi tells of its start would tear the progress line.
  strapi.log.level = 'warn';
  await strapi.load();
  try {
    return await work(strapi);
  } finally {
    await strapi.destroy();
  }
}
