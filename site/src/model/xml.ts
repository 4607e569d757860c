/** Text inside XML: escaped, and without the characters that XML 1.0 cannot hold at all. */
export function xmlText(text: string): string {
  // Nearly all are addresses, thousands of them in a sitemap.
  if (!special.test(text)) return text;
  return xmlSafe(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * Text without control characters and lone surrogates, for writers that escape by themselves.
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function xmlSafe(text: string): string {
  return text.toWellFormed().replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}

// What is escaped or taken away, and every half of a pair, which may be alone.
const special = /[&<>"\0-\x1f\ud800-\udfff\ufffe\uffff]/;
