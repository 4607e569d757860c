import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { OperatorError } from '../operator-error.ts';
import { clonePrivate } from '../repository.ts';
import { runProgram } from '../run-program.ts';

// Two hundred megabytes that only these checks want: they come when they are first asked for, and run no script of their own.
const packages = { 'vnu-jar': '26.9.27', lighthouse: '13.5.0' };

/**
 * A file of one of the checkers, which is installed into `.cache/` when it is not there.
 * @throws OperatorError when npm cannot
 */
export async function checkersFile(name: keyof typeof packages, path: string): Promise<string> {
  const folder = clonePrivate('page-checks');
  const file = join(folder, `${name}-${packages[name]}`, 'node_modules', name, path);
  if (existsSync(file)) return file;
  console.log(`Installing ${name} ${packages[name]} into .cache…`);
  const prefix = join(folder, `${name}-${packages[name]}`);
  const args = ['install', '--prefix', prefix, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${packages[name]}`];
  const lines: string[] = [];
  const code = await runProgram('npm', args, { cwd: '/', onLine: (line) => lines.push(line) });
  if (code !== 0 || !existsSync(file)) throw new OperatorError(`${name} could not be installed; npm said:\n${lines.join('\n')}`);
  return file;
}
