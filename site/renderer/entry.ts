/** What the compiled site exports: one function that renders any path of the site from the content store. */
import { transcode } from 'node:buffer';

import { parsePath, type Address, type SitePath } from '@broadsheet/shared';
import type { RouteData } from 'astro';
import { createApp } from 'astro/app/entrypoint';

import { takeConverted } from '../src/content/html.ts';
import { Kept } from '../src/content/kept.ts';
import { Reading, type Store, type TextFile } from '../src/content/reading.ts';
import { redirectTarget } from '../src/content/redirects.ts';
import type { Tag } from '../src/content/tags.ts';
import { articleRecord, pageRecord } from '../src/model/search-record.ts';
import { isComponent, Markup, noSlots, PageMaking, type Component, type PageFrame } from './page-runtime.ts';
import { routeOf } from './route.ts';

/** A rendered path. */
export interface Rendered {
  /** Null when nothing stands there (any more), or when it could not be rendered. */
  body: Buffer | null;
  /** What it depended on, but for what its groups stand for; when it could not be rendered, all of it, as far as it came. */
  tags: Set<Tag>;
  /** What those of its tags stand for that many pages share. */
  groups: Map<Tag, Set<Tag>>;
  /** Why it could not be rendered. */
  error: Error | null;
}

const app = createApp({ streaming: false });

// The reason belongs into the publisher's log; Astro would turn it into an error page.
app.renderError = (_request, { status, error }) => {
  if (error)
    return Promise.reject(error instanceof Error ? error : new Error('The page threw something that is no error.', { cause: error }));
  return Promise.resolve(new Response(null, { status }));
};

/**
 * Renders one path. A path without a page of its own gives the page of its redirect, if it has one. Never throws.
 * @param kept what was read for pages before, as it holds for the content of now; that of another version of the site is of no use
 */
export async function render(store: Store, siteUrl: string, path: SitePath, kept: unknown = null): Promise<Rendered> {
  const reading = new Reading(store, siteUrl, kept instanceof Kept ? kept : null);
  try {
    const found = routeOf(reading, path);
    const body = (found && (await request(reading, found.route, found.address))) ?? (await redirectPage(reading, path));
    return { body, tags: ownTags(reading), groups: reading.groups, error: null };
  } catch (error) {
    return { body: null, tags: reading.tags, groups: reading.groups, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

// What a group stands for is not noted with each page too. Of a page that could not be rendered nobody notes the groups.
function ownTags({ tags, groups }: Reading): Set<Tag> {
  for (const members of groups.values()) for (const tag of tags) if (members.has(tag)) tags.delete(tag);
  return tags;
}

export { articleRecord, Kept, pageRecord, Reading, takeConverted };

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
  if (page.component) return makePage(page, page.component, locals);
  if (!page.text) return answerOf(page, locals);
  const text = await page.text(locals);
  return text === null ? null : bytesOf(text);
}

function makePage({ route, frame, isPart }: Page, component: Component, locals: App.Locals): Buffer | null {
  const making = new PageMaking(frame, locals);
  const made = component(making, {}, noSlots);
  if (made instanceof Response) return bodyless(route, made.status);
  if (!isPart && !making.hasHead) throw new Error(`The page ${route} has no <head>, so no styles. Give it one, or say that it is partial.`);
  return bytesOf(isPart ? made.text : `<!DOCTYPE html>${made.text}`);
}

// By way of UTF-16, as most texts are in memory, in half the time; written where there is room, so that nobody has to count its bytes before.
function bytesOf(text: string): Buffer {
  if (text.length * 2 > room.length) room = Buffer.allocUnsafeSlow(text.length * 3);
  return transcode(room.subarray(0, room.write(text.toWellFormed(), 'utf16le')), 'utf16le', 'utf8');
}

let room = Buffer.allocUnsafeSlow(1 << 20);

function bodyless(route: string, status: number): null {
  if (status !== 404) throw new Error(`The page ${route} answered with status ${status}.`);
  return null;
}

async function answerOf({ route, routeData }: Page, locals: App.Locals): Promise<Buffer | null> {
  const response = await app.render(new Request(`http://localhost${route}`), { locals, routeData });
  return response.status === 200 ? Buffer.from(await response.arrayBuffer()) : bodyless(route, response.status);
}

async function loadPage(route: string): Promise<Page> {
  const { pageMap, routes } = app.manifest;
  const routeData = app.match(new Request(`http://localhost${route}`));
  const load = routeData && pageMap?.get(routeData.component);
  const built = routeData && routes.find((one) => one.routeData.route === routeData.route);
  if (!load || !built)
    throw new Error(`No page serves ${route}. Add it to site/src/pages, or correct the table in site/renderer/route.ts.`);
  const { default: component, text = null, partial = false } = (await (await load()).page()) as PageModule;
  if (!isComponent(component)) return { route, routeData, component: null, text, frame: noFrame, isPart: false };
  const head = built.styles.map((style) => {
    if (style.type === 'inline') throw new Error(`The page ${route} has styles in itself, which its policy forbids (astro.config.ts).`);
    return `<link rel="stylesheet" href="${linkTo(style.src)}">`;
  });
  if (built.scripts.length + built.links.length > 0)
    throw new Error(`The page ${route} was given scripts or links by an integration, of which its <head> knows nothing (page-runtime.ts).`);
  return { route, routeData, component, text, frame: { head: new Markup(head.join('')), script: scriptOf }, isPart: partial };
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

const noFrame: PageFrame = { head: new Markup(''), script: scriptOf };

interface PageModule {
  default?: unknown;
  text?: TextFile;
  partial?: boolean;
}

/** What serves a route. */
interface Page {
  route: string;
  routeData: RouteData;
  /** Null for what is no page, and for a page that was compiled for Astro's own runtime. */
  component: Component | null;
  /** Of feeds, sitemaps and the like. */
  text: TextFile | null;
  frame: PageFrame;
  /** True for what the pages' scripts fetch and put into them. */
  isPart: boolean;
}
