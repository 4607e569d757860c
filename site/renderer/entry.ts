/** What the compiled site exports: one function that renders any path of the site from the content store. */
import { parsePath, type Address, type SitePath } from '@broadsheet/shared';
import { createApp } from 'astro/app/entrypoint';

import { markdownText } from '../src/content/html.ts';
import { Reading, type Store } from '../src/content/reading.ts';
import { redirectTarget } from '../src/content/redirects.ts';
import type { Tag } from '../src/content/tags.ts';
import { searchRecord } from '../src/model/search-record.ts';
import { routeOf } from './route.ts';

/** A rendered path: `body` is null when nothing stands there (any more). */
export interface Rendered {
  body: Buffer | null;
  /** What it depended on. */
  tags: Set<Tag>;
}

const app = createApp({ streaming: false });

/**
 * Renders one path. A path without a page of its own gives the page of its redirect, if it has one.
 * @throws whatever a page throws, and an Error when a page answers with another status than 200 or 404
 */
export async function render(store: Store, siteUrl: string, path: SitePath): Promise<Rendered> {
  const reading = new Reading(store, siteUrl);
  const found = routeOf(reading, path);
  const body = (found && (await request(reading, found.route, found.address))) ?? (await redirectPage(reading, path));
  return { body, tags: reading.tags };
}

export { markdownText, searchRecord, Reading };

async function redirectPage(reading: Reading, path: SitePath): Promise<Buffer | null> {
  const target = redirectTarget(reading, path);
  if (target === null || target === path) return null;
  // An old feed address goes on giving the feed: readers of feeds do not follow a page.
  const address = parsePath(target);
  if (address?.kind === 'feed') return request(reading, '/feed.xml', address);
  return request(reading, '/redirect', parsePath(path) ?? { kind: 'front', locale: 'en' }, target);
}

async function request(reading: Reading, route: string, address: Address, redirectTo?: string): Promise<Buffer | null> {
  const locals: App.Locals = redirectTo === undefined ? { reading, address } : { reading, address, redirectTo };
  const response = await app.render(new Request(`http://localhost${route}`), { locals });
  if (response.status === 404) return null;
  if (response.status !== 200) throw new Error(`The page ${route} answered with status ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}
