import { stripVTControlCharacters } from 'node:util';

const levels = /^\[[^\]]*\]\s*(\w+):/;
const jsonLevel = /^\{"level":"(\w+)"/;
const loud = new Set(['warn', 'error', 'fatal']);

/**
 * Chooses which lines of Strapi's log an operator needs to see: warnings and errors with the lines that belong to
 * them, and all that is not log but was written to standard error.
 */
export function importantLines(): (line: string, from: 'stdout' | 'stderr') => boolean {
  let showing = false;
  return (line, from) => {
    const level = (jsonLevel.exec(line) ?? levels.exec(stripVTControlCharacters(line)))?.[1]?.toLowerCase();
    if (level !== undefined) showing = loud.has(level);
    return showing || (level === undefined && from === 'stderr');
  };
}

/** Puts a service's name before a line, once. */
export function withName(name: string, line: string): string {
  return line.startsWith(`[${name}]`) ? line : `[${name}] ${line}`;
}
