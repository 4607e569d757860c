import { defineConfig } from 'vitest/config';

// A real Strapi in each file, on each database. Strapi must have been compiled (`npm run build` in this folder).
const project = (database: 'sqlite' | 'postgres') => ({
  test: {
    name: database,
    root: import.meta.dirname,
    include: ['tests/newsroom/*.test.ts'],
    env: { TEST_DATABASE: database },
    globalSetup: database === 'postgres' ? ['tests/support/postgres.ts'] : [],
    pool: 'forks' as const,
    // Starting a newsroom on a busy machine takes its time; no test measures time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('sqlite'),
      project('postgres'),
      {
        test: {
          name: 'unit',
          root: import.meta.dirname,
          include: ['tests/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
