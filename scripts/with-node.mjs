// Runs a command of the project from a fresh clone: installs what is missing, then starts the command under the
// project's own Node. Plain JavaScript, because it runs under whatever Node the machine has.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 18;
const pnpm = 'pnpm@12.21.0';
const root = fileURLToPath(new URL('..', import.meta.url));
const node = join(root, 'node_modules/node/bin/node');
const stampFile = join(root, 'node_modules/.broadsheet-install');
const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'shared/package.json', 'cms/package.json', 'site/package.json'];

let lastProgressAt = 0;

await main();

async function main() {
  const found = Number(process.versions.node.split('.')[0]);
  if (found < oldestNode) {
    fail(
      `Broadsheet needs Node ${oldestNode} or newer to start; this is Node ${process.versions.node}. Install a newer one from nodejs.org.`,
    );
  }
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) fail('Usage: node scripts/with-node.mjs SCRIPT [ARGUMENTS]');
  if (!isInstalled()) await installLocked();
  // Every command reads the contract between cms and site, so that is compiled before any of them.
  const compiled = await run(node, ['scripts/build.ts', 'shared'], { cwd: root, stdio: 'inherit' });
  if (compiled !== 0) process.exit(compiled);
  process.exit(await run(node, [script, ...args], { cwd: root, stdio: 'inherit' }));
}

function isInstalled() {
  return existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

/** What the installed packages depend on: the lock file and every package.json. */
function wantedStamp() {
  const hash = createHash('sha256');
  for (const file of manifests)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  // Modules compiled or chosen for one system do not run on another that shares the folder.
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

async function installLocked() {
  const { lock } = await import('./lock.mjs');
  const release = await lock(join(root, '.cache/install.lock'), (pid) =>
    say(`another command (process ${pid}) is installing; waiting for it`),
  );
  if (!isInstalled()) await install();
  release();
}

async function install() {
  const stamp = wantedStamp();
  say('getting the packages that pnpm-lock.yaml names (the first time takes about a minute)…');
  const output = [];
  const status = await run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    // Without a terminal pnpm may not ask before it replaces a folder that another version made.
    env: { ...process.env, CI: 'true', npm_config_loglevel: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    onText: (text) => {
      output.push(text);
      showProgress(text);
    },
  });
  if (status !== 0 || !existsSync(node)) {
    process.stderr.write(output.join(''));
    fail(
      `The packages could not be installed (pnpm ended with ${status}; its words are above). ` +
        'Check that the npm registry can be reached and that the disk has 2 GB to spare, then run the command again.',
    );
  }
  writeFileSync(stampFile, stamp);
  say('packages are in place');
}

/** One line of pnpm's count every few seconds is enough. */
function showProgress(text) {
  const line = text
    .split('\n')
    .reverse()
    .find((one) => one.startsWith('Progress:'));
  if (line === undefined || Date.now() - lastProgressAt < 3000) return;
  lastProgressAt = Date.now();
  say(line.replace('Progress: ', ''));
}

/**
 * Runs a program to its end, passing signals on to it.
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
function run(program, args, { onText, ...options }) {
  return new Promise((done) => {
    const child = spawn(program, args, options);
    const passOn = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      const listener = () => child.kill(signal);
      process.on(signal, listener);
      return () => process.off(signal, listener);
    });
    const watch = whenParentDies(() => child.kill('SIGTERM'));
    if (onText) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
    child.on('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      done(127);
    });
    child.on('close', (code, signal) => {
      clearInterval(watch);
      for (const stop of passOn) stop();
      done(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** npm that is killed tells nobody. */
function whenParentDies(act) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) act();
  }, 1000);
}

function say(text) {
  process.stdout.write(`[install] ${text}\n`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
