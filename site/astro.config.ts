import { fileURLToPath } from 'node:url';

import { defineConfig } from 'astro/config';

import { compiledRenderer } from './renderer/adapter.ts';
import { firstPaintScript, plainDynamicImports } from './renderer/first-paint.ts';
import { precompressed } from './renderer/precompressed.ts';

export default defineConfig({
  output: 'server',
  adapter: compiledRenderer(),
  integrations: [precompressed()],
  trailingSlash: 'ignore',
  // One file for all pages is cached once; inline styles would also need a hash in every page's policy.
  build: { inlineStylesheets: 'never' },
  vite: {
    plugins: [firstPaintScript(), plainDynamicImports()],
    // Without this line Astro's own runtime makes the same pages, only more slowly.
    resolve: { alias: { 'astro/compiler-runtime': fileURLToPath(new URL('./renderer/page-runtime.ts', import.meta.url)) } },
    // Scripts, too, are files of their own: the policy of the pages allows one script inside them, known by its hash.
    // The search works in a process of the browser that loads only its language's part.
    worker: { format: 'es' },
    build: { assetsInlineLimit: 0, modulePreload: false },
    // hyphen is CommonJS whose exports Node cannot see from outside, so it becomes part of the bundle.
    ssr: { external: ['better-sqlite3'], noExternal: ['hyphen'] },
  },
  devToolbar: { enabled: false },
});
