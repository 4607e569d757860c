/** A Node server that reads nothing and counts nothing, in a process of its own: the most that the same loads can get from Node on this machine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { forkServer, type ForkedServer } from './forked-server.ts';

const thisFile = fileURLToPath(import.meta.url);

export function openBareServer(): Promise<ForkedServer> {
  return forkServer(thisFile);
}

if (process.argv[1] === thisFile) {
  process.on('disconnect', () => process.exit(0));
  const body = '{"counted":true}';
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const server = createServer((_, response) => response.writeHead(200, headers).end(body));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
