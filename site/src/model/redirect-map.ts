import { redirectMap } from '../content/redirects.ts';
import type { Reading } from '../content/reading.ts';

/** Old address and new one, a line each, as the body of an nginx `map`: `/old/ /new/;` */
export function redirectMapText(reading: Reading): string {
  const lines = redirectMap(reading).map(({ from, to }) => `${keyOf(from)} ${mapValue(to)};\n`);
  return lines.length > 0 ? lines.join('') : nothingMoved;
}

// Caddy does not start on a list with no line at all. Nothing ever stands at this address.
const nothingMoved = '/_/ /;\n';

// Web servers compare paths as letters, whichever way a browser writes them, and what has a query as it was sent.
function keyOf(from: string): string {
  const letters = from.includes('?') ? from : decodeURI(from);
  return /[\s;{}$"'\\~]/.test(letters) ? from : letters;
}

// What ends a value, opens a block or names a variable for nginx is written as the address may also spell it.
function mapValue(address: string): string {
  return address.replaceAll(/[\s;{}$"'\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
