import astro from 'eslint-plugin-astro';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '**/.astro/',
      '**/.strapi/',
      '.data/',
      '.cache/',
      'cms/build/',
      'cms/types/generated/',
      'cms/public/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['site/vitest.config.ts', 'cms/vitest.config.mts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      // A number in a sentence is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => socket.close()` says no more than it does.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // The compiler is asked to doubt every index; the linter would call its doubts needless where types of others are too sure.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `withResolvers<void>()` is no mistake.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // A type parameter used once can still name what a caller chooses.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Properties with the same name as a deprecated value of theirs are taken for deprecated themselves.
      '@typescript-eslint/no-deprecated': 'off',
      // Functions of plain objects are used as functions.
      '@typescript-eslint/unbound-method': 'off',
      // An early end of an async function in a contract that is async.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // Strapi's own types are `any` at every query. What they give is parsed by the contract before it is sent.
    files: ['cms/**/*.ts', 'cms/**/*.tsx'],
    rules: Object.fromEntries(
      ['assignment', 'call', 'member-access', 'return', 'argument'].map((use) => [`@typescript-eslint/no-unsafe-${use}`, 'off']),
    ),
  },
  {
    files: ['**/tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  ...astro.configs.recommended,
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.recommended],
    languageOptions: { globals: { process: 'readonly' } },
  },
);
