/** A few pages of the really compiled site, rendered from examples and served with nothing behind them. */
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { viewsPath, type SitePath } from '@broadsheet/shared';

import { loadRenderer } from '../site/publisher/renderer.ts';
import { withPictures, type Documents } from '../site/tests/model-store.ts';

const dist = fileURLToPath(new URL('../site/dist', import.meta.url));
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export class SmallSite {
  readonly url: string;
  readonly #server: Server;
  #render: (path: SitePath) => Promise<Buffer | null> = () => Promise.resolve(null);

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
    server.on('request', (request, response) => {
      const path = new URL(request.url ?? '/', url).pathname;
      // Nobody counts here.
      if (path.startsWith(viewsPath)) return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"all":0}');
      void this.#file(path).then((body) => {
        const type = path.endsWith('/') ? '.html' : extname(path);
        response.writeHead(body ? 200 : 404, { 'content-type': `${types[type] ?? 'text/html'}; charset=utf-8` }).end(body);
      });
    });
  }

  static async open(): Promise<SmallSite> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The small site got no port.');
    return new SmallSite(server, `http://localhost:${address.port}`);
  }

  /** What is published from now on. */
  async publish(documents: Documents, ...pictures: string[]): Promise<void> {
    const { store } = await documents.reading();
    withPictures(store, ...pictures);
    const { render } = await loadRenderer(dist, store, this.url);
    this.#render = async (path) => {
      const { body, error } = await render(path);
      if (error) throw error;
      return body;
    };
  }

  async page(path: string): Promise<string> {
    return (await this.#render(path as SitePath))?.toString() ?? '';
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #file(path: string): Promise<Buffer | null> {
    if (!path.startsWith('/_astro/')) return this.#render(path as SitePath);
    try {
      return readFileSync(`${dist}/client${path}`);
    } catch {
      return null;
    }
  }
}
