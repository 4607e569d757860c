import { localizedField, locales, type Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { type NamedType, newsroomTypes } from '../publishing/newsroom-types';
import { drawCover, type Motif } from './covers';
import type { DemoNewsroom, DemoPage } from './demo-files';
import { drawPortrait, type PortraitLook } from './portraits';
import { uploadPicture, type UploadedPicture } from './upload-picture';

/** Documents of the demo's sections, authors and tags, by their key in the files. */
export type DemoNames = Record<NamedType, Map<string, string>>;

/** Makes the names that are missing; one that has the same address already is used as it is. */
export async function keepDemoNames(strapi: Core.Strapi, newsroom: DemoNewsroom): Promise<DemoNames> {
  const names: DemoNames = { category: new Map(), author: new Map(), tag: new Map() };
  for (const { key, name, slug, description } of newsroom.sections) {
    names.category.set(
      key,
      await keep(strapi, 'category', { ...spread('name', name), ...spread('slug', slug), ...spread('description', description) }),
    );
  }
  for (const { key, kind, name, slug, biography, portrait } of newsroom.authors) {
    const picture = portrait ? { portrait: await uploadPortrait(strapi, key, portrait) } : {};
    const words = { ...spread('name', name), ...spread('slug', slug), ...spread('biography', biography) };
    names.author.set(key, await keep(strapi, 'author', { kind, ...words, ...picture }));
  }
  for (const { key, name, slug } of newsroom.tags) {
    names.tag.set(key, await keep(strapi, 'tag', { ...spread('name', name), ...spread('slug', slug) }));
  }
  return names;
}

/** Gives the newsroom the demo newspaper's name, links, promo and order of sections. */
export async function writeDemoSettings(strapi: Core.Strapi, newsroom: DemoNewsroom, names: DemoNames): Promise<void> {
  const { name, tagline, timeZone, socialLinks, appLinks, ads, securityContact, copyrightNotice, promo, sectionOrder } = newsroom;
  const card = promo && {
    ...spread('title', promo.title),
    ...spread('text', promo.text),
    url: promo.url,
    ...(promo.cover ? { image: (await uploadCover(strapi, 'promo', promo.cover)).id } : {}),
  };
  const adSlots = [];
  for (const [index, { position, url, label, cover }] of ads.entries()) {
    const image = (await uploadCover(strapi, `ad-${index + 1}`, cover)).id;
    adSlots.push({ position, url, image, ...spread('label', label) });
  }
  const data: Record<string, unknown> = {
    ...spread('name', name),
    ...spread('tagline', tagline),
    ...spread('copyrightNotice', copyrightNotice),
    timeZone,
    socialLinks,
    appLinks,
    adSlots,
    securityContact,
    ...(card ? { promo: card } : {}),
    sectionOrder: sectionOrder.map((key) => names.category.get(key)).filter((id) => id !== undefined),
  };
  const documents = strapi.documents(newsroomTypes['site-setting'].uid);
  const settings: unknown = await documents.findFirst();
  if (settings) await documents.update({ documentId: document.parse(settings).documentId, data });
  else await documents.create({ data });
}

/** Publishes a page in all its languages. */
export async function publishDemoPage(strapi: Core.Strapi, page: DemoPage): Promise<void> {
  const documents = strapi.documents(newsroomTypes.page.uid);
  await strapi.db.transaction(async () => {
    let documentId: string | undefined;
    for (const { locale, title, slug, summary, body, footerPosition } of page.versions) {
      const data: Record<string, unknown> = { title, slug, summary, body, footerPosition };
      const saved: unknown = documentId ? await documents.update({ documentId, locale, data }) : await documents.create({ locale, data });
      documentId = document.parse(saved).documentId;
      await documents.publish({ documentId, locale });
    }
  });
}

/** Draws a picture and puts it into the media library. */
export async function uploadCover(
  strapi: Core.Strapi,
  name: string,
  { motif, seed }: { motif: Motif; seed: number },
): Promise<UploadedPicture> {
  return uploadPicture(strapi, { name: `${name}.jpg`, mime: 'image/jpeg', bytes: await drawCover(motif, seed) });
}

async function uploadPortrait(strapi: Core.Strapi, key: string, look: PortraitLook): Promise<number> {
  const bytes = await drawPortrait(look);
  return (await uploadPicture(strapi, { name: `portrait-${key}.jpg`, mime: 'image/jpeg', bytes })).id;
}

/** `{ en: 'a' }` as `{ nameEn: 'a' }`. */
function spread(base: string, perLanguage: Partial<Record<Locale, string>>): Record<string, string> {
  return Object.fromEntries(
    locales.flatMap((locale) => {
      const value = perLanguage[locale];
      return value ? [[localizedField(base, locale), value]] : [];
    }),
  );
}

async function keep(strapi: Core.Strapi, type: NamedType, data: Record<string, unknown>): Promise<string> {
  const slugs = locales.map((locale) => localizedField('slug', locale)).filter((field) => data[field] !== undefined);
  const found: unknown = await strapi.db
    .query(newsroomTypes[type].uid)
    .findOne({ where: { $or: slugs.map((field) => ({ [field]: data[field] })) }, select: ['documentId'] });
  if (found) return document.parse(found).documentId;
  const made: unknown = await strapi.documents(newsroomTypes[type].uid).create({ data });
  return document.parse(made).documentId;
}

const document = z.object({ documentId: z.string() });
