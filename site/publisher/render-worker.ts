/** A process that renders batches of pages from the store of the publisher, which it only reads (docs/decisions/0017-render-processes.md). */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';

import { fileOf, type SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import { differenceFrom, hasBytes, hashOf, writeFresh } from './page-file.ts';
import { storedSeq } from './queue.ts';
import type { RenderedPage, RenderOrder, RenderResult } from './render-order.ts';
import { loadRenderer, type Renderer } from './renderer.ts';
import { openReader } from './store.ts';

if (process.send) {
  process.on('disconnect', () => process.exit(0));
  let before = Promise.resolve();
  process.on('message', (order: RenderOrder) => {
    before = before.then(() => answer(order));
  });
}

async function answer(order: RenderOrder): Promise<void> {
  try {
    process.send?.(await renderBatch(order));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

async function renderBatch(order: RenderOrder): Promise<RenderResult> {
  const { store, renderer } = await opened(order);
  const result: RenderResult = { id: order.id, seq: 0, pages: [], tags: [], groups: [], converted: [] };
  const groups = new Map<Tag, Tag[]>();
  const places = new Map<Tag, number>();
  // One transaction: every page of the batch sees the same content.
  store.exec('begin');
  try {
    result.seq = storedSeq(store);
    if (order.write === 'beside') mkdirSync(order.scratch, { recursive: true });
    for (const [number, path] of order.paths.entries()) {
      const { body, tags, groups: shared, error } = await renderer.render(path);
      for (const [tag, members] of shared) if (!groups.has(tag)) groups.set(tag, [...members]);
      const made = { hash: body ? hashOf(body) : '', bytes: body?.length ?? 0, tagPlaces: [...tags].map((tag) => placeOf(tag, places)) };
      const page: RenderedPage = { ...made, written: false, error: error && error.message, problem: null };
      if (body) Object.assign(page, put(order, number, path, body));
      result.pages.push(page);
      // Whoever ordered may be gone, and then another may be at work on the same folder.
      await yieldToOthers();
    }
  } finally {
    store.exec('commit');
  }
  result.tags = [...places.keys()];
  result.groups = [...groups];
  result.converted = renderer.takeConverted();
  return result;
}

function placeOf(tag: Tag, places: Map<Tag, number>): number {
  const known = places.get(tag);
  if (known === undefined) places.set(tag, places.size);
  return known ?? places.size - 1;
}

function put(order: RenderOrder, number: number, path: SitePath, body: Buffer): Pick<RenderedPage, 'written' | 'problem'> {
  const file = join(order.root, fileOf(path));
  if (order.write === 'compare') return { written: false, problem: differenceFrom(file, body) };
  if (order.write === 'beside' && hasBytes(file, body)) return { written: false, problem: null };
  try {
    // Nearly every page has a folder of its own. On a disk that looks for room it takes as long as rendering, and the publisher is one for all.
    mkdirSync(dirname(file), { recursive: true });
    writeFresh(order.write === 'new' ? file : join(order.scratch, String(number)), body);
    return { written: true, problem: null };
  } catch (error) {
    return { written: false, problem: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
  }
}

async function opened({ store: file, dist, siteUrl }: RenderOrder): Promise<{ store: Store; renderer: Renderer }> {
  const store = stores.get(file) ?? openReader(file);
  stores.set(file, store);
  const key = `${file} ${dist}`;
  const renderer = renderers.get(key) ?? (await loadRenderer(dist, store, siteUrl));
  renderers.set(key, renderer);
  return { store, renderer };
}

const stores = new Map<string, Store>();
const renderers = new Map<string, Renderer>();
