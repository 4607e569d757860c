/** A Node server that reads nothing and counts nothing, in a process of its own: the most that the same loads can get from Node on this machine. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const thisFile = fileURLToPath(import.meta.url);

export class BareServer {
  readonly port: number;
  readonly #end: () => void;

  private constructor(port: number, end: () => void) {
    this.port = port;
    this.#end = end;
  }

  static async open(): Promise<BareServer> {
    const child = fork(thisFile);
    const [port] = (await once(child, 'message')) as [number];
    return new BareServer(port, () => child.kill());
  }

  end(): void {
    this.#end();
  }
}

if (process.argv[1] === thisFile) {
  const body = '{"counted":true}';
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const server = createServer((_, response) => response.writeHead(200, headers).end(body));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
