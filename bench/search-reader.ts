/** A reader's first search in a real browser: what it asks for, how long it takes, and how long the next ones take. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';

import type { Locale, SitePath } from '@broadsheet/shared';
import type { Browser, Page, Request } from 'playwright-core';

import { loadRenderer } from '../site/publisher/renderer.ts';
import type { Store } from '../site/src/content/reading.ts';
import type { ForkedServer } from './forked-server.ts';
import { openSiteServer } from './site-server.ts';

export interface FirstSearch {
  bytes: number;
  requests: number;
  /** From the key that opens the overlay to the first results, milliseconds. */
  first: number;
  /** From a question to its results, when the search is at work already. */
  next: number[];
  /** True when the story that is meant was among the results. */
  found: boolean;
}

/** Serves an archive's search, with one story and the search page of each language. */
export async function serveSearch(dist: string, store: Store, www: string, pages: readonly SitePath[]): Promise<ForkedServer> {
  const { render } = await loadRenderer(dist, store, 'https://news.example.org');
  const { Output } = await import('../site/publisher/output.ts');
  const output = new Output(www, join(www, '..', 'scratch-pages'));
  for (const path of pages) {
    const { body, error } = await render(path);
    if (!body) throw error ?? new Error(`${path} has no page.`);
    output.write(path, body);
  }
  cpSync(join(dist, 'client'), www, { recursive: true });
  return openSiteServer(www);
}

/** @param questions the first is asked in a browser that has nothing yet, the others after it */
export async function firstSearch(
  browser: Browser,
  url: string,
  [first, ...next]: readonly { query: string; path: string }[],
): Promise<FirstSearch> {
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(url, { waitUntil: 'networkidle' });
    const requests: Request[] = [];
    page.on('requestfinished', (request) => requests.push(request));
    const begun = performance.now();
    await page.keyboard.press('/');
    await page.locator('dialog input').waitFor();
    await page.keyboard.insertText(first?.query ?? '');
    await page.locator('dialog [data-part=results] li').first().waitFor();
    const taken = performance.now() - begun;
    await page.waitForLoadState('networkidle');
    const bytes = await Promise.all(requests.map(bytesOf));
    const found = await page.locator(`dialog a[href="${first?.path ?? ''}"]`).count();
    const warm: number[] = [];
    for (const { query } of next) warm.push(await timed(page, query));
    return { bytes: bytes.reduce((sum, one) => sum + one, 0), requests: requests.length, first: taken, next: warm, found: found > 0 };
  } finally {
    await context.close();
  }
}

async function bytesOf(request: Request): Promise<number> {
  const { responseBodySize, responseHeadersSize } = await request.sizes();
  return responseBodySize + responseHeadersSize;
}

// The same words a second time would tell of what the browser remembers; so each is asked for once before.
async function timed(page: Page, query: string): Promise<number> {
  return page.evaluate(async (asked) => {
    const input = document.querySelector<HTMLInputElement>('dialog input');
    const results = document.querySelector('dialog [data-part=results]');
    if (!input || !results) return Infinity;
    const shown = (): Promise<void> =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(results, { childList: true });
      });
    input.value = asked;
    const begun = performance.now();
    const arrived = shown();
    input.form?.requestSubmit();
    await arrived;
    return performance.now() - begun;
  }, query);
}

/** The paths that `serveSearch` needs for a language. */
export function searchPath(locale: Locale): SitePath {
  return (locale === 'en' ? '/search/' : `/${locale}/search/`) as SitePath;
}
