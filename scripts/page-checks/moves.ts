/**
 * Whether anything moves on any page while it comes and while it is read to its end; on a page of every kind also when its
 * fonts are late, and when it comes in small pieces.
 */
import { loadavg } from 'node:os';

import type { Browser, Page } from 'playwright-core';

import type { RunningSite } from '../check-pages.ts';
import { movedByTheRest } from './arrival.ts';
import { launchBrowser } from './browser.ts';
import { moves, readToTheEnd } from './reading.ts';

const widths = [320, 1440];
const atOnce = 3;

/** What a page may come through: each way shows other halves of it for a moment. */
const ways: Record<string, ((page: Page) => Promise<unknown>) | null> = {
  'as it comes': null,
  // Before the first frame, about with it, and long after it.
  'fonts 40 ms late': (page) => holdFonts(page, 40),
  'fonts 150 ms late': (page) => holdFonts(page, 150),
  'fonts 1000 ms late': (page) => holdFonts(page, 1000),
  'over a slow network': slowDown,
  'piece by piece': null,
};

export async function run({ origin, pages, kinds, args: [only] }: RunningSite): Promise<boolean> {
  const chosen = only === 'kinds' ? kinds : pages;
  const trials = widths.flatMap((width) =>
    Object.keys(ways).flatMap((way) => (way === 'as it comes' ? chosen : kinds).map(({ path }) => ({ path, width, way }))),
  );
  const browser = await launchBrowser();
  let moved = 0;
  const rest = trials.values();
  const reader = async (): Promise<void> => {
    for (const trial of rest) {
      const found = await read(browser, origin, trial);
      moved += found.length;
      for (const line of found) console.log(`  ${line}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, reader));
  } finally {
    await browser.close();
  }
  console.log(`${trials.length} readings, ${moved} moves (load ${loadavg()[0]?.toFixed(1)})`);
  return moved === 0;
}

interface Trial {
  path: string;
  width: number;
  way: string;
}

async function read(browser: Browser, origin: string, { path, width, way }: Trial): Promise<string[]> {
  const page = await browser.newPage({ viewport: { width, height: width < 600 ? 640 : 900 } });
  try {
    await ways[way]?.(page);
    await page.goto(origin + path);
    if (way !== 'piece by piece') await readToTheEnd(page);
    const found = way === 'piece by piece' ? movedByTheRest(page) : moves(page);
    return (await found).map((move) => `${path}, ${width} pixels, ${way}: ${move}`);
  } finally {
    await page.close();
  }
}

async function holdFonts(page: Page, delay: number): Promise<void> {
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    // The page may be gone.
    await route.continue().catch(() => undefined);
  });
}

/** Some 400 kilobits a second, as in a train: the HTML itself comes in pieces. Pictures, whose places are kept, would take all day. */
async function slowDown(page: Page): Promise<void> {
  await page.route(/\/(?:media|uploads)\//, (route) => route.abort());
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 100,
    downloadThroughput: 50_000,
    uploadThroughput: 20_000,
  });
}
