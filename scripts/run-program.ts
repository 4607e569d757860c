import { spawn } from 'node:child_process';
import { constants } from 'node:os';

interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Every line of its output; without this the output goes to the terminal. */
  onLine?: (line: string) => void;
}

/**
 * Runs a program to its end. Ctrl-C and SIGTERM reach it before they end this process.
 * @returns its exit code; 128 + the signal's number when a signal ended it
 */
export function runProgram(program: string, args: readonly string[], { cwd, env, onLine }: RunOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: onLine ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    if (onLine) for (const stream of [child.stdout, child.stderr]) if (stream) eachLine(stream, onLine);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const one of signals) process.off(one, passOn);
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

/** Runs a script of the project under this same Node. */
export function runScript(script: string, args: readonly string[], options: RunOptions): Promise<number> {
  return runProgram(process.execPath, [script, ...args], options);
}

/** Calls back with every whole line, and with what stands after the last one when the stream ends. */
export function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
