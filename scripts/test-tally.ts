import { readFileSync } from 'node:fs';

import { z } from 'zod';

/** How many checks and tests held. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});

export function sum(tallies: readonly Tally[]): Tally {
  const add = (of: keyof Tally) => tallies.reduce((total, tally) => total + tally[of], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

/** The closing line of a run: `12 passed, 0 failed`, with `, 1 skipped` when there is any. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A check that is one thing: it held or it did not. */
export function asOne(held: boolean): Tally {
  return { passed: held ? 1 : 0, failed: held ? 0 : 1, skipped: 0 };
}

/**
 * Reads what vitest's JSON reporter wrote. A run that went wrong without a failed test (a file that does not load, an
 * error outside of the tests, no test at all, no report) counts as one failure.
 */
export function readVitestReport(file: string, exitCode: number): Tally {
  const report = parse(file);
  if (!report) return asOne(false);
  const failed = report.numFailedTests;
  const wentWrong = exitCode !== 0 || !report.success || report.numPassedTests + failed === 0;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && wentWrong ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function parse(file: string): z.infer<typeof vitestReport> | null {
  try {
    return vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
