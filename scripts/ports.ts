import { createServer } from 'node:net';

import { sharedErrors } from '@broadsheet/shared';

import { OperatorError } from './operator-error.ts';

/**
 * Makes sure that nobody listens on a port, on any address by which a browser here might reach it.
 * @param name the setting that chooses the port
 * @throws OperatorError when the port is taken, or may not be used by this account
 */
export async function requireFreePort(name: string, port: number, host: string): Promise<void> {
  for (const address of new Set([host, '127.0.0.1', '::1', '0.0.0.0'])) {
    const fault = await tryToListen(port, address);
    if (fault === 'EADDRINUSE') throw new OperatorError(sharedErrors.portTaken(name, port));
    if (fault === 'EACCES') {
      throw new OperatorError(`Port ${port} may not be used by this account. Set ${name} to a port above 1023, then start again.`);
    }
    if (fault !== null && address === host) {
      throw new OperatorError(
        `Nothing can listen on ${host}, port ${port} (${fault}). Set ${name.replace('PORT', 'HOST')} to an address of this machine.`,
      );
    }
  }
}

function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** A port on which nobody listens now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('There is no free port.'))));
    });
  });
}
