import type { Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { newsroomTypes } from '../publishing/newsroom-types';
import type { DemoStory } from './demo-files';
import { uploadCover, type DemoNames } from './demo-newsroom';
import { writeDemoViews } from './demo-views';

/** Documents of the stories that are in the newsroom already, by key. */
export type DemoStoryIds = Record<string, string>;

/** What one story may name as related: those that are there, with the languages they are in. */
export interface KnownStories {
  ids: DemoStoryIds;
  locales: ReadonlyMap<string, readonly Locale[]>;
}

/**
 * Publishes a story in all its languages at the dates of its files, all or nothing.
 * @param known stories that it may name as related
 * @returns its documentId
 */
export async function publishDemoStory(strapi: Core.Strapi, story: DemoStory, names: DemoNames, known: KnownStories): Promise<string> {
  const category = names.category.get(story.category);
  if (!category) throw new Error(`The demo story "${story.key}" is in the section "${story.category}", which newsroom.yaml does not name.`);
  const picture = story.cover ? await uploadCover(strapi, story.key, story.cover) : null;
  const inText = await uploadTextPictures(strapi, story);
  const shared = {
    category,
    authors: story.authors.map((key) => names.author.get(key)).filter((id) => id !== undefined),
    tags: story.tags.map((key) => names.tag.get(key)).filter((id) => id !== undefined),
    cover: picture?.id ?? null,
  };
  const documents = strapi.documents(newsroomTypes.article.uid);
  return strapi.db.transaction(async () => {
    let documentId: string | undefined;
    for (const { locale, ...words } of story.versions) {
      const body = withAddresses(words.body, inText, story.key);
      const data: Record<string, unknown> = { ...words, body, ...shared, related: relatedOf(story, locale, known) };
      const saved: unknown = documentId ? await documents.update({ documentId, locale, data }) : await documents.create({ locale, data });
      documentId = document.parse(saved).documentId;
    }
    if (documentId === undefined) throw new Error(`The demo story "${story.key}" has no language version.`);
    for (const { locale } of story.versions) await documents.publish({ documentId, locale });
    await writeDemoViews(strapi, documentId, story);
    return documentId;
  });
}

/** Names the stories that did not exist yet when this one was published. */
export async function completeRelated(strapi: Core.Strapi, story: DemoStory, known: KnownStories): Promise<void> {
  const documentId = known.ids[story.key];
  if (!documentId) return;
  const documents = strapi.documents(newsroomTypes.article.uid);
  await strapi.db.transaction(async () => {
    for (const { locale } of story.versions) {
      const data: Record<string, unknown> = { related: relatedOf(story, locale, known) };
      await documents.update({ documentId, locale, data });
      await documents.publish({ documentId, locale });
    }
  });
}

async function uploadTextPictures(strapi: Core.Strapi, { key, pictures }: DemoStory): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const [name, look] of Object.entries(pictures)) addresses.set(name, (await uploadCover(strapi, `${key}-${name}`, look)).url);
  return addresses;
}

/** The text with the address of each picture that it names. */
function withAddresses(body: string, addresses: ReadonlyMap<string, string>, story: string): string {
  return body.replaceAll(/\]\(picture:([\w-]+)/g, (_whole, name: string) => {
    const address = addresses.get(name);
    if (address === undefined)
      throw new Error(`The demo story "${story}" shows the picture "${name}", which its story.yaml does not name.`);
    return `](${address}`;
  });
}

/** Strapi refuses a story that has no version in this language. */
function relatedOf(story: DemoStory, locale: Locale, { ids, locales }: KnownStories): string[] {
  return story.related.filter((key) => locales.get(key)?.includes(locale)).flatMap((key) => ids[key] ?? []);
}

const document = z.object({ documentId: z.string() });
