import sax from 'sax';

/** The text of a piece of HTML on one line: tags dropped, character references read. */
export function plainText(html: string): string {
  const inline = html.replace(/<\/?(?:a|abbr|b|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^>]*)?>/gi, '');
  const text = inline.replace(/<(?:\/?[a-z]|!--)[^>]*>/gi, ' ');
  // Titles are often escaped twice on their way into an export.
  return decodeReferences(decodeReferences(text)).replace(/\s+/g, ' ').trim();
}

/** Reads `&amp;`, `&#8217;`, `&#x2019;` and the named references of HTML; what is none stays as it is. */
export function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,30}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      const valid = code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return valid ? String.fromCodePoint(code) : ' ';
    },
  );
}

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const named = new Map(
  Object.entries(htmlEntities()).map(([name, value]) => [name, typeof value === 'number' ? String.fromCodePoint(value) : value]),
);

// sax carries the table of HTML's named references, but its types do not mention it.
function htmlEntities(): Record<string, string | number> {
  return 'ENTITIES' in sax ? (sax.ENTITIES as Record<string, string | number>) : {};
}
