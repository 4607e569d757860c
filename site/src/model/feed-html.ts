import type { SitePath } from '@broadsheet/shared';

/**
 * The HTML of a story for readers of feeds: they know neither where the text comes from nor what to do with what only
 * this site's styles give a meaning.
 * @param siteUrl the site's origin
 * @param path of the story, for links within its text
 */
export function feedHtml(html: string, siteUrl: string, path: SitePath): string {
  return html.replaceAll(/<\/?picture>|<source [^>]*>/g, '').replaceAll(/<[a-z][^>]*>/g, (tag) =>
    tag
      .replaceAll(/ (?:class|role|tabindex|loading|decoding|aria-[a-z]+)="[^"]*"/g, '')
      .replaceAll(/ (href|src)="\/(?!\/)/g, ` $1="${siteUrl}/`)
      .replaceAll(/ href="#/g, ` href="${siteUrl}${path}#`),
  );
}
