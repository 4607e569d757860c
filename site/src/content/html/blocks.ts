/** What paragraphs, quotes and tables become beyond plain Markdown: figures, galleries, link cards, pull quotes, tables that scroll. */
import { Renderer, type MarkedExtension, type Token, type Tokens } from 'marked';
import type { Footnote } from 'marked-footnote';

import type { Strings } from '../../i18n/schema.ts';
import { escapeText } from './escape.ts';
import { linkCard } from './link-card.ts';

export function newspaperBlocks(words: Strings): MarkedExtension {
  const inNotes = new WeakSet<Token>();
  const plain = new Renderer();
  return {
    walkTokens(token) {
      // An address in a note is a source, and stays a line of text.
      if (isNote(token)) for (const content of token.content) inNotes.add(content);
    },
    renderer: {
      paragraph(token) {
        return inNotes.has(token) ? false : paragraph(token, words, (inline) => this.parser.parseInline(inline));
      },
      blockquote({ tokens }) {
        return takePullMark(tokens) ? pullQuote(this.parser.parse(tokens)) : false;
      },
      table(token) {
        plain.parser = this.parser;
        return `<div class="table" role="group" tabindex="0" aria-label="${escapeText(words.table)}">${plain.table(token)}</div>\n`;
      },
    },
  };
}

/** Pictures and sole addresses; false for any other paragraph. */
function paragraph({ tokens }: Tokens.Paragraph, words: Strings, inlineHtml: (tokens: Token[]) => string): string | false {
  const pictures = picturesOf(tokens);
  if (pictures) {
    const figures = pictures.map((picture) => figure(inlineHtml([picture]), captionOf(picture)));
    return figures.length === 1 ? figures.join('') : `<div class="gallery">${figures.join('')}</div>\n`;
  }
  return (
    soleAddresses(tokens)
      ?.map((address) => linkCard(address, words))
      .join('') ?? false
  );
}

/** The pictures of a paragraph (each alone or inside a link); null when it holds anything else. */
function picturesOf(tokens: Token[]): Token[] | null {
  const filled = tokens.filter((token) => token.type !== 'br' && token.raw.trim() !== '');
  return filled.length > 0 && filled.every((token) => imageOf(token) !== null) ? filled : null;
}

function imageOf(token: Token): Tokens.Image | null {
  if (isImage(token)) return token;
  if (token.type !== 'link' || token.tokens?.length !== 1) return null;
  const [inner] = token.tokens;
  return inner && isImage(inner) ? inner : null;
}

function isNote(token: Token): token is Footnote {
  return token.type === 'footnote';
}

function isImage(token: Token): token is Tokens.Image {
  return token.type === 'image';
}

/** Caption and credit are the picture's title, with a bar between them: `"The embankment in April | Photo: A. Name"`. */
function captionOf(token: Token): string {
  const [caption = '', ...credit] = (imageOf(token)?.title ?? '').split(/\s+\|\s+|^\|\s+/);
  return [escapeText(caption.trim()), creditHtml(credit.join(' | ').trim())].filter((part) => part !== '').join(' ');
}

function creditHtml(credit: string): string {
  return credit === '' ? '' : `<span class="credit">${escapeText(credit)}</span>`;
}

function figure(image: string, caption: string): string {
  // The title is told by the caption.
  const untitled = image.replace(/ title="[^"]*"/, '');
  return `<figure class="picture">${untitled}${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>\n`;
}

/** The addresses that are all of a paragraph, written as such and not as links with words; else null. */
function soleAddresses(tokens: Token[]): string[] | null {
  const addresses = tokens
    .filter(({ raw }) => raw.trim() !== '')
    .map((token) => {
      if (token.type !== 'link') return null;
      const { href, text } = token as Tokens.Link;
      return /^https?:\/\//i.test(href) && text === href ? href : null;
    });
  return addresses.length > 0 && addresses.every((address) => address !== null) ? addresses : null;
}

/** Takes `[!PULL]` from the beginning of a quote. Returns whether it was there. */
function takePullMark(tokens: Token[]): boolean {
  const first = tokens[0]?.type === 'paragraph' ? (tokens[0] as Tokens.Paragraph).tokens[0] : undefined;
  if (first?.type !== 'text' || !pullMark.test(first.raw)) return false;
  const text = first as Tokens.Text;
  text.raw = text.raw.replace(pullMark, '');
  text.text = text.text.replace(pullMark, '');
  return true;
}

const pullMark = /^\[!PULL\]\s*/i;

/** A last line that begins with a dash names the speaker. */
function pullQuote(html: string): string {
  const [, words, name] = /^(.*?)(?:<p>|\n)\s*(?:—|–|--)\s+([^\n]+)<\/p>\s*$/s.exec(html) ?? [];
  const quoted = words === undefined || words.trim() === '' ? html : closed(words);
  const speaker = quoted === html || name === undefined ? '' : `<figcaption>${name}</figcaption>`;
  return `<figure class="pull-quote"><blockquote>${quoted.trim()}</blockquote>${speaker}</figure>\n`;
}

// The name may have stood on the last line of a paragraph, which then lost its end.
function closed(html: string): string {
  return html.lastIndexOf('<p>') > html.lastIndexOf('</p>') ? `${html}</p>` : html;
}
