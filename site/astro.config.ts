import { defineConfig } from 'astro/config';

import { compiledRenderer } from './renderer/adapter.ts';

export default defineConfig({
  output: 'server',
  adapter: compiledRenderer(),
  trailingSlash: 'ignore',
  // One file for all pages is cached once; inline styles would also need a hash in every page's policy.
  build: { inlineStylesheets: 'never' },
  vite: {
    // Scripts, too, are files of their own: the pages' policy allows no script inside them.
    build: { assetsInlineLimit: 0 },
    // hyphen is CommonJS whose exports Node cannot see from outside, so it becomes part of the bundle.
    ssr: { external: ['better-sqlite3'], noExternal: ['hyphen'] },
  },
  devToolbar: { enabled: false },
});
