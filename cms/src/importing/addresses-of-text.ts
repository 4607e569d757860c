import type { Addresses } from './html-to-markdown';
import { isAtOldSite, oldPath, type OldSite } from './old-site';
import type { ShortcodeContext } from './shortcodes';
import type { WxrItem } from './wxr-items';

/**
 * What a post's text may ask about the old site.
 * @param pictures addresses here of pictures that were brought in, by their address there
 */
export function textSurroundings(old: OldSite, item: WxrItem, pictures: ReadonlyMap<string, string>): ShortcodeContext & Addresses {
  return {
    attachment: (id) => old.attachments.get(id),
    ownAttachments: () =>
      (old.attachmentsOf.get(item.postId) ?? []).map((id) => old.attachments.get(id)).filter((found) => found !== undefined),
    picture: (url) => pictures.get(absolute(old, url)) ?? absolute(old, url),
    link: (url) => {
      const full = absolute(old, url);
      const path = isAtOldSite(old, full) ? oldPath(full) : null;
      // The old path works here too: it is the new one, or a redirect to it.
      return path && old.paths.has(path) ? path : full;
    },
    leadsToPicture: (url) =>
      /\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)(?:\?|$)/i.test(url) || (isAtOldSite(old, url) && /attachment_id=|\/attachment\//.test(url)),
  };
}

/** WordPress also writes addresses from the root of the old site. */
export function absolute(old: OldSite, url: string): string {
  return /^\/(?!\/)/.test(url) && URL.canParse(url, old.site.url) ? new URL(url, old.site.url).href : url;
}
