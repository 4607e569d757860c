import { withoutSoftHyphens } from '../../i18n/hyphens.ts';
import { unescapeText } from './escape.ts';

/** The words of cleaned HTML. Cleaning leaves no ">" inside a tag, so a tag is what stands between "<" and ">". */
export function plainText(html: string): string {
  const words = html
    .replaceAll(noteMarks, '')
    .replaceAll(linkCards, ' ')
    .replaceAll(/<\/?(?:p|div|h\d|li|d[td]|blockquote|t[dhr]|figcaption|figure|br)\b[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '');
  return withoutSoftHyphens(unescapeText(words)).replaceAll(/\s+/g, ' ').trim();
}

/** What has letters or digits between two spaces is a word. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

const noteMarks = /<sup><a [^>]*href="#footnote-[^>]*>[^<]*<\/a><\/sup>|<a href="#footnote-ref-[^>]*>.*?<\/a>/g;
const linkCards = /<p class="link-card">.*?<\/p>/gs;
