/** The small files that programs look for at fixed addresses. Each check returns its complaints. */
import { locales, pathOf } from '@broadsheet/shared';
import sharp from 'sharp';
import { z } from 'zod';

import { pathWithin, type CrawledSite } from './crawl.ts';
import { childText } from './links.ts';
import { wordsOf } from './words-of.ts';

export async function manifestDifferences({ origin, files }: CrawledSite): Promise<string[]> {
  const problems: string[] = [];
  for (const locale of locales) {
    const path = pathOf({ kind: 'manifest', locale });
    const parsed = manifest.safeParse(JSON.parse(files.get(path)?.bytes.toString() ?? 'null'));
    if (!parsed.success) {
      problems.push(`${path}: ${parsed.error.message}`);
      continue;
    }
    const { lang, start_url: start, icons } = parsed.data;
    if (lang !== locale || start !== pathOf({ kind: 'front', locale })) problems.push(`${path} is of ${lang} and begins at ${start}`);
    for (const purpose of ['any', 'maskable'])
      if (!icons.some((icon) => icon.purpose === purpose && /^(?:512|any)/.test(icon.sizes)))
        problems.push(`${path} has no icon for ${purpose}`);
    for (const { src, sizes, type } of icons) {
      const file = files.get(pathWithin(origin, src, path) ?? '');
      const { width, height, format } = file ? await sharp(file.bytes).metadata() : {};
      if (!type.includes(format ?? 'nothing') || (sizes !== 'any' && sizes !== `${width}x${height}`))
        problems.push(`${path}: ${src} is ${format} ${width}x${height}`);
    }
  }
  return problems;
}

/** @see https://www.rfc-editor.org/rfc/rfc9116 */
export function securityDifferences({ files }: CrawledSite, contact: string): string[] {
  const file = files.get(pathOf({ kind: 'security' }));
  if (!file) return ['there is no security.txt'];
  const fields = new Map(
    file.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line): [string, string] => [line.split(': ')[0] ?? '', line.split(': ').slice(1).join(': ')]),
  );
  const expires = Date.parse(fields.get('Expires') ?? '') - Date.now();
  const says = [
    file.type !== 'text/plain; charset=utf-8' && `comes as ${file.type}`,
    fields.get('Contact') !== contact && `Contact is ${fields.get('Contact')}`,
    !(expires > 0 && expires < 365 * 86_400_000) && `Expires is ${fields.get('Expires')}`,
    fields.get('Preferred-Languages') !== locales.join(', ') && `Preferred-Languages is ${fields.get('Preferred-Languages')}`,
  ];
  return says.flatMap((what) => (what === false ? [] : [`security.txt: ${what}`]));
}

export function robotsDifferences({ origin, files, xml }: CrawledSite): string[] {
  const text = files.get(pathOf({ kind: 'robots' }))?.bytes.toString() ?? '';
  const listed = (xml.get(pathOf({ kind: 'sitemap-index' }))?.children ?? []).map(
    (entry) => pathWithin(origin, childText(entry, 'loc'), '/') ?? '',
  );
  const sitemaps = [...xml].flatMap(([path, root]) => (root.name === 'urlset' ? [path] : []));
  return [
    ...(/^User-agent: \*\n/.test(text) && text.includes(`\nSitemap: ${origin}${pathOf({ kind: 'sitemap-index' })}\n`)
      ? []
      : [`robots.txt says: ${text}`]),
    ...(/^Disallow: ./m.test(text) ? ['robots.txt keeps readers of the whole web away'] : []),
    ...sitemaps.filter((path) => !listed.includes(path)).map((path) => `${path} is in no index`),
    ...listed.filter((path) => !sitemaps.includes(path)).map((path) => `${path} is in the index and is no sitemap`),
    ...locales.flatMap((locale) => (listed.includes(pathOf({ kind: 'news-sitemap', locale })) ? [] : [`no news sitemap for ${locale}`])),
  ];
}

/**
 * What Google asks of a news sitemap: stories of two days, with name, language, date and title.
 * @param since no story may be older, in milliseconds since 1970
 */
export function newsDifferences(site: CrawledSite, since: number): string[] {
  return locales.flatMap((locale) => {
    const path = pathOf({ kind: 'news-sitemap', locale });
    const entries = site.xml.get(path)?.children ?? [];
    if (entries.length > 1000) return [`${path} has ${entries.length} stories`];
    return entries.flatMap((entry) => {
      const page = site.pages.get(pathWithin(site.origin, childText(entry, 'loc'), path) ?? '');
      const news = entry.children.find(({ name }) => name === 'news:news');
      const publication = news?.children.find(({ name }) => name === 'news:publication');
      const date = news ? childText(news, 'news:publication_date') : '';
      const says = [
        !page && 'no page stands there',
        page?.lang !== locale && `the page is in ${page?.lang}`,
        (!publication || childText(publication, 'news:language') !== locale) && 'its language is missing',
        (!publication || childText(publication, 'news:name') !== page?.meta['og:site_name']?.[0]) && 'its newspaper is missing',
        news && wordsOf(childText(news, 'news:title')) !== wordsOf(page?.h1[0]) && 'its title is another one',
        !page?.times.some((time) => Date.parse(time) === Math.floor(Date.parse(date) / 1000) * 1000) && `its date is ${date}`,
        !(Date.parse(date) >= since) && `it is too old: ${date}`,
      ];
      return says.flatMap((what) => (typeof what === 'string' ? [`${path}, ${childText(entry, 'loc')}: ${what}`] : []));
    });
  });
}

const manifest = z.object({
  name: z.string().min(1),
  lang: z.string(),
  start_url: z.string(),
  display: z.string(),
  icons: z.array(z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string().default('any') })),
});
