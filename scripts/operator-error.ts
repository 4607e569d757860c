/** A fault that the person at the keyboard can mend. Its message says what is wrong, where, and what to do; no stack is shown. */
export class OperatorError extends Error {}

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
