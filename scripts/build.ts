// Builds what has changed since it was last built: node scripts/build.ts [shared] [cms] [site]
//
// This file runs before `shared` is compiled, so nothing here may import it.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { lock } from './lock.mjs';
import { OperatorError, runCommand } from './operator-error.ts';
import { clonePrivate, cmsFolder, root, siteFolder, strapiCommand } from './repository.ts';
import { runScript } from './run-program.ts';
import { secretNames, settingOf } from './settings.ts';
import { hashOf, isStamped, removeStamp, setStamp } from './source-stamp.ts';

export const parts = ['shared', 'cms', 'site'] as const;
export type Part = (typeof parts)[number];

/**
 * Brings the compiled form of the parts up to date, `shared` first; a part whose sources have not changed is left alone.
 * Two commands never build at the same time.
 * @throws OperatorError when a part does not compile; what its compiler said is on the terminal
 */
export async function build(wanted: readonly Part[], options: { quietWhenFresh?: boolean } = {}): Promise<void> {
  const release = await lock(clonePrivate('build.lock'), (pid) => say(`another command (process ${pid}) is building; waiting for it`));
  try {
    for (const part of parts) {
      if (part !== 'shared' && !wanted.includes(part)) continue;
      const built = await builders[part]();
      if (!built && !options.quietWhenFresh) say(`${part}: up to date`);
    }
  } finally {
    release();
  }
}

const common = ['pnpm-lock.yaml', 'tsconfig.base.json', 'shared/src'];

/** Each tells whether there was anything to do. */
const builders: Record<Part, () => Promise<boolean>> = {
  shared: () =>
    whenChanged('shared/dist/.built-from', [...common, 'shared/package.json', 'shared/tsconfig.json'], async () => {
      say('shared: compiling the contract…');
      await compile('shared', ['-p', 'shared'], root);
    }),

  cms: async () => {
    const project = [...common, 'cms/package.json', 'cms/tsconfig.json', 'cms/config'];
    const adminBuilt = await whenChanged('cms/dist/build/.built-from', [...project, 'cms/src/admin'], async () => {
      say('cms: compiling the admin (about a minute)…');
      removeStamp(join(cmsFolder, 'dist/.built-from'));
      clearCompiledCms();
      await runBuilder('cms', strapiCommand, ['build', '--silent'], cmsFolder);
    });
    const serverBuilt = await whenChanged('cms/dist/.built-from', [...project, 'cms/src'], async () => {
      // The admin's builder has just compiled the server too.
      if (adminBuilt && existsSync(join(cmsFolder, 'dist/src/index.js'))) return 'nothing';
      say('cms: compiling the server…');
      clearCompiledCms();
      await compile('cms', ['-p', '.'], cmsFolder);
    });
    return adminBuilt || serverBuilt;
  },

  site: () =>
    whenChanged(
      'site/dist/.built-from',
      [...common, ...['package.json', 'tsconfig.json', 'astro.config.ts', 'renderer', 'src', 'public'].map((name) => `site/${name}`)],
      async () => {
        say('site: compiling the pages…');
        await runBuilder(
          'site',
          join(siteFolder, 'node_modules/astro/bin/astro.mjs'),
          ['build', '--silent'],
          siteFolder,
          bareEnvironment(),
        );
      },
    ),
};

async function whenChanged(stamp: string, sources: readonly string[], make: () => Promise<void | 'nothing'>): Promise<boolean> {
  const stampFile = join(root, stamp);
  const hash = hashOf(root, sources);
  if (isStamped(stampFile, hash)) return false;
  removeStamp(stampFile);
  const begun = Date.now();
  const made = await make();
  setStamp(stampFile, hash);
  if (made !== 'nothing') say(`${stamp.split('/')[0]}: done in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return true;
}

/** What was compiled from a source that has since been deleted must go: Strapi loads every file it finds. */
function clearCompiledCms(): void {
  for (const folder of ['src', 'config']) rmSync(join(cmsFolder, 'dist', folder), { recursive: true, force: true });
}

async function compile(part: Part, args: readonly string[], cwd: string): Promise<void> {
  await runBuilder(part, join(root, part, 'node_modules/typescript/bin/tsc'), args, cwd);
}

async function runBuilder(
  part: Part,
  script: string,
  args: readonly string[],
  cwd: string,
  variables = settingsOfBuilder(),
): Promise<void> {
  const env = { ...variables, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1', STRAPI_TELEMETRY_DISABLED: 'true' };
  const output: string[] = [];
  const status = await runScript(script, args, { cwd, env, onLine: (line) => output.push(line) });
  if (status === 0) return;
  if (status > 128) throw new OperatorError(`[build] ${part}: stopped. The next command begins it again.`);
  process.stderr.write(`${output.join('\n')}\n`);
  throw new OperatorError(`[build] ${part} does not compile: what its compiler says is above. Mend it, then run the command again.`);
}

/** Strapi's builder reads the cms's configuration, which asks for every secret and makes folders. Nothing of it stays in what is built. */
function settingsOfBuilder(): NodeJS.ProcessEnv {
  const secrets = Object.fromEntries(secretNames.map((name) => [name, settingOf(name).make?.()]));
  return { ...process.env, ...secrets, DATA_DIR: clonePrivate('build-data'), DATABASE_CLIENT: 'sqlite' };
}

/**
 * The same sources make the same site wherever they are compiled, or every page would be made anew for nothing. Astro puts a variable
 * into it when any source happens to name one, and a key for islands that a server makes, of which this site has none: a new one each time.
 */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, ASTRO_KEY: Buffer.alloc(32).toString('base64') };
}

function say(line: string): void {
  console.log(`[build] ${line}`);
}

if (import.meta.main) {
  const named = parts.filter((part) => process.argv.includes(part));
  const onlyShared = named.length === 1 && named[0] === 'shared';
  await runCommand(() => build(named.length > 0 ? named : parts, { quietWhenFresh: onlyShared }));
}
