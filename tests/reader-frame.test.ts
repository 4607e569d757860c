import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { moves } from '../scripts/page-checks/reading.ts';
import { en } from '../site/src/i18n/en.ts';
import { hy } from '../site/src/i18n/hy.ts';
import { ru } from '../site/src/i18n/ru.ts';
import { smallNewsroom, type Documents } from '../site/tests/model-store.ts';
import { launchBrowser } from './browser.ts';
import { smallPicture } from './small-picture.ts';
import { SmallSite } from './small-site.ts';

const languages = [
  { root: '/', locale: 'en', words: en, other: 'ru', section: '/ru/city/', name: 'Русский' },
  { root: '/ru/', locale: 'ru', words: ru, other: 'hy', section: '/hy/city/', name: 'Հայերեն' },
  { root: '/hy/', locale: 'hy', words: hy, other: 'en', section: '/city/', name: 'English' },
] as const;

let site: SmallSite;
let browser: Browser;

beforeAll(async () => {
  site = await SmallSite.open();
  browser = await launchBrowser();
});

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

afterAll(async () => {
  await browser.close();
  await site.end();
});

describe.each(languages)('around the story in $locale', ({ root, locale, words, other, section, name }) => {
  it('stand the social links of the settings, in their order, in header and footer', async () => {
    const platforms = ['Telegram', 'X', 'Our own'];
    const socialLinks = platforms.map((platform, at) => ({ platform, url: `https://example.com/${at}` }));
    await site.publish(newsroom({ socialLinks }));
    const page = await open(`${root}2022/04/flood/`);
    const lists = [
      page.locator('.masthead').getByRole('navigation', { name: words.socialLinks }),
      page.locator('.footer section').filter({ has: page.getByRole('heading', { name: words.socialLinks }) }),
    ];
    for (const list of lists) {
      expect(await list.getByRole('link').allInnerTexts()).toEqual(platforms);
      for (const link of await list.getByRole('link').all()) expect((await link.getAttribute('rel'))?.split(' ')).toContain('me');
    }
  });

  it('stands nothing that is not set, and no gap in its place', async () => {
    await site.publish(newsroom());
    const page = await open(`${root}2022/04/flood/`);
    expect(await page.locator('.social-links, .footer section, .copyright').count()).toBe(0);
    expect(await page.locator(':is(.masthead, .footer) :is(nav, ul, section, p):not(:has(*))').filter({ hasNotText: /\S/ }).count()).toBe(
      0,
    );
    expect(await page.getByText('©').count()).toBe(0);
  });

  it('stand the apps and the copyright notice of its own language', async () => {
    const appLinks = [
      { store: 'app-store', url: `https://example.com/${locale}`, locale },
      { store: 'google-play', url: `https://example.com/${other}`, locale: other },
    ];
    await site.publish(newsroom({ appLinks, copyrightNotice: { [locale]: `Only with a link ${locale}.` } }));
    const page = await open(`${root}2022/04/flood/`);
    const apps = page.locator('.footer section').filter({ has: page.getByRole('heading', { name: words.appLinks }) });
    expect(await apps.getByRole('link').allInnerTexts()).toEqual(['App Store']);
    expect(await page.locator('.copyright').innerText()).toMatch(new RegExp(`^© 2026 .+ Only with a link ${locale}\\.$`));
  });

  it('leads each language to the same story, or, named, to its section', async () => {
    await site.publish(newsroom().article('alone', locale));
    const page = await open(`${root}2022/04/flood/`);
    const same = page.locator(`.languages a[lang=${other}]`);
    expect(await same.innerText()).toBe(name);
    expect(await same.getAttribute('hreflang')).toBe(other);
    await page.goto(`${site.url}${root}2022/04/alone/`);
    expect(await page.locator('[hreflang]').count()).toBe(0);
    const link = page.locator(`.languages a[lang=${other}]`);
    expect(await link.getAttribute('href')).toBe(section);
    const label = await link.innerText();
    expect(label).toContain(name);
    expect(label).not.toBe(name);
    const [answer] = await Promise.all([page.waitForResponse((response) => response.url() === site.url + section), link.click()]);
    expect(answer.status()).toBe(200);
  });

  it.each(['loaded', 'blocked'])('keep the places of an ad and a promo whose pictures are %s', async (state) => {
    await site.publish(newsroom(announced), 'ad');
    const jpeg = Buffer.from(await smallPicture(1));
    const page = await open(`${root}2022/04/flood/`, (route) =>
      state === 'loaded' ? route.fulfill({ body: jpeg, contentType: 'image/jpeg' }) : route.abort(),
    );
    for (const place of ['header', 'article', 'promo']) {
      const notice = page.locator(`site-notice[data-place=${place}]`);
      await notice.scrollIntoViewIfNeeded();
      await expect.poll(() => notice.locator('img').evaluate((one: HTMLImageElement) => one.complete)).toBe(true);
      expect(await notice.locator('img').evaluate((one: HTMLImageElement) => one.naturalWidth > 0)).toBe(state === 'loaded');
      const box = await notice.locator('picture').boundingBox();
      expect((box?.width ?? 0) / (box?.height ?? 1), place).toBeCloseTo(1.5, 1);
    }
    expect(await moves(page)).toEqual([]);
  });
});

const announced = {
  promo: { title: { en: 'Follow en', ru: 'Follow ru', hy: 'Follow hy' }, text: {}, url: 'https://example.com/', imageId: 'ad' },
  adSlots: (['header', 'article'] as const).map((position) => ({
    position,
    imageId: 'ad',
    url: 'https://example.com/ad',
    label: {},
    locales: ['en', 'ru', 'hy'],
    startsAt: null,
    endsAt: null,
  })),
};

function newsroom(settings: Record<string, unknown> = {}): Documents {
  const made = smallNewsroom(settings).file('ad', '/uploads/ad.jpg', { alt: 'An ad' });
  for (const locale of ['en', 'ru', 'hy'] as const) made.article('flood', locale, { body: 'A long story.\n\n'.repeat(20) });
  return made;
}

/** @param media answers for the pictures */
async function open(path: string, media?: Parameters<Page['route']>[1]): Promise<Page> {
  const context = await browser.newContext();
  if (media) await context.route('**/media/*', media);
  const page = await context.newPage();
  await page.goto(site.url + path);
  return page;
}
