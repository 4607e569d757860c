import { defineConfig } from 'vitest/config';

// Each of these runs a whole newsroom: one after the other, on two cores.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: '../cms/tests/support/postgres.ts',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
});
