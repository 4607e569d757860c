import { readBlocks } from './blocks';
import { placeFootnotes, readFootnotes } from './footnotes';
import { htmlToMarkdown, type Addresses } from './html-to-markdown';
import { plainText } from './plain-text';
import { readShortcodes, type ShortcodeContext } from './shortcodes';

export interface ConvertedBody {
  markdown: string;
  /** Addresses of the pictures shown, in order, each once, as they stood in the old text. */
  pictures: string[];
  /** What could not be brought along, each as words: `shortcode [contact-form]`, `block latest-posts`. */
  leftOut: string[];
}

/**
 * A WordPress text, classic or of blocks, as Markdown.
 * @param footnotesField the post's field `footnotes`, if it has one
 */
export function convertBody(content: string, context: ShortcodeContext & Addresses, footnotesField?: string): ConvertedBody {
  const pictures = new Set<string>();
  const noting: Addresses = {
    picture: (url) => {
      pictures.add(url);
      return context.picture(url);
    },
    link: (url) => context.link(url),
    leadsToPicture: (url) => context.leadsToPicture(url),
  };
  const shortcodes = readShortcodes(content, context);
  const blocks = readBlocks(shortcodes.html);
  const footnotes = readFootnotes(blocks.html, footnotesField);
  const leftOut = [...shortcodes.unknown.map((name) => `shortcode [${name}]`), ...blocks.leftOut.map((name) => `block ${name}`)];
  const toMarkdown = (html: string): string => {
    try {
      return htmlToMarkdown(html, noting);
    } catch (error) {
      // The HTML parser walks down recursively: thousands of nested elements are more than its stack.
      if (!(error instanceof RangeError)) throw error;
      leftOut.push('markup nested thousands deep');
      return plainText(html);
    }
  };
  const notes = footnotes.notes.map(({ label, html }) => ({ label, markdown: toMarkdown(html) }));
  return { markdown: placeFootnotes(toMarkdown(footnotes.html), notes), pictures: [...pictures], leftOut };
}
