/** Every kind of page of the demo newspaper, in every language, as readers with different machines and habits have it. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { gzipSync } from 'node:zlib';

import type { SitePath } from '@broadsheet/shared';
import { HtmlValidate } from 'html-validate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadRenderer } from '../site/publisher/renderer.ts';
import { openReader } from '../site/publisher/store.ts';
import { buildWithAstro } from '../site/tests/astro-build.ts';
import { isAtRest } from './at-rest.ts';
import { launchBrowser } from './browser.ts';
import { movedByTheRest } from '../scripts/page-checks/arrival.ts';
import { oneOfEachKind, pagesIn, type PageFile } from '../scripts/page-checks/kinds.ts';
import { visit, type LoadedFile, type Visit } from './pages/visit.ts';
import { strangeWords } from './pages/words.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { until } from './until.ts';

const kilobyte = 1024;
// Every form that a page has, and every script.
const arriving = ['en front', 'hy section', 'ru article', 'en author', 'hy search', 'ru month', 'hy page'];
const scripts = { en: 'latin', ru: 'cyrillic', hy: 'armenian' };

let newsroom: RunningNewsroom;
let browser: Browser;
let pages: PageFile[];
let visits: Visit[];

beforeAll(async () => {
  newsroom = await RunningNewsroom.make({ DEMO_CONTENT: 'true' });
  await newsroom.startCms();
  await newsroom.startPublisher();
  browser = await launchBrowser();
  await until('every picture is made', () => isAtRest(newsroom), 300_000);
  pages = pagesIn(join(newsroom.folder, 'www'));
  const rest = oneOfEachKind(pages).entries();
  visits = [];
  const reader = async (): Promise<void> => {
    for (const [at, page] of rest) visits[at] = await visit(browser, newsroom.siteUrl, page);
  };
  await Promise.all([reader(), reader(), reader()]);
}, 1_500_000);

afterAll(async () => {
  await browser.close();
  await newsroom.end();
});

describe('every page', () => {
  it("has the bytes that Astro's own runtime makes", async () => {
    const dist = await buildWithAstro();
    const store = openReader(join(newsroom.folder, 'site/store.db'));
    try {
      const { render } = await loadRenderer(dist, store, newsroom.siteUrl);
      const other: string[] = [];
      for (const { path, html } of pages) if ((await render(path as SitePath)).body?.toString() !== html) other.push(path);
      expect(other).toEqual([]);
    } finally {
      store.close();
      rmSync(dirname(dist), { recursive: true, force: true });
    }
  });

  it('is valid HTML', async () => {
    const checker = new HtmlValidate({ extends: ['html-validate:standard'], rules: htmlRules });
    const wrong = new Set<string>();
    for (const { path, html } of pages) {
      const { results } = await checker.validateString(html);
      for (const { ruleId, message } of results.flatMap(({ messages }) => messages)) wrong.add(`${ruleId}: ${message}, first on ${path}`);
      if (wrong.size > 20) break;
    }
    expect([...wrong]).toEqual([]);
  });
});

describe('a page of every kind in every language', () => {
  it('is there to be visited', () => {
    for (const locale of ['en', 'ru', 'hy']) {
      const kinds = new Set(visits.filter(({ page }) => page.locale === locale).map(({ page }) => page.name));
      expect([...kinds].toSorted(), locale).toEqual([
        'article',
        'author',
        'authors',
        'front',
        'month',
        'not-found',
        'page',
        'search',
        'section',
        'short article',
        'tag',
        'view-counting',
      ]);
    }
  });

  it('has no fault that axe knows of, in the light or in the dark', () => {
    expect(all(({ axe }) => axe)).toEqual([]);
  });

  it('does not move while it loads and while it is read to the end, also on a narrow screen in the largest type', () => {
    expect(all(({ moved }) => moved)).toEqual([]);
  });

  it('is laid out the same however much of its HTML has come', async () => {
    const chosen = visits.filter(({ page }) => arriving.includes(`${page.locale} ${page.name}`)).map(({ page }) => page);
    expect(chosen.length).toBe(arriving.length);
    const moved: string[] = [];
    for (const { path } of chosen) {
      for (const [width, size] of [
        [1440, '0'],
        [768, '0'],
        [320, '4'],
      ] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        await page.addInitScript((kept) => localStorage.setItem('size', kept), size);
        await page.goto(newsroom.siteUrl + path);
        moved.push(...(await movedByTheRest(page)).map((what) => `${path}, ${width} pixels: ${what}`));
        await page.close();
      }
    }
    expect(moved).toEqual([]);
  });

  it('needs no scrolling to the side at 320 pixels in the largest type', () => {
    expect(all(({ overflow }) => overflow)).toEqual([]);
  });

  it('asks nobody but the newspaper itself, and breaks no policy', () => {
    expect(all(({ loaded }) => loaded.map(({ url }) => url).filter((url) => !url.startsWith(`${newsroom.siteUrl}/`)))).toEqual([]);
    expect(all(({ complaints, page }) => (page.kind === 'not-found' ? [] : complaints))).toEqual([]);
  });

  it('speaks its own language and no other', () => {
    expect(all(({ page, words }) => strangeWords(page.locale, words))).toEqual([]);
  });

  it('is light: HTML with styles 50 KB, scripts 5 KB, and 80 KB of fonts of its own script', () => {
    const heaviest = { text: 0, script: 0, font: 0 };
    for (const { page, loaded } of visits) {
      const weight = {
        text: sum(loaded, ['document', 'stylesheet']),
        script: sum(loaded, ['script']) + inlineScripts(page.html),
        font: sum(loaded, ['font']),
      };
      for (const part of ['text', 'script', 'font'] as const) heaviest[part] = Math.max(heaviest[part], weight[part]);
      expect(weight.text, page.path).toBeLessThanOrEqual(50 * kilobyte);
      expect(weight.font, page.path).toBeLessThanOrEqual(80 * kilobyte);
      if (page.kind !== 'search') expect(weight.script, page.path).toBeLessThanOrEqual(5 * kilobyte);
      const foreign = Object.entries(scripts).filter(([locale]) => locale !== page.locale && locale !== 'en');
      const fonts = loaded.filter(({ kind }) => kind === 'font').map(({ url }) => url);
      expect(
        fonts.filter((url) => foreign.some(([, script]) => url.includes(script))),
        page.path,
      ).toEqual([]);
      expect(fonts.length, page.path).toBeGreaterThan(1);
    }
    console.log(`the heaviest page of each kind of weight, in bytes: ${JSON.stringify(heaviest)}`);
  });
});

// What these rules ask is a matter of taste, or is asked for by the newspaper's own reasons.
const htmlRules = {};

/** What is wrong on any page, each with where. */
function all(wrong: (visit: Visit) => readonly string[]): string[] {
  return visits.flatMap((one) => wrong(one).map((text) => `${one.page.path}: ${text}`));
}

function sum(loaded: readonly LoadedFile[], kinds: readonly string[]): number {
  return loaded.filter(({ kind }) => kinds.includes(kind)).reduce((total, { bytes }) => total + bytes, 0);
}

/** They are packed with the page; counted alone they weigh a little more. */
function inlineScripts(html: string): number {
  return [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].reduce((total, [, code = '']) => total + gzipSync(code).length, 0);
}
