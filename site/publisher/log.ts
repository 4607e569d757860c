import pino from 'pino';

export type Level = 'info' | 'warn' | 'error';

/** Tells the operator one thing. A line begins with the part that it is of, as `[publish]`, or with nothing. */
export type Say = (line: string, level?: Level) => void;

/**
 * Lines for a terminal as they are, or JSON for a machine: `{level, time, program, part?, message}`, the time in ISO 8601.
 * What readers do is in neither.
 */
export function logger(format: 'human' | 'json'): Say {
  if (format === 'human') return (line, level = 'info') => (level === 'error' ? console.error(line) : console.log(line));
  const log = pino(
    {
      base: { program: 'site' },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    // What was said before a crash must have been said.
    pino.destination({ dest: 1, sync: true }),
  );
  return (line, level = 'info') => {
    const [, part, message] = /^\[(\w+)\] (.*)$/s.exec(line) ?? [];
    log[level](part === undefined ? {} : { part }, message ?? line);
  };
}
