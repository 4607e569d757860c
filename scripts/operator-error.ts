/** A fault that the person at the keyboard can mend. Its message says what is wrong, where, and what to do; no stack is shown. */
export class OperatorError extends Error {}

/**
 * What a command was called with. `--help` prints the usage and ends.
 * @param known the flags that it has
 * @throws OperatorError for anything else, before anything is done
 */
export function readFlags(usage: string, known: readonly string[] = []): string[] {
  const given = process.argv.slice(2);
  if (given.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = given.find((one) => !known.includes(one));
  if (unknown !== undefined) throw new OperatorError(`"${unknown}" is not known here, so nothing was done. ${usage}`);
  return given;
}

/** Runs a command's main function; a fault is told on standard error and ends the process with exit code 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof OperatorError) process.stderr.write(`\n${error.message}\n`);
    else console.error(error);
    process.exit(1);
  }
}
