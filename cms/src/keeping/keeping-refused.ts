/** A fault that the operator can mend; nothing was changed. Its message says what is wrong, where, and what to do. */
export class KeepingRefused extends Error {
  override name = 'KeepingRefused';
}

/** Runs one of the programs of this folder to its end: a refusal is told without a stack, exit code 1. */
export function runKeeping(main: (args: string[]) => Promise<void>): void {
  main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof KeepingRefused ? `\n${error.message}` : (aboutOptions(error) ?? error));
      process.exit(1);
    },
  );
}

/** What Node's `parseArgs` found wrong, as a sentence; null for other errors. */
function aboutOptions(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) return null;
  return `\n${error.message.split('. ')[0]}, so nothing was done. docs/backup.md says what can be given.`;
}
