/** Where one note has several ways back, all but the first are numbers, and are called by the number that they show. */
export function namedReturns(html: string): string {
  return html.replaceAll(/ aria-label="([^"]*)">↩<sup>(\d+)<\/sup>/g, ' aria-label="$1, $2"><sup>$2</sup>');
}
