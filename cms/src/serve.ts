/**
 * Starts the cms. Strapi's own `strapi start` loads all its commands, and one of them the console, which takes Node's old `domain`
 * with it: from then on every event and every promise costs more, a fifth of each view that is counted.
 */
import { resolve } from 'node:path';

import { createStrapi } from '@strapi/strapi';

// This file runs as dist/src/serve.js.
const distDir = resolve(__dirname, '..');
try {
  void createStrapi({ appDir: resolve(distDir, '..'), distDir }).start();
} catch (error) {
  // A setting that cannot be used; it says which.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
