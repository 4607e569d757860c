/**
 * Classic WordPress content keeps paragraphs as blank lines and breaks as line ends; WordPress makes them HTML
 * when it shows a page. The rule is that of its `wpautop`: text directly in a block of running text is parted at
 * blank lines, text in headings, cells and list items is not.
 */
export function classicParagraphs(html: string): string {
  const source = html.replace(/\r\n?/g, '\n');
  const out: string[] = [];
  const open: string[] = [];
  let last = 0;
  for (const match of source.matchAll(blockTag)) {
    out.push(run(source.slice(last, match.index), open.at(-1)));
    const [whole, slash, name = ''] = match;
    follow(open, name.toLowerCase(), slash === '/', whole.endsWith('/>'));
    out.push(whole);
    last = match.index + whole.length;
  }
  out.push(run(source.slice(last), open.at(-1)));
  return out.join('');
}

const blockTag =
  /<(\/?)(address|article|aside|audio|blockquote|caption|center|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|object|ol|p|pre|script|section|select|style|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video)\b[^>]*>/gi;

/** Elements whose text is left as it stands. */
const tight = new Set(
  (
    'address audio caption colgroup dd dl dt figcaption figure h1 h2 h3 h4 h5 h6 iframe li object ol p pre script select style summary table tbody td ' +
    'textarea tfoot th thead tr ul video'
  ).split(' '),
);

function run(text: string, parent: string | undefined): string {
  if (parent !== undefined && tight.has(parent)) return text;
  return text
    .split(/\n[ \t]*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p>${part.replace(/(?:<br\s*\/?>)?[ \t]*\n/gi, '<br>\n')}</p>\n`)
    .join('');
}

function follow(open: string[], name: string, closing: boolean, selfClosed: boolean): void {
  if (name === 'hr' || selfClosed) return;
  if (!closing) {
    open.push(name);
    return;
  }
  const at = open.lastIndexOf(name);
  // A closing tag of nothing is left to the HTML parser, which ignores it.
  if (at >= 0) open.length = at;
}
