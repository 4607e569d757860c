/** A cms's feed over HTTP with a newsroom in memory behind it, for tests of what happens when the other side misbehaves. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { changeLifeHeader, changeLogHeader, type Change } from '@broadsheet/shared';

import type { Newsroom } from './newsroom.ts';

export class FeedServer {
  readonly token = 'feed-token-of-the-tests-0123456789abcdef';
  log = 'log-1';
  /** The lives that this database has had; the last is the present one. */
  lives = ['life-1'];
  /** Lines that are sent before everything else, whatever they are. */
  strayLines: string[] = [];
  /** Uploaded files by path. */
  readonly files = new Map<string, Buffer>();
  /** Told of each request. */
  asked: (path: string) => unknown = () => undefined;
  readonly #newsroom: Newsroom;
  readonly #server: Server;
  #waiting: (() => void)[] = [];
  #changes: Change[] = [];

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('The feed does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Lets those who wait know that the newsroom changed. */
  announce(): void {
    this.#changes.push(...this.#newsroom.changes().changes);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    this.asked(url.pathname);
    const file = this.files.get(url.pathname);
    if (file) return void response.end(file);
    if (url.pathname === '/health')
      return void response.end(JSON.stringify({ database: { answers: true }, changes: { head: this.#newsroom.everything().cursor } }));
    if (url.pathname !== '/api/changes') return void response.writeHead(404).end();
    if (request.headers.authorization !== `Bearer ${this.token}`) return void response.writeHead(401).end();
    const after = Number(url.searchParams.get('after'));
    if (after > this.#newsroom.everything().cursor) return void response.writeHead(409).end();
    const life = url.searchParams.get('life');
    if (after > 0 && life !== null && !this.lives.includes(life)) return void response.writeHead(409).end();
    if (after === 0 || this.#newsroom.everything().cursor > after || Number(url.searchParams.get('wait')) === 0)
      return this.#send(response, after);
    this.#waiting.push(() => this.#send(response, after));
  }

  #send(response: ServerResponse, after: number): void {
    const { changes, cursor } = this.#newsroom.everything();
    const gone = this.#changes.filter((change) => change.state === 'gone');
    const sent =
      after === 0 ? changes : [...changes, ...gone].filter((change) => change.cursor > after).sort((a, b) => a.cursor - b.cursor);
    response.setHeader(changeLogHeader, this.log);
    response.setHeader(changeLifeHeader, this.lives.at(-1) ?? '');
    response.end([...this.strayLines, ...sent.map((line) => JSON.stringify(line)), JSON.stringify({ cursor, end: true }), ''].join('\n'));
  }
}
