/** Whether anything moves on any page while it comes and while it is read to its end; on a page of every kind also when its fonts are late. */
import { loadavg } from 'node:os';

import type { Browser, BrowserContext } from 'playwright-core';

import type { RunningSite } from '../check-pages.ts';
import { launchBrowser } from './browser.ts';
import { moves, readToTheEnd } from './reading.ts';

const widths = [320, 1440];
// Before the first frame, about with it, and long after it.
const delays = [40, 150, 1000];
const atOnce = 3;

export async function run({ origin, pages, kinds, args: [only] }: RunningSite): Promise<boolean> {
  const trials = widths.flatMap((width) => [
    ...(only === 'kinds' ? kinds : pages).map(({ path }) => ({ path, width, delay: 0 })),
    ...delays.flatMap((delay) => kinds.map(({ path }) => ({ path, width, delay }))),
  ]);
  const browser = await launchBrowser();
  const moved: string[] = [];
  const rest = trials.values();
  const reader = async (): Promise<void> => {
    for (const trial of rest) moved.push(...(await read(browser, origin, trial)));
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, reader));
  } finally {
    await browser.close();
  }
  console.log(`${trials.length} readings, ${moved.length} moves (load ${loadavg()[0]?.toFixed(1)})`);
  for (const line of moved.slice(0, 30)) console.log(`  ${line}`);
  return moved.length === 0;
}

interface Trial {
  path: string;
  width: number;
  /** Of every font, in milliseconds. */
  delay: number;
}

async function read(browser: Browser, origin: string, { path, width, delay }: Trial): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 640 : 900 } });
  try {
    if (delay > 0) await holdFonts(context, delay);
    const page = await context.newPage();
    await page.goto(origin + path);
    await readToTheEnd(page);
    return (await moves(page)).map((move) => `${path}, ${width} pixels, fonts ${delay} ms late: ${move}`);
  } finally {
    await context.close();
  }
}

async function holdFonts(context: BrowserContext, delay: number): Promise<void> {
  await context.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    // The page may be gone.
    await route.continue().catch(() => undefined);
  });
}
