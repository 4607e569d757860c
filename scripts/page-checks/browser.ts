import { chromium, type Browser } from 'playwright-core';

import { requireChromium } from '../chromium.ts';

/** The browser that `npm test` finds. @throws OperatorError that says what to install */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await requireChromium(),
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
