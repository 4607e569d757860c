import { gzipSync } from 'node:zlib';

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { moves } from '../scripts/page-checks/reading.ts';
import { en } from '../site/src/i18n/en.ts';
import { hy } from '../site/src/i18n/hy.ts';
import { ru } from '../site/src/i18n/ru.ts';
import { smallNewsroom, type Documents } from '../site/tests/model-store.ts';
import { launchBrowser } from './browser.ts';
import { SmallSite } from './small-site.ts';

const title = 'Flood & “tide” / прилив 50 %';
const languages = [
  { path: '/2022/04/flood/', other: '/ru/2022/04/flood/', locale: 'en', words: en },
  { path: '/ru/2022/04/flood/', other: '/2022/04/flood/', locale: 'ru', words: ru },
  { path: '/hy/2022/04/flood/', other: '/2022/04/flood/', locale: 'hy', words: hy },
];

let site: SmallSite;
let browser: Browser;
let asked: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  site = await SmallSite.open();
  browser = await launchBrowser();
});

beforeEach(() => site.publish(newsroom()));

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  asked = [];
});

afterAll(async () => {
  await browser.close();
  await site.end();
});

describe.each(languages)('the story at $path', ({ path, other, locale, words }) => {
  it('keeps the theme over pages and languages, and follows the system when told to', async () => {
    const page = await open(path, { colorScheme: 'light' });
    const choice = page.getByLabel(words.theme, { exact: true });
    const light = await background(page);
    await choice.selectOption(words.themeDark);
    const dark = await background(page);
    expect(dark).not.toBe(light);
    await page.goto(site.url + other);
    expect(await background(page)).toBe(dark);
    expect(await page.locator('meta[name=theme-color][media=all]').getAttribute('data-scheme')).toBe('dark');
    await page.goto(site.url + path);
    await choice.selectOption(words.themeSystem);
    expect(await background(page)).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background(page)).toBe(dark);
  });

  it('has five sizes of text, kept over pages, said aloud, with ends', async () => {
    const page = await open(path);
    const larger = page.getByRole('button', { name: words.textLarger });
    const smaller = page.getByRole('button', { name: words.textSmaller });
    const said = page.locator('text-size').getByRole('status');
    expect(await smaller.isDisabled()).toBe(true);
    for (const value of ['125 %', '150 %', '175 %', '200 %']) {
      await larger.focus();
      await page.keyboard.press('Enter');
      expect(await said.textContent()).toBe(value);
    }
    expect(await larger.isDisabled()).toBe(true);
    expect(await fontSize(page)).toBe('32px');
    await page.goto(site.url + other);
    expect(await fontSize(page)).toBe('32px');
    await page.goto(site.url + path);
    await page.getByRole('button', { name: words.textReset }).click();
    expect(await fontSize(page)).toBe('16px');
  });

  it('is passed on by links that ask nobody before they are opened', async () => {
    const page = await open(path);
    const links = page.locator('.share-links a');
    const found = await links.evaluateAll((all) => all.map((a) => [a.getAttribute('href') ?? '', a.getAttribute('rel') ?? '']));
    expect(found).toHaveLength(7);
    for (const [href = '', rel] of found) {
      expect(href).toContain(encodeURIComponent(site.url + path));
      expect(rel).toContain('noopener');
    }
    expect(found[0]?.[0]).toContain(encodeURIComponent(title));
    expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    expect(await page.getByRole('button', { name: words.shareButton, exact: true }).count()).toBe(0);
  });

  it('is passed on by the sheet of a phone', async () => {
    const page = await open(path, { hasTouch: true, isMobile: true }, (context) =>
      context.addInitScript(() => {
        navigator.share = (data) => {
          document.title = JSON.stringify(data);
          return Promise.resolve();
        };
      }),
    );
    await page.getByRole('button', { name: words.shareButton, exact: true }).click();
    await page.waitForFunction(() => document.title.startsWith('{'));
    expect(JSON.parse(await page.title())).toEqual({ title, url: site.url + path });
    expect(await page.locator('.share-links a:visible').count()).toBe(0);
  });

  it('gives its address to the clipboard, or to a field', async () => {
    const page = await open(path, { permissions: ['clipboard-read', 'clipboard-write'] });
    const button = page.getByRole('button', { name: words.copyLink });
    await button.click();
    await page.getByText(words.linkCopied, { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(site.url + path);
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);

    const denied = await open(path, {}, forbidClipboard);
    await denied.getByRole('button', { name: words.copyLink }).click();
    const field = denied.getByLabel(words.storyAddress);
    await field.waitFor();
    expect(await field.inputValue()).toBe(site.url + path);
    expect(await denied.evaluate(() => getSelection()?.toString())).toBe(site.url + path);
  });

  it('prints black on white, without tools and notices', async () => {
    await site.publish(newsroom(announced), 'ad');
    const page = await open(path);
    await page.getByLabel(words.theme, { exact: true }).selectOption(words.themeDark);
    await page.emulateMedia({ media: 'print' });
    expect(await background(page)).toMatch(/^rgb\(255, 255, 255\)$/);
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).color)).toBe('rgb(0, 0, 0)');
    for (const part of ['site-notice', '.story-tools', '.masthead-tools', '.sections'])
      expect(await page.locator(`${part}:visible`).count(), part).toBe(0);
    expect(await page.locator('h1:visible, .article-date:visible, .article-byline:visible, .article-body:visible').count()).toBe(4);
    expect(await page.locator('.article-address:visible').textContent()).toBe(site.url + path);
  });

  it('shows what is announced though its own file stays the same', async () => {
    const before = await site.page(path);
    const quiet = await open(path);
    expect(await quiet.locator('site-notice:visible').count()).toBe(0);
    await site.publish(newsroom(announced), 'ad');
    expect(await site.page(path)).toBe(before);
    const page = await open(path);
    await page.locator('site-notice[data-place=banner]').getByText(`Alarm ${locale}`).waitFor();
    await page.locator('site-notice[data-place=promo]').getByText(`Follow ${locale}`).waitFor();
    const ad = page.locator('site-notice[data-place=article]');
    expect(await ad.locator('.ad-label').textContent()).toBe(words.advertisement);
    expect(await ad.locator('a').getAttribute('rel')).toContain('sponsored');
    // Its picture never comes here: its place is kept all the same.
    const box = await ad.locator('picture').boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1);
    expect(await moves(page)).toEqual([]);
  });

  it('fetches the newest stories of its section when the reader comes near, each once', async () => {
    const page = await open(path);
    expect(asked.some((url) => url.includes('/sections/'))).toBe(false);
    await comeNear(page);
    await page.locator('newest-stories [data-id=newest]').waitFor();
    expect(await listed(page)).toEqual(['newest', 'older1', 'older2', 'older3']);
    expect(await page.locator('.newest-line:visible').count()).toBe(0);
    expect(await moves(page)).toEqual([]);
  });

  it('moves nothing that is read when the newest come late, and offers them', async () => {
    await site.publish(newsroom({}, 'A short story.'));
    const seen = Promise.withResolvers<void>();
    const page = await open(path, { viewport: { width: 1440, height: 1600 } }, (context) =>
      context.route('**/sections/*.html', (route) => seen.promise.then(() => route.continue())),
    );
    await page.locator('newest-stories').getByText(words.loading).waitFor();
    expect(await inView(page, '.footer')).toBe(true);
    seen.resolve();
    const offer = page.getByRole('button', { name: words.showNewer });
    await offer.or(page.locator('newest-stories [data-id=newest]')).waitFor();
    expect(await moves(page)).toEqual([]);
    await offer.press('Enter');
    expect(await listed(page)).toEqual(['newest', 'older1', 'older2', 'older3']);
    expect(await page.locator('[data-id=newest] a').evaluate((one) => one === document.activeElement)).toBe(true);
  });

  it('keeps the older stories when the newest cannot be fetched', async () => {
    const page = await open(path, {}, (context) => context.route('**/sections/*.html', (route) => route.abort()));
    await comeNear(page);
    await expect.poll(() => asked.some((url) => url.includes('/sections/'))).toBe(true);
    await page.locator('.newest-line').waitFor({ state: 'hidden' });
    expect(await listed(page)).toEqual(['older1', 'older2', 'older3']);
    expect(await page.locator('#older a').count()).toBe(1);
  });

  it('opens a search field with a key, and gives the focus back', async () => {
    const page = await open(path);
    expect(asked.filter((url) => /overlay|search/.test(url))).toEqual([]);
    await page.keyboard.press('/');
    const dialog = page.getByRole('dialog', { name: words.searchLabel });
    await dialog.waitFor();
    await expect.poll(() => dialog.getByRole('searchbox').evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('a[data-search]').evaluate((one) => one === document.activeElement)).toBe(true);
  });

  it('reads and links without script, and shows no button that does nothing', async () => {
    const page = await open(path, { javaScriptEnabled: false });
    expect(await page.locator('button:visible, select:visible').count()).toBe(0);
    expect(await page.locator('.share-links a:visible').count()).toBe(7);
    expect(await page.locator('newest-stories a:visible').count()).toBe(3);
    expect(await page.locator('.languages a[hreflang]').count()).toBe(2);
  });

  it('works where the browser keeps nothing', async () => {
    const page = await open(path, { colorScheme: 'light' }, (context) =>
      context.addInitScript(() => {
        Object.defineProperty(window, 'localStorage', {
          get: () => {
            throw new DOMException('', 'SecurityError');
          },
        });
      }),
    );
    const light = await background(page);
    await page.getByLabel(words.theme, { exact: true }).selectOption(words.themeDark);
    expect(await background(page)).not.toBe(light);
    await page.getByRole('button', { name: words.textLarger }).click();
    expect(await fontSize(page)).toBe('20px');
  });
});

it('is in its theme when it is painted first, on a slow machine too', async () => {
  const page = await open('/2022/04/flood/', { colorScheme: 'light' });
  await page.getByLabel(en.theme, { exact: true }).selectOption(en.themeDark);
  const dark = await background(page);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  // What each frame would paint, from the first one on.
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = (): void => {
      if (document.body) seen.push(getComputedStyle(document.documentElement).backgroundColor);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(site.url + '/ru/2022/04/flood/');
  const seen = await page.evaluate(() => ('seen' in window ? window.seen : []));
  expect(new Set(seen as string[])).toEqual(new Set([dark]));
});

it('weighs little', async () => {
  const html = await site.page('/2022/04/flood/');
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code ?? '');
  const files = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src ?? '');
  const loaded = await Promise.all(files.map(async (src) => (await fetch(site.url + src)).text()));
  const bytes = [...inline, ...loaded].map((code) => gzipSync(code).length).reduce((sum, one) => sum + one, 0);
  console.log(`all scripts of an article page: ${bytes} bytes packed`);
  expect(bytes).toBeLessThanOrEqual(3584);
});

it('broke no policy on any of these pages', () => {
  expect(complaints.filter((text) => /policy/i.test(text))).toEqual([]);
});

const announced = {
  breakingBanner: { text: { en: 'Alarm en', ru: 'Alarm ru', hy: 'Alarm hy' }, url: '' },
  promo: { title: { en: 'Follow en', ru: 'Follow ru', hy: 'Follow hy' }, text: {}, url: 'https://example.com/', imageId: null },
  adSlots: (['header', 'article', 'list'] as const).map((position) => ({
    position,
    imageId: 'ad',
    url: 'https://example.com/ad',
    label: {},
    locales: ['en', 'ru', 'hy'],
    startsAt: null,
    endsAt: null,
  })),
};

function newsroom(settings: Record<string, unknown> = {}, body = 'A long story.\n\n'.repeat(80)): Documents {
  const made = smallNewsroom(settings).file('ad', '/uploads/ad.jpg', { alt: 'An ad' });
  for (const locale of ['en', 'ru', 'hy'] as const) {
    made.article('flood', locale, { title, body });
    for (const n of [1, 2, 3]) made.article(`older${n}`, locale, { publicationDate: `2022-04-0${9 - n}T08:00:00.000Z` });
    made.article('newest', locale, { publicationDate: '2022-04-20T08:00:00.000Z' });
  }
  return made;
}

async function open(
  path: string,
  options: BrowserContextOptions = {},
  prepare: (context: BrowserContext) => Promise<unknown> = () => Promise.resolve(),
): Promise<Page> {
  const context = await browser.newContext(options);
  await prepare(context);
  const page = await context.newPage();
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(site.url + path);
  return page;
}

/** Refuses as a reader does in the settings of the browser. */
async function forbidClipboard(context: BrowserContext): Promise<void> {
  const settings = await browser.newBrowserCDPSession();
  const page = await context.newPage();
  const { targetInfo } = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
  await page.close();
  await settings.send('Browser.setPermission', {
    permission: { name: 'clipboard-write' },
    setting: 'denied',
    origin: site.url,
    ...(targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId }),
  });
}

/** Scrolls to where the list of the section is near, and not yet in view. */
async function comeNear(page: Page): Promise<void> {
  await page.locator('newest-stories').evaluate((list) => scrollBy(0, list.getBoundingClientRect().top - innerHeight * 2.5));
}

function listed(page: Page): Promise<(string | null)[]> {
  return page.locator('newest-stories [data-id]').evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
}

function inView(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((one) => one.getBoundingClientRect().top < innerHeight);
}

function background(page: Page): Promise<string> {
  return page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor);
}

function fontSize(page: Page): Promise<string> {
  return page.locator('html').evaluate((html) => getComputedStyle(html).fontSize);
}
