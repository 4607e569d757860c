import { classicParagraphs } from './classic-paragraphs';

/** HTML with the block editor's comments read and gone, and the names of the blocks that have no content of their own. */
export interface ReadBlocks {
  html: string;
  /** `latest-posts`, `jetpack/map` …: shown by WordPress from other data, so nothing of them can be imported. */
  leftOut: string[];
}

/** The place of the footnotes that WordPress keeps beside the post, as a mark for `footnotes.ts`. */
export const footnotesMark = '<div data-import="footnotes"></div>';

/** Reads WordPress content of either kind: blocks are taken as they are, everything outside of them gets paragraphs. */
export function readBlocks(content: string): ReadBlocks {
  const state: State = { out: [], open: [], dropped: 0, leftOut: [] };
  let last = 0;
  for (const match of content.matchAll(blockComment)) {
    emit(state, content.slice(last, match.index));
    comment(state, match);
    last = match.index + match[0].length;
  }
  emit(state, content.slice(last));
  return { html: state.out.join('').replace(/<!--[\s\S]*?-->/g, ''), leftOut: [...new Set(state.leftOut)] };
}

/**
 * Puts blocks that WordPress keeps once and shows in many posts into the text; those that are not in the export stay.
 * @param find the content of such a block, by its number
 */
export function withReusableBlocks(content: string, find: (id: string) => string | undefined, within: string[] = []): string {
  return content.replace(/<!--\s+wp:(?:core\/)?block\s+\{[^{}]*"ref"\s*:\s*(\d+)[^{}]*\}\s+\/-->/g, (whole, id: string) => {
    // They may show others, even each other; four deep is more than any editor can see through.
    if (within.includes(id) || within.length === 4) return '';
    const found = find(id);
    return found === undefined ? whole : withReusableBlocks(found, find, [...within, id]);
  });
}

const blockComment = /<!--\s+(\/?)wp:([a-z][a-z0-9_-]*(?:\/[a-z][a-z0-9_-]*)?)\s+(?:\{[\s\S]*?\}\s+)?(\/?)-->/g;

/** Blocks whose inner HTML is a template that WordPress fills from elsewhere. */
const templates = new Set(['query', 'comments', 'navigation', 'social-links', 'post-template', 'buttons-template', 'search', 'calendar']);

/** Blocks whose HTML is only space or lines. */
const silent = new Set(['spacer', 'separator', 'more', 'nextpage', 'shortcode', 'paragraph', 'heading', 'image', 'html']);

function comment(state: State, [, slash, name = '', selfClosed]: RegExpMatchArray): void {
  const short = name.replace(/^core\//, '');
  if (selfClosed === '/') {
    if (short === 'footnotes') state.out.push(footnotesMark);
    else if (state.dropped === 0 && !silent.has(short)) state.leftOut.push(short);
    return;
  }
  if (slash === '/') {
    // A closing comment without its opening one is ignored.
    if (state.open.at(-1) !== short) return;
    state.open.pop();
    if (templates.has(short)) state.dropped -= 1;
    return;
  }
  state.open.push(short);
  if (!templates.has(short)) return;
  if (state.dropped === 0) state.leftOut.push(short);
  state.dropped += 1;
}

function emit(state: State, html: string): void {
  if (state.dropped > 0) return;
  const classic = state.open.length === 0 || state.open.at(-1) === 'freeform';
  state.out.push(classic ? classicParagraphs(html.replace(/<!--[\s\S]*?-->/g, '')) : html);
}

interface State {
  out: string[];
  /** Names of the blocks that are open here, outermost first. */
  open: string[];
  /** How many of them are templates. */
  dropped: number;
  leftOut: string[];
}
