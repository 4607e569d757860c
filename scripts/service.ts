import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

import { OperatorError } from './operator-error.ts';
import { eachLine } from './run-program.ts';
import { withName } from './service-output.ts';

/** How a program that should always run is started, and how one knows that it works. */
export interface ServiceRecipe {
  name: string;
  script: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Which lines of its output the operator sees. */
  isShown: (line: string, from: 'stdout' | 'stderr') => boolean;
  /** Settles when the program works; given a way to watch its output. Must end when the signal is aborted. */
  untilReady: (onLine: (listener: (line: string) => void) => void, ended: AbortSignal) => Promise<void>;
  /** How long it may take to end in order, in milliseconds; 15 seconds unless said. */
  patienceMs?: number;
  /** For a program that others can do without: once it has worked it is never lost, but tried again after this long. */
  retryAfterMs?: number;
  /** The same for one that has not worked yet. */
  isTriedFromTheStart?: boolean;
}

export interface Service {
  /** Settles when it first works; rejects when it ends before that. */
  ready: Promise<void>;
  /** Rejects when it has died too often to be started again; never settles otherwise. */
  lost: Promise<never>;
  /** Asks it to end, and ends it when its patience is over. */
  stop: () => Promise<void>;
}

const quickDeathMs = 60_000;
const quickDeathsAllowed = 5;
const usualPatienceMs = 15_000;
const linesKept = 40;

/** Starts a program and keeps it running: one that dies after it has worked is started again, a little later each time. */
export function startService(recipe: ServiceRecipe): Service {
  const state: State = { recipe, child: null, stopping: new AbortController(), worked: false };
  const ready = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<never>();
  // Whoever waits for one of the two hears of it; nobody has to wait for both.
  ready.promise.catch(() => {});
  lost.promise.catch(() => {});
  keepRunning(state, ready.resolve).catch((error: unknown) => {
    ready.reject(error);
    lost.reject(error);
  });
  return { ready: ready.promise, lost: lost.promise, stop: () => stop(state) };
}

/** Stops services in the reverse order of their start, so that none is left without the one it needs. */
export async function stopAll(services: readonly Service[]): Promise<void> {
  for (const service of [...services].reverse()) await service.stop();
}

interface State {
  recipe: ServiceRecipe;
  child: ChildProcess | null;
  stopping: AbortController;
  worked: boolean;
}

interface End {
  how: string;
  /** A signal ended it, not itself. */
  killed: boolean;
  lastLines: string;
}

async function keepRunning(state: State, onReady: () => void): Promise<void> {
  const { name } = state.recipe;
  for (let quickDeaths = 0; !state.stopping.signal.aborted;) {
    const begun = Date.now();
    const end = await runOnce(state, onReady);
    if (state.stopping.signal.aborted) return;
    const { retryAfterMs, isTriedFromTheStart = false } = state.recipe;
    // A program that gives up before it ever worked would do so again; one that was killed would not.
    if (!state.worked && !end.killed) {
      const words = `ended before it was ready (${end.how}); its last words are above.`;
      if (retryAfterMs === undefined || !isTriedFromTheStart) throw new OperatorError(`${end.lastLines}\nThe ${name} ${words}`);
      console.log(
        `${end.lastLines}\n${withName(name, `${words} Mend what they name. Everything else goes on; trying again in ${retryAfterMs / 1000} s`)}`,
      );
      await delay(retryAfterMs, undefined, { signal: state.stopping.signal }).catch(() => {});
      continue;
    }
    quickDeaths = Date.now() - begun < quickDeathMs ? quickDeaths + 1 : 1;
    if (quickDeaths >= quickDeathsAllowed && state.worked && retryAfterMs !== undefined) {
      console.log(
        `${end.lastLines}\n${withName(name, `has ended ${quickDeaths} times shortly after its start (${end.how}); its last words are above. Mend what they name. Everything else goes on; trying again in ${retryAfterMs / 1000} s`)}`,
      );
      await delay(retryAfterMs, undefined, { signal: state.stopping.signal }).catch(() => {});
      continue;
    }
    if (quickDeaths >= quickDeathsAllowed) {
      throw new OperatorError(
        `${end.lastLines}\nThe ${name} has ended ${quickDeaths} times shortly after its start (${end.how}); its last words are above. Mend what they name, then start again.`,
      );
    }
    const pause = 2 ** (quickDeaths - 1);
    console.log(withName(name, `ended by itself (${end.how}); starting it again in ${pause} s`));
    await delay(pause * 1000, undefined, { signal: state.stopping.signal }).catch(() => {});
  }
}

async function runOnce(state: State, onReady: () => void): Promise<End> {
  const { recipe } = state;
  const preload = new URL('end-with-parent.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, recipe.script, ...recipe.args], {
    cwd: recipe.cwd,
    env: recipe.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own: Ctrl-C is for this process, which stops its services in order.
    detached: true,
  });
  state.child = child;
  const ended = new AbortController();
  const listeners: ((line: string) => void)[] = [];
  const lastLines: string[] = [];
  for (const from of ['stdout', 'stderr'] as const) {
    eachLine(child[from], (line) => {
      lastLines.push(withName(recipe.name, line));
      if (lastLines.length > linesKept) lastLines.shift();
      if (recipe.isShown(line, from)) console.log(withName(recipe.name, line));
      for (const listener of listeners) listener(line);
    });
  }
  recipe
    .untilReady((listener) => listeners.push(listener), ended.signal)
    .then(
      () => {
        if (state.worked) console.log(withName(recipe.name, 'is back'));
        state.worked = true;
        onReady();
      },
      () => {},
    );
  const end = await new Promise<Omit<End, 'lastLines'>>((resolve) => {
    child.on('error', (error) => resolve({ how: error.message, killed: false }));
    child.on('close', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, killed: signal !== null }));
  });
  ended.abort();
  state.child = null;
  return { ...end, lastLines: lastLines.join('\n') };
}

async function stop(state: State): Promise<void> {
  state.stopping.abort();
  const patienceMs = state.recipe.patienceMs ?? usualPatienceMs;
  const { child } = state;
  if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
  const group = -child.pid;
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const patience = new AbortController();
  const late = delay(patienceMs, 'late', { signal: patience.signal }).catch(() => 'gone');
  if ((await Promise.race([gone, late])) === 'late') {
    console.log(withName(state.recipe.name, `did not end within ${patienceMs / 1000} s; ending it`));
    killGroup(group);
    await gone;
  }
  patience.abort();
}

function killGroup(group: number): void {
  try {
    process.kill(group, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}
