/** Settles when the command is asked to end. Ctrl-C may come twice, by the terminal and by npm; the second adds nothing. */
export function untilSignal(): Promise<void> {
  let signalled = false;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!signalled) console.log('\nStopping…');
        signalled = true;
        resolve();
      });
    }
  });
}
