import { defineConfig } from 'vitest/config';

/** The contract and the commands. The cms and the site have configurations of their own. */
export default defineConfig({
  test: {
    include: ['shared/tests/**/*.test.ts', 'scripts/tests/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
