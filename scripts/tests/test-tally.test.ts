import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { closingLine, readVitestReport, sum } from '../test-tally.ts';
import { temporaryFolder } from './temporary-folder.ts';

function tallyOf(report: object | string, exitCode: number) {
  const file = join(temporaryFolder(), 'report.json');
  writeFileSync(
    file,
    typeof report === 'string'
      ? report
      : JSON.stringify({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, ...report }),
  );
  return readVitestReport(file, exitCode);
}

describe('the count of a test run', () => {
  it('closes with one line', () => {
    const total = sum([
      { passed: 2, failed: 1, skipped: 0 },
      { passed: 3, failed: 0, skipped: 0 },
    ]);
    expect(closingLine(total)).toBe('5 passed, 1 failed');
    expect(closingLine({ ...total, skipped: 4 })).toBe('5 passed, 1 failed, 4 skipped');
  });

  it('is what vitest counted', () => {
    expect(tallyOf({ success: false, numPassedTests: 5, numFailedTests: 2, numPendingTests: 1 }, 1)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 1,
    });
  });

  it.each([
    ['a file that does not load', { success: false, numPassedTests: 5 }, 1, 5],
    ['an error outside of the tests', { success: true, numPassedTests: 5 }, 1, 5],
    ['no test at all', { success: true }, 0, 0],
    ['a report cut short', '{"success":', 0, 0],
  ])('has a failure for %s', (_what, report, exitCode, passed) => {
    expect(tallyOf(report, exitCode)).toMatchObject({ passed, failed: 1 });
  });

  it('has a failure when there is no report', () => {
    expect(readVitestReport(join(temporaryFolder(), 'none.json'), 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
