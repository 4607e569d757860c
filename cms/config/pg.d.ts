/** The little of PostgreSQL's driver that the configuration sets; the package has no types of its own. */
declare module 'pg' {
  export const defaults: { parseInputDatesAsUTC: boolean };
  export const types: {
    builtins: { TIMESTAMP: number };
    setTypeParser(type: number, parse: (text: string) => unknown): void;
  };
}
