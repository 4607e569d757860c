import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { requireChromium } from './chromium.ts';
import { root } from './repository.ts';
import { runScript } from './run-program.ts';
import { settingNames } from './settings.ts';
import { asOne, readVitestReport, type Tally } from './test-tally.ts';

/** What `npm test -- NAME` may name. */
export const areas = ['shared', 'scripts', 'cms', 'site', 'journey'] as const;
export type Area = (typeof areas)[number];

/** One thing that must hold. */
export interface Step {
  title: string;
  /** Where it belongs; a step for all areas runs only in a whole run. */
  areas: readonly Area[] | 'whole';
  /** Nothing after it can hold when it does not. */
  decides?: boolean;
  run: () => Promise<Tally>;
}

const tool = {
  prettier: join(root, 'node_modules/prettier/bin/prettier.cjs'),
  eslint: join(root, 'node_modules/eslint/bin/eslint.js'),
  tsc: join(root, 'node_modules/typescript/bin/tsc'),
  vitest: join(root, 'node_modules/vitest/vitest.mjs'),
  cmsTsc: join(root, 'cms/node_modules/typescript/bin/tsc'),
  astro: join(root, 'site/node_modules/astro/bin/astro.mjs'),
};

/** Everything that must hold, the quickest first. */
export const steps: readonly Step[] = [
  check('formatting (mend with: npm run format)', 'whole', tool.prettier, ['--check', '--log-level=warn', '.']),
  check('code style', 'whole', tool.eslint, ['--max-warnings=0', '.']),
  check('types of shared and scripts', ['shared', 'scripts'], tool.tsc, ['-p', '.']),
  ...['cms', 'cms/src/admin', 'cms/tests']
    .filter(hasTypes)
    .map((part) => check(`types of ${part}`, ['cms'], tool.cmsTsc, ['-p', part, '--noEmit'])),
  check('types of the tests of the whole newsroom', ['journey'], tool.tsc, ['-p', 'tests']),
  check('types of site', ['site'], tool.astro, ['check', '--minimumFailingSeverity', 'error', '--minimumSeverity', 'error'], 'site'),
  check('imports keep the parts apart', 'whole', 'scripts/check-imports.ts', []),
  check('every language in all its places', ['cms', 'site'], 'scripts/check-languages.ts', []),
  check('every string in every language', ['site'], 'scripts/check-translations.ts', []),
  { ...check('build', ['cms', 'site', 'journey'], 'scripts/build.ts', ['cms', 'site']), decides: true },
  vitest('tests of shared', ['shared'], '.', ['shared/tests']),
  vitest('tests of scripts', ['scripts'], '.', ['scripts/tests']),
  vitest('tests of site', ['site'], 'site'),
  vitest('tests of cms on SQLite', ['cms'], 'cms', ['--project', 'unit', '--project', 'sqlite']),
  vitest('tests of cms on PostgreSQL', ['cms'], 'cms', ['--project', 'postgres']),
  {
    title: 'tests of the whole newsroom, with a real browser',
    areas: ['journey'],
    run: async () => runVitest('tests', [], { CHROMIUM_PATH: await requireChromium() }),
  },
];

function check(title: string, areas: Step['areas'], script: string, args: readonly string[], folder = '.'): Step {
  return {
    title,
    areas,
    run: async () => asOne((await runScript(script, args, { cwd: join(root, folder), env: quiet })) === 0),
  };
}

function vitest(title: string, areas: Step['areas'], folder: string, args: readonly string[] = []): Step {
  return { title, areas, run: () => runVitest(folder, args) };
}

async function runVitest(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const reports = mkdtempSync(join(tmpdir(), 'broadsheet-report-'));
  try {
    const report = join(reports, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = await runScript(tool.vitest, ['run', ...args, ...reporters], { cwd: join(root, folder), env: { ...quiet, ...env } });
    return readVitestReport(report, status);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

function hasTypes(folder: string): boolean {
  return existsSync(join(root, folder)) && readdirSync(join(root, folder)).includes('tsconfig.json');
}

// Settings of the machine's own newsroom must not reach the tests, and no program may call home.
const quiet: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !settingNames.some((setting) => setting === name))),
  ASTRO_TELEMETRY_DISABLED: '1',
  STRAPI_TELEMETRY_DISABLED: 'true',
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
};
