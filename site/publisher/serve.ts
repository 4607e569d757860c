/** A static file server for local use: what a web server or CDN does with `www/`, in one process with the publisher. */
import { closeSync, createReadStream, existsSync, fstatSync, openSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';

import { defaultLocale, fileOf, isLocale, pathOf, sharedErrors } from '@broadsheet/shared';
import compression from 'compression';
import send from 'send';

import { moved, OldAddresses } from './old-addresses.ts';
import type { Answer } from './publisher-answers.ts';

// A part of a file keeps its bytes: what a reader asked for by number must not be packed anew.
const compress = compression({ filter: (request, response) => response.statusCode !== 206 && compression.filter(request, response) });

/**
 * Serves a folder.
 * @param first is asked before any file
 * @throws Error with a sentence when the port is taken
 */
export function serve(root: string, host: string, port: number, first: Answer = () => false): Promise<Server> {
  const old = new OldAddresses(join(root, fileOf(pathOf({ kind: 'redirect-map' }))));
  const server = createServer((request, response) =>
    compress(request, response, () => {
      if (!first(request, response)) answer(root, old, request, response);
    }),
  );
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(sharedErrors.portTaken('SITE_PORT', port)) : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

function answer(root: string, old: OldAddresses, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  // "//" and the like are no address of this site, and no URL either.
  const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
  if (path === undefined || request.url?.startsWith('//')) {
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end('Bad request\n');
    return;
  }
  // What names a story by its query has a file at its path: the front page.
  const asked = request.url?.includes('?') ? old.targetOf(request.url) : null;
  if (asked !== null) {
    moved(response, asked);
    return;
  }
  // Not by its beginning alone: "/.well-known/..%2f.env" begins so too.
  const dotfiles = /^\/\.well-known\/\w[\w.-]*$/.test(path) ? 'allow' : 'ignore';
  fromOneFile(send(request, path, { root, dotfiles, cacheControl: false }))
    .on('headers', (headers: ServerResponse, file: string) => setHeaders(headers, path, file))
    .on('error', () => {
      const target = old.targetOf(path);
      if (target === null) notFound(root, path, request, response);
      else moved(response, target);
    })
    .pipe(response);
}

/** Bytes that are read in one go, a feed's for example: each further part would wait for a page that is being made. */
const atOnce = 1 << 20;

// The publisher may put another file in its place at any moment: size, date and bytes are those of one file that is open.
function fromOneFile(sending: send.SendStream): send.SendStream {
  const { send: answerWith, stream } = sending;
  sending.send = (file) => {
    let open = -1;
    try {
      open = openSync(file, 'r');
    } catch (error) {
      sending.onStatError(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    let streams = false;
    sending.stream = (path, options) => {
      streams = true;
      stream.call(sending, path, { ...options, fd: open, highWaterMark: atOnce });
    };
    answerWith.call(sending, file, fstatSync(open));
    if (!streams) closeSync(open);
  };
  return sending;
}

function setHeaders(response: ServerResponse, path: string, file: string): void {
  response.setHeader('cache-control', cacheControl(path));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
  // Browsers show no feed that calls itself one; readers of feeds know it by its first lines.
  if (file.endsWith('rss.xml')) response.setHeader('content-type', 'application/xml; charset=utf-8');
  if (file.endsWith('.map')) response.setHeader('content-type', 'text/plain; charset=utf-8');
}

// What a page of today is called may be another page tomorrow; what is named by its content never changes. Every page asks
// for the same fragments, so a browser that goes from page to page has them at hand for some seconds.
function cacheControl(path: string): string {
  if (/^\/(?:_astro|media)\//.test(path) || /^\/search\/\w\w\/[\w-]+\//.test(path)) return 'public, max-age=31536000, immutable';
  return path.startsWith('/fragments/') ? 'public, max-age=10' : 'no-cache';
}

function notFound(root: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const [, first] = path.split('/');
  const locale = isLocale(first) ? first : defaultLocale;
  const page = join(root, fileOf(pathOf({ kind: 'not-found', locale })));
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
  if (request.method === 'HEAD' || !existsSync(page)) response.end();
  else createReadStream(page).pipe(response);
}
