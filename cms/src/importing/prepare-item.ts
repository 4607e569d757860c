import { createHash } from 'node:crypto';

import type { Locale } from '@broadsheet/shared';

import { absolute, textSurroundings } from './addresses-of-text';
import { convertBody } from './convert-body';
import { fullSizeAddress, type ImportPictures } from './import-pictures';
import { filingOf, wordsOf, type Filing, type ItemWords } from './item-fields';
import type { OldSite } from './old-site';
import type { Attachment } from './shortcodes';
import type { WxrItem } from './wxr-items';

/** A post or page in the newsroom's form, before its names have documents. */
export interface PreparedItem {
  words: ItemWords;
  body: string;
  filing: Filing;
  cover: { file: number; alt: string; caption: string; credit: string } | null;
  /** Whether WordPress had a cover for it, brought in or not. */
  hadCover: boolean;
  /** Changes whenever anything changes that came from the export. */
  fingerprint: string;
  leftOut: string[];
}

/** Turns an item into the newsroom's form; its pictures are brought in on the way. */
export async function prepareItem(
  item: WxrItem & { type: 'post' | 'page' },
  old: OldSite,
  pictures: ImportPictures,
  place: { locale: Locale; timeZone: string },
): Promise<PreparedItem> {
  const words = wordsOf(item, place.locale, place.timeZone);
  const body = await bodyOf(item, old, pictures);
  const filing = filingOf(item, old);
  const attachment = item.type === 'post' ? old.attachments.get(item.meta['_thumbnail_id'] ?? '') : undefined;
  const cover = attachment ? await coverOf(attachment, words.title, old, pictures) : null;
  const facts = {
    type: item.type,
    status: item.status,
    words,
    body: body.markdown,
    filing,
    cover: cover && { ...cover, file: attachment?.url },
  };
  const fingerprint = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { words, body: body.markdown, filing, cover, hadCover: attachment !== undefined, fingerprint, leftOut: body.leftOut };
}

async function bodyOf(item: WxrItem, old: OldSite, pictures: ImportPictures): Promise<{ markdown: string; leftOut: string[] }> {
  const footnotes = item.meta['footnotes'];
  const first = convertBody(item.content, textSurroundings(old, item, new Map()), footnotes);
  const here = new Map<string, string>();
  const known = knownPictures(old);
  for (const written of first.pictures) {
    const there = absolute(old, written);
    const full = fullSizeAddress(there, (url) => known.has(url));
    const { alt = '', caption = '' } = known.get(full) ?? {};
    const brought = await pictures.bring(full, { alt, caption });
    if (brought) here.set(there, brought.url);
  }
  return here.size === 0 ? first : convertBody(item.content, textSurroundings(old, item, here), footnotes);
}

async function coverOf(attachment: Attachment, title: string, old: OldSite, pictures: ImportPictures): Promise<PreparedItem['cover']> {
  const brought = await pictures.bring(absolute(old, attachment.url), { alt: attachment.alt, caption: attachment.caption });
  if (!brought) return null;
  // WordPress asks neither for a description nor for a credit; the newsroom does.
  return {
    file: brought.id,
    alt: (attachment.alt || attachment.title || title).slice(0, 250),
    caption: attachment.caption,
    credit: old.site.title.slice(0, 250),
  };
}

function knownPictures(old: OldSite): Map<string, Attachment> {
  let known = pictureIndex.get(old);
  if (!known) {
    known = new Map([...old.attachments.values()].map((attachment) => [attachment.url, attachment]));
    pictureIndex.set(old, known);
  }
  return known;
}

const pictureIndex = new WeakMap<OldSite, Map<string, Attachment>>();
