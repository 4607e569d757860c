import { readBlocks, withReusableBlocks } from './blocks';
import { placeFootnotes, readFootnotes } from './footnotes';
import { htmlToMarkdown, target } from './html-to-markdown';
import { plainText } from './plain-text';
import { readShortcodes, type ShortcodeContext } from './shortcodes';

/** What a text may ask about the old site while it is converted. */
export interface TextContext extends ShortcodeContext {
  /** A block that is kept once and shown in many posts, by its number. */
  reusableBlock(id: string): string | undefined;
  /** True for an address of a picture's file or of its own page at the old site. */
  leadsToPicture(url: string): boolean;
  /** The title of a post or page of the old site, by an address of it. */
  titleAt(url: string): string | undefined;
}

export interface ConvertedBody {
  /** Markdown with marks in the places of addresses; `placeAddresses` fills them. */
  marked: string;
  /** Addresses of the pictures shown, in order, each once, as they stood in the old text. */
  pictures: string[];
  /** The same of links. */
  links: string[];
  /** What could not be brought along, each as words: `shortcode [contact-form]`, `block latest-posts`. */
  leftOut: string[];
}

/**
 * A WordPress text, classic or of blocks, as Markdown.
 * @param footnotesField the post's field `footnotes`, if it has one
 */
export function convertBody(content: string, context: TextContext, footnotesField?: string): ConvertedBody {
  const pictures = new Map<string, number>();
  const links = new Map<string, number>();
  const addresses = {
    picture: (url: string) => markOf('P', pictures, url),
    link: (url: string) => markOf('L', links, url),
    leadsToPicture: (url: string) => context.leadsToPicture(url),
    titleAt: (url: string) => context.titleAt(url),
  };
  const whole = withReusableBlocks(content.replace(privateMarks, ''), (id) => context.reusableBlock(id));
  const shortcodes = readShortcodes(whole, context);
  const blocks = readBlocks(shortcodes.html);
  const footnotes = readFootnotes(blocks.html, footnotesField);
  const leftOut = [...shortcodes.unknown.map((name) => `shortcode [${name}]`), ...blocks.leftOut.map((name) => `block ${name}`)];
  const toMarkdown = (html: string): string => {
    try {
      return htmlToMarkdown(html, addresses);
    } catch (error) {
      // The HTML parser walks down recursively: thousands of nested elements are more than its stack.
      if (!(error instanceof RangeError)) throw error;
      leftOut.push('markup nested thousands deep');
      return plainText(html);
    }
  };
  const notes = footnotes.notes.map(({ label, html }) => ({ label, markdown: toMarkdown(html) }));
  const marked = placeFootnotes(toMarkdown(footnotes.html), notes);
  return { marked, pictures: [...pictures.keys()], links: [...links.keys()], leftOut };
}

/**
 * Fills in where pictures and links lead now.
 * @param picture null takes the picture out of the text
 */
export function placeAddresses(
  { marked, pictures, links }: ConvertedBody,
  picture: (url: string) => string | null,
  link: (url: string) => string,
): string {
  const there = pictures.map(picture);
  const without = marked.replace(wholePicture, (whole, index: string) => (there[Number(index)] === null ? '' : whole));
  return without
    .replace(mark, (_mark, kind: string, index: string) => {
      const written = kind === 'P' ? there[Number(index)] : link(links[Number(index)] ?? '');
      return target(written ?? '');
    })
    .trim();
}

// Characters of a private range, which no text of a newspaper holds.
const privateMarks = /[\ue000-\ue00f]/g;
const mark = /\ue002([PL])(\d+)\ue003/g;
const wholePicture = /!\[(?:\\.|[^\\\]])*\]\(\ue002P(\d+)\ue003(?: "(?:\\.|[^"\\])*")?\)/g;

function markOf(kind: 'P' | 'L', known: Map<string, number>, url: string): string {
  const index = known.get(url) ?? known.size;
  known.set(url, index);
  return `\ue002${kind}${index}\ue003`;
}
