import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { WorkReport } from '../publisher/work-report.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

it('tells how far mass work is by how fast it went lately, every ten seconds', () => {
  const lines: string[] = [];
  const report = new WorkReport((line) => lines.push(line));
  report.begun();
  // It takes a minute to ask for all pages.
  vi.advanceTimersByTime(60_000);
  let left = 100_000;
  const render = (pages: number, seconds: number): void => {
    for (let page = 0; page < pages; page++) {
      vi.advanceTimersByTime((seconds * 1000) / pages);
      report.page({ kind: 'written' }, () => --left);
    }
  };
  render(200, 4);
  expect(lines).toEqual([]);
  render(1000, 10);
  render(4000, 20);
  // 900 pages in the first ten seconds that are looked at, 2,700 and 3,800 in twenty.
  expect(lines.map((line) => /: (\d+) pages\/s/.exec(line)?.[1])).toEqual(['90', '135', '190']);
  expect(lines[2]).toMatch(/^\[publish\] \d+ pages rendered, \d+ to go: 190 pages\/s, 9 min left$/);
});
