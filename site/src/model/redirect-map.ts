import { redirectMap } from '../content/redirects.ts';
import type { Reading } from '../content/reading.ts';

/** Old address and new one, a line each, as the body of an nginx `map`: `/old/ /new/;` */
export function redirectMapText(reading: Reading): string {
  const lines = redirectMap(reading).map(({ from, to }) => `${from} ${mapValue(to)};\n`);
  return lines.length > 0 ? lines.join('') : nothingMoved;
}

// Caddy does not start on a list with no line at all. Nothing ever stands at this address.
const nothingMoved = '/_/ /;\n';

// What ends a value, opens a block or names a variable for nginx is written as the address may also spell it.
function mapValue(address: string): string {
  return address.replaceAll(/[\s;{}$"'\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
