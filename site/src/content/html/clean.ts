import sanitizeHtml from 'sanitize-html';

/**
 * HTML with only what a story may hold. Whatever the steps before made of an editor's text passes through here, so
 * nothing that they overlook can reach a page.
 */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, rules);
}

const text = [
  'p',
  'br',
  'hr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'pre',
  'blockquote',
  'div',
  'section',
];
const inline = ['a', 'abbr', 'b', 'bdi', 'bdo', 'cite', 'code', 'del', 'dfn', 'em', 'i', 'ins', 'kbd', 'mark', 'q', 's', 'samp'];
const more = ['small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'wbr', 'img', 'figure', 'figcaption'];
const tables = ['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];

const rules: sanitizeHtml.IOptions = {
  allowedTags: [...text, ...inline, ...more, ...tables],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'hreflang', 'aria-describedby', 'aria-label'],
    abbr: ['title'],
    // The browser needs nothing of the rest: sizes come from the picture itself.
    img: ['src', 'alt', 'title'],
    ol: ['start', 'reversed'],
    time: ['datetime'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    div: [{ name: 'role', values: ['group'] }, { name: 'tabindex', values: ['0'] }, 'aria-label'],
    '*': ['lang', 'dir', 'id'],
  },
  allowedClasses: {
    div: ['gallery', 'table'],
    figure: ['picture', 'pull-quote'],
    section: ['footnotes'],
    h2: ['footnotes-title'],
    p: ['link-card'],
    span: ['credit', 'link-kind', 'link-address', 'link-hint'],
    td: ['center', 'end'],
    th: ['center', 'end'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    h1: 'h2',
    a: (tagName, attribs) => ({ tagName, attribs: /^https?:/i.test(attribs['href'] ?? '') ? outside(attribs) : attribs }),
    // The code that video services offer for pasting: a story keeps the link, and no other site is asked for anything.
    iframe: (_tagName, { src = '' }) => ({ tagName: 'a', attribs: outside({ href: src }), text: src }),
    td: aligned,
    th: aligned,
    '*': (tagName, attribs) => ({ tagName, attribs: withoutForeignId(attribs) }),
  },
};

function outside({ href = '', rel: _rel, ...others }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  return { href, rel: 'external noopener', ...others };
}

// Markdown says it with an attribute that HTML has given up.
function aligned(tagName: string, { align, ...others }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const name = align === 'right' ? 'end' : align === 'center' ? 'center' : null;
  return { tagName, attribs: name === null ? others : { ...others, class: name } };
}

// Any other name could be one of the page's own, and links to it would then lead into the text.
function withoutForeignId({ id, ...others }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  return id?.startsWith('footnote-') ? { ...others, id } : others;
}
