import { accessSync, constants } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

/** Debian's browser, or the one that CHROMIUM_PATH names. @throws Error that says what to install */
export function launchBrowser(): Promise<Browser> {
  const places = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = places.find((place) => place !== undefined && isProgram(place));
  if (executablePath === undefined)
    throw new Error('No Chromium was found. Install it (Debian: "apt-get install chromium"), or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      'no-sandbox',
      'disable-gpu',
      'disable-quic',
      'no-first-run',
      'disable-background-networking',
      'disable-component-update',
      'disable-sync',
    ].map((flag) => `--${flag}`),
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
