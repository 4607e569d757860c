/** The site as Astro's own runtime makes it, for comparison (docs/decisions/0027-page-runtime.md). */
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, type AstroInlineConfig } from 'astro';

import config from '../astro.config.ts';

const site = fileURLToPath(new URL('..', import.meta.url));

/** Compiles the pages without `renderer/page-runtime.ts`. Returns the folder, in the system's temporary one; the caller removes it. */
export async function buildWithAstro(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'astro-build-'));
  // What is compiled imports by name, as from `site/`.
  symlinkSync(join(site, 'node_modules'), join(outDir, 'node_modules'));
  const dist = join(outDir, 'dist');
  const { resolve: _, ...vite } = config.vite ?? {};
  const plain: AstroInlineConfig = { ...config, vite, root: site, configFile: false, outDir: dist, logLevel: 'error' };
  await build(plain);
  return dist;
}
