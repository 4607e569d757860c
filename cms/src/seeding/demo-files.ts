import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isLocale, locale, slug, type Locale } from '@broadsheet/shared';
import { parse } from 'yaml';
import { z } from 'zod';

import { nearestMotif } from './covers';
import { portraitLook } from './portraits';

const words = z.partialRecord(locale, z.string());
const cover = z.object({ motif: z.string().transform(nearestMotif), seed: z.int().nonnegative() });
const slugs = z.partialRecord(locale, slug);

/** `newsroom.yaml`: everything about the demo newspaper that is not a story. */
const newsroom = z.object({
  name: words,
  tagline: words,
  timeZone: z.string(),
  socialLinks: z.array(z.object({ platform: z.string(), url: z.string() })).default([]),
  copyrightNotice: words,
  promo: z.object({ title: words, text: words, url: z.string(), cover: cover.optional() }).optional(),
  appLinks: z.array(z.object({ store: z.enum(['app-store', 'google-play']), language: locale, url: z.string() })).default([]),
  ads: z.array(z.object({ position: z.enum(['header', 'article', 'list']), url: z.string(), label: words, cover })).default([]),
  securityContact: z.string().default(''),
  sectionOrder: z.array(z.string()).default([]),
  sections: z.array(z.object({ key: z.string(), name: words, slug: slugs, description: words })),
  authors: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['person', 'organisation']),
      name: words,
      slug: slugs,
      biography: words,
      portrait: portraitLook.optional(),
    }),
  ),
  tags: z.array(z.object({ key: z.string(), name: words, slug: slugs })),
});

const story = z.object({
  category: z.string(),
  authors: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  related: z.array(z.string()).default([]),
  views: z.int().nonnegative().default(0),
  cover: cover.optional(),
  /** Pictures of the text, which names them: `![alt](picture:key "Caption | Credit")`. */
  pictures: z.record(z.string(), cover).default({}),
});

const moment = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString());

const head = z.object({ title: z.string(), slug, summary: z.string().default('') });
const pageHead = head.extend({ footerPosition: z.int().positive().optional() });
const storyHead = head.extend({
  publicationDate: moment,
  updateDate: moment.optional(),
  updateNote: z.string().optional(),
  lead: z.boolean().default(false),
  breaking: z.boolean().default(false),
  coverAlt: z.string().optional(),
  coverCaption: z.string().optional(),
  coverCredit: z.string().optional(),
  seoTitle: z.string().optional(),
  seoDescription: z.string().optional(),
});

/** A language version: what stands above the text, and the text in Markdown. */
type Version<Head> = Head & { locale: Locale; body: string };

export type DemoNewsroom = z.infer<typeof newsroom>;
export type DemoStory = z.infer<typeof story> & { key: string; versions: Version<z.infer<typeof storyHead>>[] };
export interface DemoPage {
  key: string;
  versions: Version<z.infer<typeof pageHead>>[];
}

/**
 * The demo newspaper as its files say, from `folder`.
 * @throws Error that names the file that cannot be read
 */
export async function readDemoNewsroom(folder: string): Promise<DemoNewsroom> {
  return read(join(folder, 'newsroom.yaml'), (text) => newsroom.parse(parse(text)));
}

/**
 * The stories that are there, the newest last, so that they come into the newsroom in the order of their days.
 * @param onUnreadable told of a story whose files are faulty; it is left out
 */
export async function readDemoStories(folder: string, onUnreadable: (error: unknown) => void): Promise<DemoStory[]> {
  const stories: DemoStory[] = [];
  for (const key of await foldersIn(join(folder, 'stories'))) {
    const place = join(folder, 'stories', key);
    try {
      const common = await read(join(place, 'story.yaml'), (text) => story.parse(parse(text)));
      const versions = await readVersions(place, storyHead);
      if (versions.length > 0) stories.push({ ...common, key, versions });
    } catch (error) {
      onUnreadable(error);
    }
  }
  const day = (of: DemoStory): string => of.versions[0]?.publicationDate ?? '';
  return stories.sort((one, other) => (day(one) < day(other) ? -1 : 1));
}

export async function readDemoPages(folder: string): Promise<DemoPage[]> {
  const pages: DemoPage[] = [];
  for (const key of await foldersIn(join(folder, 'pages')))
    pages.push({ key, versions: await readVersions(join(folder, 'pages', key), pageHead) });
  return pages;
}

async function readVersions<Head extends z.ZodType>(place: string, schema: Head): Promise<Version<z.infer<Head>>[]> {
  const versions: Version<z.infer<Head>>[] = [];
  for (const file of (await readdir(place)).sort()) {
    const code = /^([a-z]{2})\.md$/.exec(file)?.[1];
    if (!isLocale(code)) continue;
    versions.push(await read(join(place, file), (text) => ({ ...parts(text, schema), locale: code })));
  }
  return versions;
}

/** YAML between two lines of `---`, then Markdown. */
function parts<Head extends z.ZodType>(text: string, schema: Head): z.infer<Head> & { body: string } {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replace(/\r\n/g, '\n'));
  if (!match) throw new Error('it does not begin with a head between two lines of "---"');
  return Object.assign({}, schema.parse(parse(match[1] ?? '')), { body: (match[2] ?? '').trim() });
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function read<T>(file: string, as: (text: string) => T): Promise<T> {
  const text = await readFile(file, 'utf8');
  try {
    return as(text);
  } catch (error) {
    throw new Error(
      `The demo newspaper's file ${file} cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
    );
  }
}
