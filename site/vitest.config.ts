import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A busy machine takes its time; no test measures time.
    testTimeout: 60_000,
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // The renderer that a publisher keeps is compiled already.
    server: { deps: { external: [/\/renderers\/[0-9a-f]{16}\//] } },
  },
});
