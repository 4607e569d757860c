/** Text inside XML: escaped, and without the characters that XML 1.0 cannot hold at all. */
export function xmlText(text: string): string {
  return xmlSafe(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * Text without control characters and lone surrogates, for writers that escape by themselves.
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function xmlSafe(text: string): string {
  return text.toWellFormed().replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}
