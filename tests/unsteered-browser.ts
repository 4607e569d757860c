/** A Chromium that nobody steers: a steered one draws no pages in advance. It reaches the site through a proxy that notes what it asks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { requireChromium } from '../scripts/chromium.ts';
import { freePort } from '../scripts/ports.ts';

export class UnsteeredBrowser {
  /** What the browser asked for, in this order. */
  readonly asked: { method: string; path: string; purpose: string }[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'unsteered-'));
  readonly #proxy: Server;
  readonly #waiting: ServerResponse[] = [];
  #browser: ChildProcess | undefined;

  private constructor(siteUrl: string, openedFrom: string) {
    this.#proxy = createServer((asked, answer) => {
      const { pathname, origin } = new URL(asked.url ?? '/', siteUrl);
      // Whatever else a browser asks of its own accord stays here.
      if (origin !== siteUrl) return void answer.writeHead(404).end();
      if (pathname === '/from/') return void answer.writeHead(200, { 'content-type': 'text/html' }).end(openedFrom);
      if (pathname === '/when/') return void this.#waiting.push(answer);
      this.asked.push({ method: asked.method ?? '', path: pathname, purpose: String(asked.headers['sec-purpose'] ?? '') });
      passOn(asked, answer);
    });
  }

  /**
   * Opens a page from which others are fetched and drawn in advance, and one of them is opened when `go` says so.
   * @param siteUrl the site's origin
   */
  static async open(siteUrl: string, pages: { fetched: string; drawn: string }, agent: string): Promise<UnsteeredBrowser> {
    const ahead = (path: string) => [{ source: 'list', urls: [path], eagerness: 'immediate' }];
    const rules = JSON.stringify({ prefetch: ahead(pages.fetched), prerender: ahead(pages.drawn) });
    const opened = `<script type="speculationrules">${rules}</script><script>fetch('/when/').then(() => (location.href = '${pages.drawn}'))</script>`;
    const unsteered = new UnsteeredBrowser(siteUrl, `<!doctype html>${opened}`);
    const port = await freePort();
    await new Promise<void>((resolve) => unsteered.#proxy.listen(port, '127.0.0.1', resolve));
    const flags = [
      'headless',
      'no-sandbox',
      'disable-gpu',
      'disable-quic',
      'no-first-run',
      'disable-background-networking',
      'disable-sync',
    ];
    const proxy = [`proxy-server=127.0.0.1:${port}`, 'proxy-bypass-list=<-loopback>'];
    const own = [`user-data-dir=${unsteered.#folder}`, `user-agent=${agent}`, 'disable-component-update'];
    const args = [...flags, ...proxy, ...own].map((flag) => `--${flag}`);
    unsteered.#browser = spawn(await requireChromium(), [...args, `${siteUrl}/from/`], { stdio: 'ignore' });
    return unsteered;
  }

  /** The reader opens the page that is drawn. */
  go(): void {
    for (const answer of this.#waiting.splice(0)) answer.end();
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    if (browser && browser.exitCode === null && browser.signalCode === null) {
      const gone = new Promise((resolve) => browser.once('exit', resolve));
      browser.kill();
      await gone;
    }
    this.#proxy.closeAllConnections();
    this.#proxy.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

function passOn(asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers } = asked;
  const onward = request(asked.url ?? '', { method: method ?? 'GET', headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
