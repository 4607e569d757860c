import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import { lock } from './lock.mjs';

/** What a `.env` file sets; a missing file sets nothing. */
export function readEnvFile(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const values = Object.entries(parseEnv(readFileSync(file, 'utf8')));
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/**
 * Adds the values that `.env` does not set yet, at its end; nothing that stands in it is changed. The file is replaced
 * in one step and readable by its owner only. Commands that run at the same moment agree on one value.
 *
 * @param make gives a value for each name that is still missing
 * @returns the names that were added
 */
export async function addMissing(file: string, names: readonly string[], make: (name: string) => string): Promise<string[]> {
  const release = await lock(`${file}.lock`, () => {});
  try {
    const present = readEnvFile(file);
    const missing = names.filter((name) => !present[name]);
    if (missing.length === 0) return [];
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '# Made by Broadsheet. Keep it: it is not in the repository.\n';
    const lines = missing.map((name) => `${name}=${make(name)}\n`).join('');
    replaceFile(file, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines}`);
    return missing;
  } finally {
    release();
  }
}

function replaceFile(file: string, content: string): void {
  // A link to a file elsewhere stays a link.
  const target = existsSync(file) ? realpathSync(file) : file;
  const beside = `${target}.${process.pid}.tmp`;
  writeFileSync(beside, content, { mode: 0o600, flush: true });
  renameSync(beside, target);
}
