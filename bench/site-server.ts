/** The site's own server, in a process of its own, as a reader's machine never is the site's. */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { serve } from '../site/publisher/serve.ts';
import { forkServer, type ForkedServer } from './forked-server.ts';

const thisFile = fileURLToPath(import.meta.url);

export function openSiteServer(www: string): Promise<ForkedServer> {
  return forkServer(thisFile, [www]);
}

if (process.argv[1] === thisFile) {
  process.on('disconnect', () => process.exit(0));
  const server = await serve(process.argv[2] ?? '', '127.0.0.1', 0);
  process.send?.((server.address() as AddressInfo).port);
}
