/** Runs a program and measures it whole: time, work, memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { OperatorError } from '../scripts/operator-error.ts';
import { eachLine } from '../scripts/run-program.ts';
import { MemoryWatch, type Peak } from './processes.ts';

export interface TimedRun {
  /** From start to end, milliseconds. */
  wall: number;
  /** Of all its processes, seconds; the honest measure when others work on the machine. */
  cpu: number;
  peak: Peak;
  /** What it said, with the millisecond at which it said it. */
  said: { at: number; line: string }[];
}

interface Command {
  program: string;
  args: readonly string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
}

/** @throws OperatorError with its last words when it fails */
export async function timedRun(name: string, { program, args, cwd, env }: Command): Promise<TimedRun> {
  const before = childrenCpu();
  const said: TimedRun['said'] = [];
  const begun = performance.now();
  const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const memory = new MemoryWatch(child.pid);
  memory.include(child.pid);
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, (line) => said.push({ at: performance.now() - begun, line }));
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.off('exit', stop);
  const wall = performance.now() - begun;
  const peak = memory.stop();
  if (status !== 0) {
    const words = said.slice(-20).map(({ line }) => line);
    throw new OperatorError(`${words.join('\n')}\n${name} ended with ${status ?? 'a signal'}; its last words are above.`);
  }
  return { wall, cpu: childrenCpu() - before, peak, said };
}

/** Seconds of work of all processes that this one has started and that have ended; 0 where it cannot be known. */
function childrenCpu(): number {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}
