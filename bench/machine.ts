import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

import { root } from '../scripts/repository.ts';

/** What a figure is worth depends on where it was measured. */
export function machineFacts(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'of no known kind'}), ${memory} GB, ${platform()} ${release()}, Node ${process.versions.node}, commit ${commit()}`;
}

/** Programs that waited for a core, over the last minute: with more than there are cores, times say little. */
export function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}

function commit(): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const changed = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
    return git('rev-parse', '--short', 'HEAD').trim() + (changed ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}
