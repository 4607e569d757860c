/** Looks for somebody's words in everything that a newsroom keeps and says. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where these words stand, as they are, encoded, or hashed without a salt (the first eight bytes: a hash may be cut short).
 * @param folder all files in it are read as bytes
 * @param said lines that programs said
 */
export function tracesIn(folder: string, said: readonly string[], words: readonly string[]): string[] {
  const forms = words.flatMap(formsOf);
  const places = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
  return [...places, { name: 'said', bytes: Buffer.from(said.join('\n')) }].flatMap(({ name, bytes }) =>
    forms.filter(({ form }) => bytes.includes(form)).map(({ how }) => `${name}: ${how}`),
  );
}

function formsOf(word: string): { how: string; form: Buffer | string }[] {
  const bytes = Buffer.from(word);
  const plain = [
    ['as it is', bytes],
    ['as UTF-16', Buffer.from(word, 'utf16le')],
    ['in hexadecimal', bytes.toString('hex')],
    ['in base64', bytes.toString('base64').replace(/=+$/, '').slice(0, -1)],
  ] as const;
  const hashed = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => {
    const start = createHash(name).update(bytes).digest().subarray(0, 8);
    const hexadecimal = start.toString('hex');
    // The last of these letters depends on what comes after the eight bytes.
    return [start, hexadecimal, hexadecimal.toUpperCase(), start.toString('base64').slice(0, 10)].map((form) => [name, form] as const);
  });
  return [...plain, ...hashed].map(([how, form]) => ({ how: `${JSON.stringify(word)} ${how}`, form }));
}
