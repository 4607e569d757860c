import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { environment } from '../environment';
import { PublishedArticles } from './published-articles';
import { ViewCounter } from './view-counter';
import { openViewTables } from './view-tables';

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
