import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { eachLine } from '../run-program.ts';
import { startService } from '../service.ts';
import { importantLines, withName } from '../service-output.ts';

const program = (name: string) => new URL(`programs/${name}`, import.meta.url).pathname;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => void vi.restoreAllMocks());

function start(name: string, patienceMs = 15_000, retryAfterMs?: number, isTriedFromTheStart = false) {
  const pids: number[] = [];
  const service = startService({
    name: 'tester',
    script: program(name),
    args: [],
    cwd: '.',
    env: process.env,
    isShown: () => true,
    patienceMs,
    isTriedFromTheStart,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    untilReady: (onLine) =>
      new Promise((resolve) =>
        onLine((line) => {
          const pid = /^ready (\d+)/.exec(line)?.[1];
          if (pid === undefined) return;
          pids.push(Number(pid));
          resolve();
        }),
      ),
  });
  onTestFinished(() => service.stop());
  return { service, pids };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const until = async (condition: () => boolean) => {
  while (!condition()) await delay(20);
};

describe('a service', () => {
  it('is ready when it says so, and ends in order', async () => {
    const { service, pids } = start('steady.mjs');
    await service.ready;
    await service.stop();
    expect(printed).toContain('[tester] ended in order');
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('comes back when it was killed', async () => {
    const { service, pids } = start('steady.mjs');
    await service.ready;
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(() => pids.length === 2);
    expect(printed).toContain('[tester] ended by itself (SIGKILL); starting it again in 1 s');
    await service.stop();
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('that never worked is not tried again, and its last words are told', async () => {
    const { service } = start('broken.mjs');
    await expect(service.ready).rejects.toThrow(/the disk is full\nThe tester ended before it was ready \(exit code 3\)/);
    await expect(service.lost).rejects.toThrow(/the disk is full/);
  });

  it('that others can do without from the first moment is tried again though it never worked, and its last words are told', async () => {
    const { service } = start('broken.mjs', 15_000, 50, true);
    let lost = false;
    service.lost.catch(() => (lost = true));
    await until(() => printed.filter((line) => line.includes('trying again in 0.05 s')).length >= 3);
    expect(printed.join('\n')).toContain('the disk is full\n[tester] ended before it was ready (exit code 3)');
    expect(lost).toBe(false);
    await service.stop();
  });

  it(
    'that others can do without is tried again for ever once it has worked, and its last words are told',
    { timeout: 120_000 },
    async () => {
      const { service, pids } = start('brief.mjs', 15_000, 50);
      let lost = false;
      service.lost.catch(() => (lost = true));
      await service.ready;
      await until(() => pids.length >= 7);
      expect(lost).toBe(false);
      expect(printed.join('\n')).toMatch(/the folder is gone\n\[tester\] has ended 5 times shortly after its start \(exit code 4\)/);
      await service.stop();
    },
  );

  it('that will not end is ended', async () => {
    const { service, pids } = start('deaf.mjs', 100);
    await service.ready;
    await service.stop();
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('does not stay behind when the command that started it is killed', async () => {
    const starter = spawn(process.execPath, [program('starter.ts')]);
    const lines: string[] = [];
    eachLine(starter.stdout, (line) => lines.push(line));
    await until(() => lines.some((line) => line.includes('ready')));
    const pid = Number(/ready (\d+)/.exec(lines.join('\n'))?.[1]);
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});

describe('the cms’s output', () => {
  const shown = (lines: [string, 'stdout' | 'stderr'][]) => {
    const isShown = importantLines();
    return lines.filter(([line, from]) => isShown(line, from)).map(([line]) => line);
  };

  it('shows warnings and errors with what belongs to them, and nothing else of the log', () => {
    expect(
      shown([
        [' Project information', 'stdout'],
        ['[2026-11-23 21:00:00.000] \u001b[32minfo\u001b[39m: Strapi started successfully', 'stdout'],
        ['[2026-11-23 21:00:01.000] \u001b[31merror\u001b[39m: the disk is full', 'stdout'],
        ['    at write (disk.js:1:1)', 'stdout'],
        ['[2026-11-23 21:00:02.000] http: GET /admin (3 ms) 200', 'stdout'],
        ['a line of its own', 'stdout'],
        ['Segmentation fault', 'stderr'],
      ]),
    ).toEqual([
      '[2026-11-23 21:00:01.000] \u001b[31merror\u001b[39m: the disk is full',
      '    at write (disk.js:1:1)',
      'Segmentation fault',
    ]);
  });

  it('names the service once', () => {
    expect([withName('site', 'ready'), withName('site', '[site] ready')]).toEqual(['[site] ready', '[site] ready']);
  });
});
