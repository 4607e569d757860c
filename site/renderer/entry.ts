/** What the compiled site exports: one function that renders any path of the site from the content store. */
import { parsePath, type Address, type SitePath } from '@broadsheet/shared';
import type { RouteData } from 'astro';
import { createApp } from 'astro/app/entrypoint';

import { takeConverted } from '../src/content/html.ts';
import { Reading, type Kept, type Store } from '../src/content/reading.ts';
import { redirectTarget } from '../src/content/redirects.ts';
import type { Tag } from '../src/content/tags.ts';
import { articleRecord, pageRecord } from '../src/model/search-record.ts';
import { isComponent, Markup, PageMaking, type Component, type PageFrame } from './page-runtime.ts';
import { routeOf } from './route.ts';

/** A rendered path. */
export interface Rendered {
  /** Null when nothing stands there (any more), or when it could not be rendered. */
  body: Buffer | null;
  /** What it depended on, as far as it came. */
  tags: Set<Tag>;
  /** What those of its tags stand for that many pages share. */
  groups: Map<Tag, Set<Tag>>;
  /** Why it could not be rendered. */
  error: Error | null;
}

const app = createApp({ streaming: false });

// Astro asks the module loader and its table of routes for each page anew.
for (const [component, load] of app.manifest.pageMap ?? []) {
  let loaded: ReturnType<typeof load> | undefined;
  const loadAgain = (error: unknown): never => {
    loaded = undefined;
    throw error;
  };
  app.manifest.pageMap?.set(component, () => (loaded ??= load().catch(loadAgain)));
}
// The reason belongs into the publisher's log; Astro would turn it into an error page.
app.renderError = (_request, { status, error }) => {
  if (error)
    return Promise.reject(error instanceof Error ? error : new Error('The page threw something that is no error.', { cause: error }));
  return Promise.resolve(new Response(null, { status }));
};

/**
 * Renders one path. A path without a page of its own gives the page of its redirect, if it has one. Never throws.
 * @param kept what was read for pages before, from the same state of the content
 */
export async function render(store: Store, siteUrl: string, path: SitePath, kept: Kept | null = null): Promise<Rendered> {
  const reading = new Reading(store, siteUrl, kept);
  try {
    const found = routeOf(reading, path);
    const body = (found && (await request(reading, found.route, found.address))) ?? (await redirectPage(reading, path));
    return { body, tags: reading.tags, groups: reading.groups, error: null };
  } catch (error) {
    return { body: null, tags: reading.tags, groups: reading.groups, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

export { articleRecord, pageRecord, Reading, takeConverted };

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
  const page = pages.get(route) ?? (await loadPage(route));
  pages.set(route, page);
  return page.component ? makePage(page.component, page.frame, locals) : answerOf(route, page.routeData, locals);
}

function makePage(component: Component, frame: PageFrame, locals: App.Locals): Buffer | null {
  const made = component(new PageMaking(frame, locals), {}, {});
  return made instanceof Response ? null : Buffer.from(`<!DOCTYPE html>${made.text}`);
}

async function answerOf(route: string, routeData: RouteData, locals: App.Locals): Promise<Buffer | null> {
  const response = await app.render(new Request(`http://localhost${route}`), { locals, routeData });
  if (response.status === 404) return null;
  if (response.status !== 200) throw new Error(`The page ${route} answered with status ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}

async function loadPage(route: string): Promise<Page> {
  const { manifest } = app;
  const routeData = app.match(new Request(`http://localhost${route}`));
  const load = routeData && manifest.pageMap?.get(routeData.component);
  if (!load) throw new Error(`No page serves ${route}. Add it to site/src/pages, or correct the table in site/renderer/route.ts.`);
  const { default: component } = (await (await load()).page()) as { default?: unknown };
  const { styles = [] } = manifest.routes.find((one) => one.routeData.route === routeData.route) ?? {};
  const frame: PageFrame = {
    head: new Markup(
      styles.map((style) => (style.type === 'external' ? `<link rel="stylesheet" href="${linkTo(style.src)}">` : '')).join(''),
    ),
    script: (id) => scriptOf(id),
  };
  return { routeData, component: isComponent(component) ? component : null, frame };
}

function scriptOf(id: string): Markup {
  const inlined = app.manifest.inlinedScripts.get(id);
  const file = app.manifest.entryModules[id];
  if (inlined === undefined && file === undefined) throw new Error(`The script ${id} was not compiled. Build the site again.`);
  return new Markup(
    inlined === undefined
      ? `<script type="module" src="${linkTo(file ?? '')}"></script>`
      : inlined && `<script type="module">${inlined}</script>`,
  );
}

function linkTo(file: string): string {
  return file.startsWith('/') ? file : `/${file}`;
}

const pages = new Map<string, Page>();

/** What serves a route. */
interface Page {
  routeData: RouteData;
  /** Null for what is no page: feeds, sitemaps. */
  component: Component | null;
  frame: PageFrame;
}
