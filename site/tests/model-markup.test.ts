/** What the compiled pages make of the models: needs `site/dist`. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { mostReadLists, type SitePath } from '@broadsheet/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { storeMostRead } from '../publisher/most-read.ts';
import { loadRenderer } from '../publisher/renderer.ts';
import { buildWithAstro, madeForOurs } from './astro-build.ts';
import { siteUrl, smallNewsroom, type Documents } from './model-store.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const hostile = '<script>alert(1)</script> & "quoted" שלום 🙂';

async function render(documents: Documents, path: string, from = dist): Promise<string> {
  const { store } = await documents.reading();
  storeMostRead(store, mostReadLists.parse([{ locale: 'en', sectionId: null, day: ['flood', 'older'], week: ['older'] }]));
  const { render: page } = await loadRenderer(from, store, siteUrl);
  const { body, error } = await page(path as SitePath);
  if (error) throw error;
  return body?.toString() ?? '';
}

function everything(): Documents {
  return smallNewsroom({
    tagline: { en: hostile },
    copyrightNotice: { en: hostile },
    breakingBanner: { text: { en: hostile }, url: '/x/' },
  })
    .author('odd', { en: hostile }, { biography: { en: hostile } })
    .article('flood', 'en', {
      title: hostile,
      summary: hostile,
      authorIds: ['odd'],
      tagIds: ['river'],
      body: `${hostile}\n\n<p onclick="x" style="color:red">y</p>`,
    })
    .article('older', 'en', { title: hostile, publicationDate: '2022-04-01T00:00:00.000Z' })
    .article('flood', 'ru')
    .page('about', 'en', { title: hostile })
    .redirect('/2022/04/old/', { kind: 'article', id: 'flood', locale: 'ru' });
}

const pages = [
  '/',
  '/ru/',
  '/hy/',
  '/city/',
  '/city/2022/04/',
  '/authors/',
  '/authors/odd/',
  '/tags/river/',
  '/2022/04/flood/',
  '/ru/2022/04/flood/',
  '/about/',
  '/search/',
  '/hy/404.html',
];

describe.each(pages)('the page %s', (path) => {
  it('has one heading of the first rank, its language, a policy, and no script or style of its own that the policy does not know', async () => {
    const html = await render(everything(), path);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toContain(`<html lang="${/^\/(ru|hy)\//.exec(path)?.[1] ?? 'en'}">`);
    expect(html).toContain("default-src 'none'");
    const first = /notices\.js"><\/script>\s*<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
    expect(html).toContain(`'sha256-${createHash('sha256').update(first).digest('base64')}'`);
    // Inside a quoted attribute "<" is text.
    const own = html
      .replace(`<script>${first}</script>`, '')
      .replaceAll(/<script src="\/fragments\/[a-z]{2}\/notices\.js"><\/script>/g, '')
      .replaceAll(/<script type="module" src="\/_astro\/[\w.-]+"><\/script>/g, '')
      // Data for search engines; "<" cannot stand in it.
      .replaceAll(/<script type="application\/ld\+json">[^<]*<\/script>/g, '')
      .replaceAll(/="[^"]*"/g, '=""');
    expect(own).not.toMatch(/<script|<style| style=| on\w+=/);
  });

  it('has no heading that skips a rank', async () => {
    const html = await render(everything(), path);
    const ranks = [...html.matchAll(/<h([1-6])[ >]/g)].map(([, rank]) => Number(rank));
    expect(ranks.filter((rank, at) => rank > (ranks[at - 1] ?? 0) + 1)).toEqual([]);
  });
});

describe('pages', () => {
  it('show what editors wrote, as text, with the quotes of the language', async () => {
    const html = await render(everything(), '/2022/04/flood/');
    expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; “quoted” שלום 🙂</h1>');
    expect(html).toContain('<title>&lt;script&gt;alert(1)');
  });

  it('name a language only where the link leads to the same page', async () => {
    const html = await render(everything(), '/2022/04/flood/');
    expect(html).toContain('<a href="/ru/2022/04/flood/" lang="ru" hreflang="ru">Русский</a>');
    expect(html).toContain('<a href="/hy/city/" lang="hy">Հայերեն՝ Քաղաք</a>');
    expect(html).toContain(`<link rel="canonical" href="${siteUrl}/2022/04/flood/">`);
  });

  it('keep the spaces between words and links', async () => {
    const html = await render(everything().article('two', 'en', { authorIds: ['ani', 'house'] }), '/2022/04/two/');
    expect(html).toContain('By <a href="/authors/ani/" rel="author">Ani</a> and <a href="/authors/house/" rel="author">The House</a>');
  });

  it('that have moved lead on, and are kept from search engines', async () => {
    const html = await render(everything(), '/2022/04/old/');
    const target = `${siteUrl}/ru/2022/04/flood/`;
    expect(html).toContain(`<meta http-equiv="refresh" content="0; url=${target}">`);
    expect(html).toContain(`<link rel="canonical" href="${target}">`);
    expect(html).toContain('<meta name="robots" content="noindex">');
    expect(html).toContain(`<a href="${target}">`);
  });

  it('are none where nothing stands', async () => {
    for (const path of [
      '/2022/04/none/',
      '/none/',
      '/authors/none/',
      '/tags/none/',
      '/city/2020/01/',
      '/none/rss.xml',
      '/sitemaps/en-2020-01.xml',
    ])
      expect(await render(everything(), path), path).toBe('');
  });
});

describe("our own runtime's pages", () => {
  let astros: string;

  beforeAll(async () => {
    astros = await buildWithAstro();
  }, 120_000);

  afterAll(() => {
    rmSync(dirname(astros), { recursive: true, force: true });
  });

  it('are compared with those of another', () => {
    expect([madeForOurs(dist) > 10, madeForOurs(astros)]).toEqual([true, 0]);
  });

  const parts = ['/fragments/en/sections/city.html', '/fragments/en/most-read.html', '/fragments/ru/most-read.html'];

  it.each([...pages, ...parts, '/2022/04/old/', '/how-we-count-views/', '/none/'])('%s is what Astro makes of it', async (path) => {
    const [made, wanted] = [await render(everything(), path), await render(everything(), path, astros)];
    expect(made.split('>')).toEqual(wanted.split('>'));
    expect(made === '').toBe(path === '/none/' || path === '/fragments/ru/most-read.html');
  });
});
