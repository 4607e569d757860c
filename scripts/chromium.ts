import { accessSync, constants, existsSync } from 'node:fs';

import { OperatorError } from './operator-error.ts';
import { runProgram } from './run-program.ts';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The browser for the tests that need a real one. Where we may (root on Debian), a missing one is installed.
 * @throws OperatorError when there is none
 */
export async function requireChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (isProgram(named)) return named;
    throw new OperatorError(`CHROMIUM_PATH is ${named}, which is no program. Set it to a Chromium or Chrome, or leave it out.`);
  }
  const found = usualPlaces.find(isProgram) ?? (await installed());
  if (found === undefined) {
    throw new OperatorError(
      'The browser tests need Chromium. Install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH to one.',
    );
  }
  return found;
}

async function installed(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.log('Chromium is missing: installing it with apt-get…');
  const output: string[] = [];
  const options = { cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, onLine: (line: string) => output.push(line) };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    if ((await runProgram('apt-get', args, options)) === 0) continue;
    console.error(output.join('\n'));
    return undefined;
  }
  return usualPlaces.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
