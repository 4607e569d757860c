import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { clonePrivate } from '../scripts/repository.ts';
import { machineFacts } from './machine.ts';

const reportFile = clonePrivate('bench/report.md');

/** A table with a heading row; all cells are text. */
export type Table = readonly (readonly string[])[];

/** Shows what was measured and keeps it at the end of the report file, with the time and the machine. */
export function report(title: string, parts: readonly (string | Table)[]): void {
  const text = parts.map((part) => (typeof part === 'string' ? part : markdown(part))).join('\n\n');
  const whole = `## ${title}\n\n${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; ${machineFacts()}\n\n${text}\n`;
  console.log(`\n${whole}`);
  mkdirSync(dirname(reportFile), { recursive: true });
  appendFileSync(reportFile, `${whole}\n`);
  console.log(`[bench] kept in ${reportFile}`);
}

/** Milliseconds as a person reads them. */
export function ms(milliseconds: number): string {
  return milliseconds < 10_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Bytes as a person reads them. */
export function mb(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}

function markdown(rows: Table): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
