import type { Browser, BrowserContext } from 'playwright-core';

import { launchBrowser } from './browser.ts';

export interface Shot {
  url: string;
  width: number;
  /** Of the window; null takes in the whole page. */
  height: number | null;
  theme: 'light' | 'dark';
  /** Pixels of the picture to a pixel of the page. */
  scale?: number;
}

export class Camera {
  readonly #browser: Browser;
  // One reader for each kind of screen, who keeps the typefaces of the pages before.
  readonly #readers = new Map<string, Promise<BrowserContext>>();

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<Camera> {
    return new Camera(await launchBrowser());
  }

  /** A page as a reader has it who has been on the site before: with all its typefaces and pictures. */
  async take({ url, width, height, theme, scale = 1 }: Shot): Promise<Buffer> {
    const size = { width, height: height ?? 900 };
    const context = await this.#reader(JSON.stringify({ ...size, theme, scale }), () =>
      this.#browser.newContext({ viewport: size, colorScheme: theme, deviceScaleFactor: scale }),
    );
    const page = await context.newPage();
    try {
      await page.goto(url, { waitUntil: 'networkidle' });
      const whole = await page.locator('body').boundingBox();
      // Pictures below come when they are in view.
      await page.setViewportSize({ width, height: Math.max(size.height, Math.ceil(whole?.height ?? 0)) });
      await page.waitForLoadState('networkidle');
      if (height !== null) await page.setViewportSize(size);
      await page.reload({ waitUntil: 'networkidle' });
      return await page.screenshot({ fullPage: height === null });
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  #reader(key: string, make: () => Promise<BrowserContext>): Promise<BrowserContext> {
    const known = this.#readers.get(key) ?? make();
    this.#readers.set(key, known);
    return known;
  }
}
