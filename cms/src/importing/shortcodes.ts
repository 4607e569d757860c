import { escapeHtml } from './plain-text';

/** A picture of the old site's media library. */
export interface Attachment {
  url: string;
  alt: string;
  caption: string;
  title: string;
}

/** What shortcodes may ask about the old site. */
export interface ShortcodeContext {
  attachment(id: string): Attachment | undefined;
  /** Pictures uploaded to this post, for a gallery that names none. */
  ownAttachments(): Attachment[];
}

export interface ReadShortcodes {
  html: string;
  /** Names of the shortcodes that nothing here knows; what stood between their tags is kept. */
  unknown: string[];
}

/** Replaces WordPress's shortcodes by HTML. `[[name]]` and square brackets of ordinary text stay text. */
export function readShortcodes(html: string, context: ShortcodeContext): ReadShortcodes {
  const state: State = { context, unknown: new Set() };
  // Code that is shown is not code that runs.
  const parts = html.split(/(<pre[\s>][\s\S]*?<\/pre>|<code[\s>][\s\S]*?<\/code>)/i);
  const read = parts.map((part, index) => (index % 2 === 1 ? part : readPart(part, state)));
  return { html: read.join(''), unknown: [...state.unknown] };
}

// name, the old [name=address], then up to 20 attributes: name=value, quoted values, words. Bounded so that hostile text cannot make it slow.
const tagPattern =
  /\[(\[?)(\/?)([a-z][a-z0-9_-]{0,40})((?:=[^\s\][<]{1,2000})?(?:\s+(?:[a-z0-9_-]{1,60}\s*=\s*(?:"[^"]{0,4000}"|'[^']{0,4000}'|[^\s"'\][]{1,2000})|"[^"]{0,4000}"|[^\s"'=\][<]{1,2000})){0,20})\s*(\/?)\](\]?)/gi;

function readPart(html: string, state: State): string {
  const tags = [...html.matchAll(tagPattern)].map(toTag);
  const closings = closingTags(tags);
  let out = '';
  let at = 0;
  for (let index = 0; index < tags.length; index += 1) {
    const tag = tags[index];
    if (tag === undefined || tag.start < at) continue;
    out += html.slice(at, tag.start);
    at = tag.end;
    if (tag.escaped) {
      out += html.slice(tag.start + 1, tag.end - 1);
      continue;
    }
    const close = tag.closing || tag.selfClosed ? undefined : closings[index];
    const known = shortcodes[tag.name];
    const inner = close ? html.slice(tag.end, close.start) : null;
    if (known && !tag.closing) {
      out += known(tag.attributes, inner === null ? '' : readPart(inner, state), state.context);
      if (close) at = close.end;
    } else if (close || tag.selfClosed || tag.named || tag.name.includes('_')) {
      state.unknown.add(tag.name);
      if (close) {
        out += readPart(inner ?? '', state);
        at = close.end;
      }
    } else {
      out += html.slice(tag.start, tag.end);
    }
  }
  return out + html.slice(at);
}

/** For each tag the closing one that belongs to it, if the next of its name is one: a [gallery] before another stands alone. */
function closingTags(tags: Tag[]): (Tag | undefined)[] {
  const next = new Map<string, Tag>();
  const found = new Array<Tag | undefined>(tags.length);
  for (let index = tags.length - 1; index >= 0; index -= 1) {
    const tag = tags[index];
    if (tag === undefined || tag.escaped) continue;
    const after = next.get(tag.name);
    found[index] = after?.closing ? after : undefined;
    next.set(tag.name, tag);
  }
  return found;
}

function toTag(match: RegExpMatchArray): Tag {
  const [whole, before, slash, name = '', attributes = '', selfClosed, after] = match;
  const escaped = before === '[' && after === ']';
  // "[[gallery]" is a bracket and a shortcode; "[gallery]]" a shortcode and a bracket.
  const start = (match.index ?? 0) + (before === '[' && !escaped ? 1 : 0);
  const end = (match.index ?? 0) + whole.length - (after === ']' && !escaped ? 1 : 0);
  const read = readAttributes(attributes);
  return {
    start,
    end,
    escaped,
    closing: slash === '/',
    selfClosed: selfClosed === '/',
    name: name.toLowerCase(),
    attributes: read,
    named: Object.keys(read).some((key) => !/^\d+$/.test(key)),
  };
}

function readAttributes(text: string): Attributes {
  const read: Attributes = {};
  let position = 0;
  for (const match of text.matchAll(/([a-z0-9_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|(\S+)/gi)) {
    const [, name, double, single, bare, quoted, word] = match;
    if (name !== undefined) read[name.toLowerCase()] = double ?? single ?? bare ?? '';
    else read[String(position++)] = quoted ?? word ?? '';
  }
  return read;
}

/** Every shortcode of WordPress itself, and the embeds that WordPress.com and Jetpack add. */
const shortcodes: Record<string, (attributes: Attributes, inner: string, context: ShortcodeContext) => string> = {
  caption: captioned,
  wp_caption: captioned,
  gallery: (attributes, _inner, context) => gallery(attributes, context),
  embed: (attributes, inner) => embed(inner || attributes['src'] || ''),
  audio: (attributes) => embed(source(attributes, ['src', 'mp3', 'm4a', 'ogg', 'wav', 'flac', '0'])),
  video: (attributes) => embed(source(attributes, ['src', 'mp4', 'm4v', 'webm', 'ogv', 'flv', '0'])),
  playlist: (attributes, _inner, context) => listed(attributes, context),
  youtube: (attributes) => embed(source(attributes, ['0', 'url', 'id'])),
  vimeo: (attributes) =>
    embed(/^\d+$/.test(attributes['0'] ?? '') ? `https://vimeo.com/${attributes['0']}` : source(attributes, ['0', 'url'])),
  tweet: (attributes) => embed(source(attributes, ['0', 'tweet', 'url'])),
  instagram: (attributes) => embed(source(attributes, ['url', '0'])),
  facebook: (attributes) => embed(source(attributes, ['url', '0'])),
  soundcloud: (attributes) => embed(source(attributes, ['url', '0'])),
  wpvideo: (attributes) => (attributes['0'] ? embed(`https://videopress.com/v/${attributes['0']}`) : ''),
  videopress: (attributes) => (attributes['0'] ? embed(`https://videopress.com/v/${attributes['0']}`) : ''),
};

function captioned(attributes: Attributes, inner: string): string {
  const picture = /^\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*<\/a>)?)/i.exec(inner);
  const text = attributes['caption'] ?? inner.slice(picture?.[0].length ?? 0);
  return `\n\n<figure>${picture?.[1] ?? ''}<figcaption>${text.trim()}</figcaption></figure>\n\n`;
}

function gallery(attributes: Attributes, context: ShortcodeContext): string {
  const pictures = picked(attributes, context)
    .filter(({ url }) => /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i.test(url))
    .map(
      ({ url, alt, caption, title }) =>
        `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt || title)}"><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
    );
  return pictures.length === 0 ? '' : `\n\n<div class="wp-block-gallery">${pictures.join('')}</div>\n\n`;
}

function listed(attributes: Attributes, context: ShortcodeContext): string {
  return picked(attributes, context)
    .filter(({ url }) => /\.(?:mp3|m4a|ogg|wav|flac|mp4|m4v|webm|ogv)(?:\?|$)/i.test(url))
    .map(({ url }) => embed(url))
    .join('');
}

function picked(attributes: Attributes, context: ShortcodeContext): Attachment[] {
  const ids = (attributes['ids'] ?? attributes['include'] ?? '').split(/[\s,]+/).filter((id) => id !== '');
  if (ids.length === 0) return context.ownAttachments();
  return ids.map((id) => context.attachment(id)).filter((found) => found !== undefined);
}

function source(attributes: Attributes, names: string[]): string {
  const value = names.map((name) => attributes[name]).find((found) => found !== undefined && found !== '') ?? '';
  // The oldest form is [youtube=https://…], which reaches us as the word "=https://…".
  return value.replace(/^=/, '');
}

function embed(address: string): string {
  const url = address.replace(/<[^>]*>/g, '').trim();
  return /^https?:\/\//i.test(url) ? `\n\n<figure class="wp-block-embed">${escapeHtml(url.replace(/&amp;/g, '&'))}</figure>\n\n` : '';
}

type Attributes = Record<string, string>;

interface Tag {
  start: number;
  end: number;
  escaped: boolean;
  closing: boolean;
  selfClosed: boolean;
  name: string;
  attributes: Attributes;
  /** Whether it has a `name=value`, which ordinary text in brackets never has. */
  named: boolean;
}

interface State {
  context: ShortcodeContext;
  unknown: Set<string>;
}
