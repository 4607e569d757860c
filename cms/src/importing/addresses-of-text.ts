import type { TextContext } from './convert-body';
import { addressesOfLink } from './old-addresses';
import type { ContentItem, OldSite } from './old-site';
import { prepared } from './scratch';

/** What a post's text may ask about the old site. */
export function textContext(old: OldSite, item: ContentItem): TextContext {
  return {
    attachment: (id) => old.attachment(id),
    ownAttachments: () => old.attachmentsOf(item.postId),
    reusableBlock: (id) => old.reusableBlock(id),
    leadsToPicture: (url) =>
      /\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)(?:\?|$)/i.test(url) || (old.holds(url) && /attachment_id=|\/attachment\//.test(url)),
    titleAt: (url) => standingAt(old, absolute(old, url))?.title,
  };
}

/** Where a link of an old text leads now: to the new address of a story that moved in, else where it led. */
export function linkHere(old: OldSite, url: string): string {
  const there = absolute(old, url);
  const path = standingAt(old, there)?.path;
  return path ? path + (/#.*$/.exec(there)?.[0] ?? '') : there;
}

/** WordPress also writes addresses from the root of the old site, without its protocol, or from where they stand. */
export function absolute(old: OldSite, url: string): string {
  if (/^(?:[a-z][a-z0-9+.-]*:|#)/i.test(url)) return url;
  return URL.parse(url, `${old.site.url}/`)?.href ?? url;
}

function standingAt(old: OldSite, url: string): { path: string | null; title: string } | undefined {
  if (!old.holds(url)) return undefined;
  const found = prepared<[string], { path: string | null; title: string }>(
    old.scratch,

    'select path, title from items where id = (select id from addresses where address = ?) and path is not null',
  );
  for (const address of addressesOfLink(url, old.site)) {
    const item = found.get(address);
    if (item) return item;
  }
  return undefined;
}
