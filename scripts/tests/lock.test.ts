import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { holderOf, lock, tryLock } from '../lock.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const lockModule = new URL('../lock.mjs', import.meta.url).href;

describe('a lock', () => {
  it('has one holder, who is named to the others, and can be given back', () => {
    const file = join(temporaryFolder(), 'a.lock');
    const mine = tryLock(file, { site: 'here' });
    if (!('release' in mine)) throw new Error('the lock should have been free');
    expect(tryLock(file)).toEqual({ heldBy: { pid: process.pid, note: { site: 'here' } } });
    expect(holderOf(file)).toEqual({ pid: process.pid, note: { site: 'here' } });
    mine.release();
    expect(holderOf(file)).toBeNull();
    expect('release' in tryLock(file)).toBe(true);
  });

  it('is waited for, and the wait is told once', async () => {
    const file = join(temporaryFolder(), 'a.lock');
    const first = await lock(file, () => {});
    const told: number[] = [];
    const second = lock(file, (pid) => {
      told.push(pid);
      first();
    });
    (await second)();
    expect(told).toEqual([process.pid]);
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that was killed', async () => {
    const file = join(temporaryFolder(), 'a.lock');
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { tryLock } from ${JSON.stringify(lockModule)}; tryLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000);`,
    ]);
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    expect(tryLock(file)).toMatchObject({ heldBy: { pid: holder.pid } });
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect('release' in tryLock(file)).toBe(true);
    expect(readdirSync(join(file, '..'))).toEqual(['a.lock']);
  });

  it('is taken over when a stranger has the number of a process that is long gone', () => {
    const file = join(temporaryFolder(), 'a.lock');
    writeFileSync(file, JSON.stringify({ pid: process.ppid, note: {} }));
    expect(holderOf(file)).toMatchObject({ pid: process.ppid });
    const longAgo = new Date(Date.now() - 10 * 60_000);
    utimesSync(file, longAgo, longAgo);
    expect('release' in tryLock(file)).toBe(true);
  });
});
