/** The site's own server, in a process of its own: what a benchmark has in hand besides must not keep its readers waiting. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { serve } from '../site/publisher/serve.ts';

const thisFile = fileURLToPath(import.meta.url);

export class SiteServer {
  readonly url: string;
  readonly end: () => void;

  private constructor(url: string, end: () => void) {
    this.url = url;
    this.end = end;
  }

  static async open(www: string): Promise<SiteServer> {
    const child = fork(thisFile, [www]);
    const [port] = (await once(child, 'message')) as [number];
    return new SiteServer(`http://127.0.0.1:${port}`, () => child.kill());
  }
}

if (process.argv[1] === thisFile) {
  process.on('disconnect', () => process.exit(0));
  const server = await serve(process.argv[2] ?? '', '127.0.0.1', 0);
  process.send?.((server.address() as AddressInfo).port);
}
