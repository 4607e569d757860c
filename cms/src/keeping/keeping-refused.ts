/** A fault that the operator can mend; nothing was changed. Its message says what is wrong, where, and what to do. */
export class KeepingRefused extends Error {
  override name = 'KeepingRefused';
}

/** Runs one of the programs of this folder to its end: a refusal is told without a stack, exit code 1. */
export function runKeeping(main: (args: string[]) => Promise<void>): void {
  main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof KeepingRefused ? `\n${error.message}` : error);
      process.exit(1);
    },
  );
}
