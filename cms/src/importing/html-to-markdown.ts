// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- types of a library that has none, for whoever imports this file
/// <reference path="./turndown-plugin-gfm.d.ts" />
import { strikethrough, tables } from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';

import { plainText } from './plain-text';

/** Where the addresses of a text lead in the newsroom. */
export interface Addresses {
  /** A picture's address here, or the one given when it could not be brought in. */
  picture(url: string): string;
  /** A link's address here, or the one given. */
  link(url: string): string;
  /** True for an address of a picture's file or of its own page at the old site. */
  leadsToPicture(url: string): boolean;
  /** The title of a story that moved in too, by an address it had. */
  titleAt(url: string): string | undefined;
}

/**
 * HTML of WordPress as the Markdown the newsroom keeps: a picture with its caption as title alone in a paragraph, a
 * gallery as a paragraph of pictures one a line, an embed as its bare address. Headings begin at h2.
 */
export function htmlToMarkdown(html: string, addresses: Addresses): string {
  const service = newService(addresses);
  const markdown = service.turndown(`<div>${html}</div>`);
  return (
    markdown
      .replaceAll('<div class="joplin-table-wrapper">', '<div>')
      .replace(/[ \t]+$/gm, (spaces) => (spaces.length >= 2 && !spaces.includes('\t') ? '  ' : ''))
      // A break at the end of a paragraph breaks nothing.
      .replace(/ {2}\n\n/g, '\n\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

function newService(addresses: Addresses): TurndownService {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '*',
    hr: '---',
    br: '  ',
  });
  service.use([strikethrough, tables]);
  service.keep(['sup', 'sub']);
  service.remove(['script', 'style', 'noscript', 'form', 'input', 'select', 'textarea', 'button', 'template', 'map', 'title', 'head']);
  escapeMarkup(service);
  for (const [name, rule] of Object.entries({ ...textRules(addresses), ...pictureRules(addresses), ...embedRules(addresses) }))
    service.addRule(name, rule);
  return service;
}

/** Text that looks like HTML stays text: turndown's own escapes are for Markdown's marks only. */
function escapeMarkup(service: TurndownService): void {
  const escape = service.escape.bind(service);
  service.escape = (text) =>
    escape(text)
      .replace(/&(?=[a-z]+;|#\d+;|#x[0-9a-f]+;)/gi, '&amp;')
      .replace(/</g, '\\<');
}

function textRules(addresses: Addresses): Rules {
  return {
    heading: {
      filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
      replacement: (content, node) => {
        const text = content.replace(/\s*\n\s*/g, ' ').trim();
        const level = Math.max(2, Number(node.nodeName.charAt(1)));
        return text === '' ? '' : `\n\n${'#'.repeat(level)} ${text}\n\n`;
      },
    },
    preformatted: {
      filter: (node) => node.nodeName === 'PRE',
      replacement: (_content, node) => {
        const text = (node.textContent ?? '').replace(/^\n|\n+$/g, '');
        if (text === '') return '';
        // Verse is set in lines, not in code.
        if (node.className.includes('wp-block-verse')) return `\n\n${text.split('\n').map(escapeLine).join('  \n')}\n\n`;
        const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
        return `\n\n${fence}\n${text}\n${fence}\n\n`;
      },
    },
    pullQuote: {
      filter: (node) =>
        node.nodeName === 'BLOCKQUOTE' && /pullquote/.test(`${node.className} ${(node.parentNode as HTMLElement).className}`),
      replacement: (content) => `\n\n${`[!PULL] ${content.trim()}`.replace(/^/gm, '> ')}\n\n`,
    },
    attribution: {
      filter: ['cite'],
      replacement: (content, node) => {
        const text = content.replace(/\s+/g, ' ').trim();
        if (text === '') return '';
        return inside(node, 'BLOCKQUOTE') || node.parentNode?.nodeName === 'FIGURE' ? `\n\n— ${text}\n\n` : `*${text}*`;
      },
    },
    strong: { filter: ['strong', 'b'], replacement: (content, node) => marked(content, '**', inside(node, 'STRONG') || inside(node, 'B')) },
    emphasis: { filter: ['em', 'i'], replacement: (content, node) => marked(content, '*', inside(node, 'EM') || inside(node, 'I')) },
    quotation: { filter: ['q'], replacement: (content) => (content.trim() === '' ? '' : `“${content.trim()}”`) },
    term: { filter: ['dt'], replacement: (content) => (content.trim() === '' ? '' : `\n\n**${content.trim()}**\n\n`) },
    soleAddress: {
      // WordPress makes a player of an address that stands alone; escaped underscores would break it.
      filter: (node) => node.nodeName === 'P' && /^\s*https?:\/\/\S+\s*$/.test(node.textContent ?? '') && !hasPicture(node),
      replacement: (_content, node) => `\n\n${standing(node.textContent ?? '', addresses)}\n\n`,
    },
  };
}

function pictureRules(addresses: Addresses): Rules {
  const picture = (node: HTMLElement, caption: string): string => pictureMarkdown(node, caption, addresses);
  return {
    picture: { filter: ['img'], replacement: (_content, node) => picture(node, node.getAttribute('title') ?? '') },
    link: {
      filter: (node) => node.nodeName === 'A',
      replacement: (content, node) => linkMarkdown(content, node, addresses),
    },
    figure: {
      filter: (node) => node.nodeName === 'FIGURE' && hasPicture(node) && !node.querySelector('table,blockquote,video,audio'),
      replacement: (_content, node) => {
        const image = node.querySelector('img');
        if (!image) return '';
        const markdown = picture(image, plainText(node.querySelector('figcaption')?.innerHTML ?? ''));
        const href = image.parentNode?.nodeName === 'A' ? (image.parentNode as HTMLElement).getAttribute('href') : null;
        return `\n\n${href && !addresses.leadsToPicture(href) ? `[${markdown}](${target(addresses.link(href))})` : markdown}\n\n`;
      },
    },
    gallery: {
      filter: (node) => isGallery(node),
      replacement: (_content, node) => {
        const lines = Array.from(node.querySelectorAll('img')).map((image) => picture(image, captionOf(image)));
        const own = Array.from(node.childNodes).find((child) => child.nodeName === 'FIGCAPTION');
        const caption = plainText(own?.textContent ?? '');
        return `\n\n${lines.filter((line) => line !== '').join('\n')}\n\n${caption === '' ? '' : `*${caption}*\n\n`}`;
      },
    },
    tableCaption: {
      filter: (node) => node.nodeName === 'FIGCAPTION' && node.parentNode?.nodeName === 'FIGURE',
      replacement: (content) => (content.trim() === '' ? '' : `\n\n*${content.replace(/\s+/g, ' ').trim()}*\n\n`),
    },
  };
}

function embedRules(addresses: Addresses): Rules {
  const sourceOf = (node: HTMLElement): string =>
    node.getAttribute('src') ?? node.getAttribute('data') ?? node.querySelector('source[src],embed[src]')?.getAttribute('src') ?? '';
  return {
    embed: {
      filter: (node) => node.nodeName === 'FIGURE' && node.className.includes('wp-block-embed'),
      replacement: (_content, node) => {
        const address = /https?:\/\/\S+/.exec(plainText(node.innerHTML.replace(/<figcaption[\s\S]*/i, '')))?.[0] ?? '';
        const caption = plainText(node.querySelector('figcaption')?.innerHTML ?? '');
        return `\n\n${standing(address, addresses)}\n\n${caption === '' ? '' : `*${caption}*\n\n`}`;
      },
    },
    player: {
      filter: ['iframe', 'video', 'audio', 'object', 'embed'],
      replacement: (_content, node) => {
        const source = sourceOf(node).replace(/^\/\//, 'https://');
        return /^https?:\/\//i.test(source) ? `\n\n${bare(source)}\n\n` : '';
      },
    },
  };
}

function pictureMarkdown(node: HTMLElement, caption: string, addresses: Addresses): string {
  const source = pictureSource(node);
  if (source === '') return '';
  const alt = (node.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim();
  const title = caption.replace(/\s+/g, ' ').trim().replace(/\\/g, '\\\\').replace(/"/g, '\\"');
  const url = target(addresses.picture(source));
  return `![${alt.replace(/[\\[\]]/g, '\\$&')}](${url}${title === '' ? '' : ` "${title}"`})`;
}

/** Where a picture lies. A tiny one inside its address is the place holder of a lazy one, whose address stands elsewhere. */
function pictureSource(node: HTMLElement): string {
  const lazy = ['data-src', 'data-lazy-src', 'data-original', 'data-orig-file'].map((name) => node.getAttribute(name));
  const written = [...lazy, node.getAttribute('src')].map((source) => (source ?? '').trim());
  const found = written.find((source) => source !== '' && (!/^[a-z][a-z0-9+.-]*:/i.test(source) || /^https?:/i.test(source)));
  if (found !== undefined) return found.replace(/^\/\//, 'https://');
  return written.find((source) => /^data:image\//i.test(source) && source.length > longestPlaceHolder) ?? '';
}

/** Characters. */
const longestPlaceHolder = 140;

function linkMarkdown(content: string, node: HTMLElement, addresses: Addresses): string {
  const href = (node.getAttribute('href') ?? '').trim();
  const text = content.trim();
  if (text === '') return '';
  const allowed = /^(?:https?:|mailto:|tel:)/i.test(href) || (href !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(href));
  if (!allowed || (hasPicture(node) && addresses.leadsToPicture(href))) return content;
  // A heading or a paragraph cannot stand inside a link.
  if (/\n\n/.test(text)) return `\n\n${text}\n\n`;
  return `[${text.replace(/\s*\n\s*/g, ' ')}](${target(addresses.link(href))})`;
}

/** Text between marks; marks within the same marks, or around paragraphs, would be shown instead of read. */
function marked(content: string, mark: string, nested: boolean): string {
  return content.trim() === '' || nested || /\n\n/.test(content.trim()) ? content : `${mark}${content.trim()}${mark}`;
}

/** An address as Markdown takes it, whatever it holds. */
export function target(url: string): string {
  const clean = url.replace(/\s/g, '%20').replace(/</g, '%3C').replace(/>/g, '%3E');
  return clean.replace(/\(/g, '%28').replace(/\)/g, '%29');
}

/** What an address becomes that stands alone: the title of a story here, or the address itself, which the site shows as a card. */
function standing(url: string, addresses: Addresses): string {
  const title = addresses.titleAt(url.trim());
  return title === undefined ? bare(url) : `[${escapeLine(title)}](${addresses.link(url.trim())})`;
}

function bare(url: string): string {
  return url.trim().replace(/</g, '%3C').replace(/>/g, '%3E').replace(/\s/g, '%20');
}

function isGallery(node: HTMLElement): boolean {
  return (
    /(?:^|\s)(?:wp-block-gallery|wp-block-jetpack-tiled-gallery|blocks-gallery-grid|gallery)(?:\s|$)/.test(node.className) &&
    hasPicture(node)
  );
}

function captionOf(image: Element): string {
  const figure = image.closest('figure,li');
  return plainText(figure?.querySelector('figcaption')?.innerHTML ?? '');
}

function hasPicture(node: HTMLElement): boolean {
  // Turndown's parser answers undefined where a browser answers null.
  return Boolean(node.querySelector('img'));
}

function inside(node: HTMLElement, name: string): boolean {
  for (let parent = node.parentNode; parent; parent = parent.parentNode) if (parent.nodeName === name) return true;
  return false;
}

function escapeLine(line: string): string {
  return line.trim() === '' ? '' : line.trim().replace(/[\\`*_{}[\]<>#+!|-]/g, '\\$&');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

type Rules = Record<string, TurndownService.Rule>;
