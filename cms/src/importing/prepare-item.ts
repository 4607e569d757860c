import { createHash } from 'node:crypto';

import type { Locale } from '@broadsheet/shared';

import { absolute, linkHere, textContext } from './addresses-of-text';
import { convertBody, placeAddresses } from './convert-body';
import { fullSizeAddress, type ImportPictures } from './import-pictures';
import { filingOf, wordsOf, type Filing, type ItemWords } from './item-fields';
import type { ContentItem, OldSite } from './old-site';
import type { Attachment } from './shortcodes';

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
  item: ContentItem,
  old: OldSite,
  pictures: ImportPictures,
  place: { locale: Locale; timeZone: string },
): Promise<PreparedItem> {
  const words = wordsOf(item, place.locale, place.timeZone);
  const body = convertBody(item.content, textContext(old, item), item.meta['footnotes']);
  const here = new Map<string, string>();
  await Promise.all(
    body.pictures.map(async (written) => {
      const full = fullSizeAddress(absolute(old, written), (url) => old.attachmentAt(url) !== undefined);
      const { alt = '', caption = '' } = old.attachmentAt(full) ?? {};
      const brought = await pictures.bring(full, { alt, caption });
      if (brought) here.set(written, brought.url);
    }),
  );
  const picture = (url: string): string | null => here.get(url) ?? (url.startsWith('data:') ? null : absolute(old, url));
  const filing = filingOf(item, old);
  const attachment = item.type === 'post' ? old.attachment(item.meta['_thumbnail_id'] ?? '') : undefined;
  const cover = attachment ? await coverOf(attachment, words.title, old, pictures) : null;
  // Links are left as they were: where they lead now depends on other items.
  const written = placeAddresses(body, picture, (url) => url);
  const facts = { type: item.type, status: item.status, words, body: written, filing, cover: cover && { ...cover, file: attachment?.url } };
  return {
    words,
    body: placeAddresses(body, picture, (url) => linkHere(old, url)),
    filing,
    cover,
    hadCover: attachment !== undefined,
    fingerprint: createHash('sha256').update(JSON.stringify(facts)).digest('hex'),
    leftOut: [...body.leftOut, ...filesOf(body.links, old)],
  };
}

async function coverOf(attachment: Attachment, title: string, old: OldSite, pictures: ImportPictures): Promise<PreparedItem['cover']> {
  const brought = await pictures.bring(absolute(old, attachment.url), { alt: attachment.alt, caption: attachment.caption });
  if (!brought) return null;
  // WordPress asks neither for a description nor for a credit; the newsroom does.
  return {
    file: brought.id,
    alt: (attachment.alt || attachment.title || title).slice(0, 250),
    caption: attachment.caption,
    credit: (old.site.title || title).slice(0, 250),
  };
}

/** Links to documents and sounds among the old uploads, which the newsroom does not take over. */
function filesOf(links: string[], old: OldSite): string[] {
  const files = links
    .map((url) => absolute(old, url))
    .filter((url) => old.holds(url) && /\/uploads\/.+\.(?!jpe?g$|png$|gif$|webp$|avif$)[a-z0-9]+$/i.test(url));
  return files.map((url) => `link to a file that stays at the old site, ${url}`);
}
