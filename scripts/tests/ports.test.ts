import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { requireFreePort } from '../ports.ts';

async function listener(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a port', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])('is not used when another program listens on %s', async (host) => {
    const port = await listener(host);
    await expect(requireFreePort('SITE_PORT', port, '127.0.0.1')).rejects.toThrow(
      `Port ${port} is in use by another program. Stop that program, or set SITE_PORT to a free port`,
    );
  });

  it('is free again afterwards', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await requireFreePort('SITE_PORT', port, '127.0.0.1');
    await requireFreePort('SITE_PORT', port, '127.0.0.1');
  });
});
