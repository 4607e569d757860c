import type { SitePath } from '@broadsheet/shared';

import { withoutSoftHyphens } from '../i18n/hyphens.ts';

/**
 * The HTML of a story for readers of feeds: they know neither where the text comes from nor what to do with what only
 * this site's styles give a meaning.
 * @param siteUrl the site's origin
 * @param path of the story, for links within its text
 */
export function feedHtml(html: string, siteUrl: string, path: SitePath): string {
  const plain = withoutSoftHyphens(html).replaceAll(/<\/?picture>|<source [^>]*>| <span class="link-hint">[^<]*<\/span>/g, '');
  return plain.replaceAll(/<[a-z][^>]*>/g, (tag) =>
    tag
      .replaceAll(/ (?:class|role|tabindex|loading|decoding|aria-[a-z]+|data-embed)="[^"]*"/g, '')
      .replaceAll(/ (href|src)="\/(?!\/)/g, ` $1="${siteUrl}/`)
      .replaceAll(/ href="#/g, ` href="${siteUrl}${path}#`),
  );
}
