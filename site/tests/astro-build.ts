/** The site as Astro's own runtime makes it, for comparison (docs/decisions/0027-page-runtime.md). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, type AstroInlineConfig } from 'astro';

import config from '../astro.config.ts';

const site = fileURLToPath(new URL('..', import.meta.url));

/** Compiles the pages without `renderer/page-runtime.ts`. Returns the folder, in one of the system's temporary ones; the caller removes that. */
export async function buildWithAstro(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'astro-build-'));
  const dist = join(folder, 'dist');
  try {
    // What is compiled imports by name, as from `site/`.
    symlinkSync(join(site, 'node_modules'), join(folder, 'node_modules'));
    const { 'astro/compiler-runtime': ours, ...alias } = config.vite?.resolve?.alias as Record<string, string>;
    if (ours === undefined) throw new Error('astro.config.ts names no runtime of our own: both would be the same.');
    const vite = { ...config.vite, resolve: { ...config.vite?.resolve, alias } };
    const astros: AstroInlineConfig = { ...config, vite, root: site, configFile: false, outDir: dist, logLevel: 'error' };
    await build(astros);
    return dist;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** How many compiled files have components that were made for our own runtime. */
export function madeForOurs(dist: string): number {
  const chunks = join(dist, 'server/chunks');
  return readdirSync(chunks).filter((name) => /from "\.\/page-runtime_/.test(readFileSync(join(chunks, name), 'utf8'))).length;
}
