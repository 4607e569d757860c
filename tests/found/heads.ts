/** What pages say to search engines and to those who link to them. Each check returns its complaints. */
import { parsePath } from '@broadsheet/shared';
import sharp from 'sharp';
import { z } from 'zod';

import { pathWithin, type CrawledPage, type CrawledSite } from './crawl.ts';
import { indexed } from './links.ts';
import { wordsOf } from './words-of.ts';

/** Title, description, one heading, the large preview that search engines may show, and the alt texts. */
export function headDifferences(site: CrawledSite): string[] {
  return [...site.pages.values()].flatMap((page) => {
    const { path, meta } = page;
    const says = [
      page.title === '' && 'has no title',
      page.h1.length !== 1 && `has ${page.h1.length} headings of the first rank`,
      !(parsePath(path)?.kind === 'front' || path.endsWith('404.html')) && page.h1.join().trim() === '' && 'has an empty heading',
      !/^(?:noindex|max-image-preview:large)$/.test(meta['robots']?.join() ?? '') && `says robots: ${meta['robots']?.join()}`,
      page.images.some(({ alt }) => alt === null) && 'has a picture without alt',
      page.images.some(({ width, height }) => !(Number(width) > 0 && Number(height) > 0)) && 'has a picture without a size',
    ];
    return says.flatMap((what) => (what === false ? [] : [`${path} ${what}`]));
  });
}

/** What a page may load and run: it says so before it names anything, nothing written into it runs, and only films and posts come from elsewhere. */
export function policyDifferences(site: CrawledSite): string[] {
  return [...site.pages.keys()].flatMap((path) => {
    const html = site.files.get(path)?.bytes.toString() ?? '';
    const [before = '', policy = ''] = html.split(/<meta http-equiv="content-security-policy" content="([^"]*)"/);
    const sources = policy.replaceAll('&#39;', "'").split(/; ?/);
    const unfit = sources.filter((one) => !allowed.some((rule) => rule.test(one)));
    const says = [
      !sources.includes("default-src 'none'") && 'allows what it does not name',
      /<(?:script|link|style|img)\b/.test(before) && 'names something before it says what it may load',
      ...unfit.map((one) => `allows: ${one}`),
    ];
    return says.flatMap((what) => (what === false ? [] : [`${path} ${what}`]));
  });
}

const allowed = [
  /^default-src 'none'$/,
  /^script-src 'self' 'sha256-[\w+/=]+' 'wasm-unsafe-eval'$/,
  /^(?:img|style|connect|font|manifest)-src 'self'$/,
  /^frame-src(?: https:\/\/(?:www\.youtube-nocookie\.com|t\.me|platform\.twitter\.com|www\.instagram\.com))+$/,
  /^base-uri 'none'$/,
  /^form-action 'self'$/,
];

/** Open Graph and X: complete, the page's own address, and a picture that has the size it says, 1200 px wide. */
export async function previewDifferences(site: CrawledSite): Promise<string[]> {
  const problems: string[] = [];
  for (const { path, meta } of indexed(site)) {
    const one = (name: string): string => (meta[name]?.length === 1 ? (meta[name][0] ?? '') : '');
    for (const name of ['og:type', 'og:site_name', 'og:title', 'og:locale', 'og:image:alt', 'og:image'])
      if (one(name) === '') problems.push(`${path}: ${name} is missing`);
    if (one('og:url') !== site.origin + path) problems.push(`${path}: og:url is ${one('og:url')}`);
    if (one('twitter:card') !== 'summary_large_image') problems.push(`${path}: twitter:card is ${one('twitter:card')}`);
    const size = await sizeOf(site, one('og:image'));
    if (size !== `${one('og:image:width')}×${one('og:image:height')}`) problems.push(`${path}: og:image is ${size}`);
    if (!size.startsWith('1200×')) problems.push(`${path}: og:image is ${size}, not 1200 px wide`);
  }
  return problems;
}

/** The kinds of things that each kind of page tells of. */
const told = {
  front: ['NewsMediaOrganization', 'WebSite'],
  article: ['NewsArticle', 'BreadcrumbList'],
  author: ['ProfilePage', 'BreadcrumbList'],
  named: ['BreadcrumbList'],
  tag: ['BreadcrumbList'],
  month: ['BreadcrumbList'],
} as const;

/** Structured data: parsed, complete by the search engine's documentation, and true of the page. */
export async function dataDifferences(site: CrawledSite): Promise<string[]> {
  const problems: string[] = [];
  for (const page of indexed(site)) {
    const kind = parsePath(page.path)?.kind ?? 'named';
    const graph = document.safeParse(page.jsonLd.length === 1 ? JSON.parse(page.jsonLd[0] ?? '') : null);
    if (!graph.success) {
      problems.push(`${page.path}: structured data: ${graph.error.message}`);
      continue;
    }
    const things = graph.data['@graph'];
    const missing = (told[kind as keyof typeof told] ?? ['BreadcrumbList']).filter(
      (type) => !things.some((thing) => thing['@type'] === type),
    );
    if (missing.length > 0) problems.push(`${page.path}: tells nothing of ${missing.join(', ')}`);
    for (const thing of things) problems.push(...(await thingProblems(site, page, thing)).map((what) => `${page.path}: ${what}`));
  }
  return problems;
}

async function thingProblems(site: CrawledSite, page: CrawledPage, thing: Thing): Promise<string[]> {
  const parsed = things[thing['@type'] as keyof typeof things]?.safeParse(thing);
  if (!parsed) return [`tells of ${thing['@type']}, which no check knows`];
  if (!parsed.success) return [`${thing['@type']}: ${parsed.error.message}`];
  const unknown = addressesIn(thing).filter((url) => !site.files.has(pathWithin(site.origin, url, '/') ?? ''));
  const problems = unknown.map((url) => `${thing['@type']} names ${url}, where nothing stands`);
  if (thing['@type'] !== 'NewsArticle') return problems;
  const { headline, image, datePublished, dateModified, mainEntityOfPage } = newsArticle.parse(thing);
  if (wordsOf(headline) !== wordsOf(page.h1[0])) problems.push(`headline is “${headline}”, the page says “${page.h1.join()}”`);
  if (!page.times.includes(datePublished)) problems.push(`datePublished ${datePublished} is not on the page`);
  if (!page.times.includes(dateModified)) problems.push(`dateModified ${dateModified} is not on the page`);
  if (Date.parse(dateModified) < Date.parse(datePublished)) problems.push('was changed before it was published');
  if (mainEntityOfPage !== page.canonical) problems.push(`mainEntityOfPage is ${mainEntityOfPage}`);
  for (const url of image) if (!(await sizeOf(site, url)).startsWith('1200×')) problems.push(`${url} is ${await sizeOf(site, url)}`);
  return problems;
}

async function sizeOf(site: CrawledSite, url: string): Promise<string> {
  const file = url === '' ? undefined : site.files.get(pathWithin(site.origin, url, '/') ?? '');
  if (!file?.type.startsWith('image/')) return 'nowhere';
  const { width, height } = await sharp(file.bytes).metadata();
  return `${width}×${height}`;
}

function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:\/\/localhost/.test(value) ? [value.split('#')[0] ?? ''] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(addressesIn) : [];
}

const text = z.string().trim().min(1);
const url = z.url({ protocol: /^https?$/ });
const moment = z.iso.datetime({ offset: true });

const organization = z.object({
  '@type': z.enum(['Organization', 'NewsMediaOrganization']),
  name: text,
  url,
  logo: z.object({ '@type': z.literal('ImageObject'), url, width: z.int().min(112), height: z.int().min(112) }),
});
const signer = z.object({ '@type': z.enum(['Person', 'Organization', 'NewsMediaOrganization']), name: text, url });
const newsArticle = z.object({
  headline: text,
  inLanguage: text,
  image: z.array(url).min(1),
  datePublished: moment,
  dateModified: moment,
  author: z.array(signer).min(1),
  publisher: organization,
  mainEntityOfPage: url,
});
const step = z.object({ '@type': z.literal('ListItem'), position: z.int(), name: text, item: url.optional() });

const things = {
  NewsArticle: newsArticle,
  NewsMediaOrganization: organization.extend({ sameAs: z.array(url).min(1) }),
  WebSite: z.object({ name: text, url, inLanguage: text }),
  ProfilePage: z.object({ mainEntity: z.object({ '@type': z.enum(['Person', 'Organization']), name: text, url }) }),
  BreadcrumbList: z.object({
    itemListElement: z
      .array(step)
      .min(2)
      .refine((steps) =>
        steps.every(({ position, item }, index) => position === index + 1 && (index === steps.length - 1 || item !== undefined)),
      ),
  }),
};
const document = z.object({ '@context': z.literal('https://schema.org'), '@graph': z.array(z.looseObject({ '@type': text })).min(1) });
type Thing = z.infer<typeof document>['@graph'][number];
