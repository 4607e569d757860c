/** Passes what is asked of the cms on to it, as the web server of a real site does. */
import { Agent, request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as SecureAgent, request as askSecurely } from 'node:https';
import { pipeline } from 'node:stream';

import { bringsTooMuch, refusedBodyWaits, viewsPath } from '@broadsheet/shared';

import type { Answer } from './publisher-answers.ts';

/** Milliseconds. */
const patience = 5000;
/** More requests at once than this are not passed on: a flood ends here. */
const mostAtOnce = 512;

/** Readers' headers that say who asks and for what purpose; no cookie, and nothing that would let them in. */
const passed = ['user-agent', 'origin', 'sec-fetch-site', 'sec-purpose', 'purpose', 'x-moz', 'x-purpose'];

/** Passes the counting and reading of views on, and nothing else. No body is passed on. */
export function viewsOf(cmsUrl: string): Answer {
  const secure = cmsUrl.startsWith('https:');
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  let underWay = 0;
  const passOn = (path: string, request: IncomingMessage, response: ServerResponse): void => {
    if (underWay >= mostAtOnce) return sayNothing(response);
    underWay++;
    response.once('close', () => underWay--);
    const outgoing = (secure ? askSecurely : ask)(
      new URL(path, cmsUrl),
      { method: request.method, agent, timeout: patience, headers: headersFor(request) },
      (answer) => {
        if (!answer.statusCode || answer.statusCode >= 500) {
          answer.resume();
          return sayNothing(response);
        }
        response.writeHead(answer.statusCode, answered(answer.headers));
        pipeline(answer, response, () => undefined);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', () => sayNothing(response));
    response.once('close', () => outgoing.destroy());
    outgoing.end();
  };
  return (request, response) => {
    const url = URL.parse(request.url ?? '/', cmsUrl);
    if (!url || (url.pathname !== viewsPath && !url.pathname.startsWith(`${viewsPath}/`))) return false;
    if (bringsTooMuch(request.headers)) {
      // The cms is told of a bad request as of any other; what it would not read is not read here either.
      request.socket.pause();
      response.setHeader('connection', 'close').once('finish', () => request.destroy());
      setTimeout(() => response.destroyed || passOn(viewsPath, request, response), refusedBodyWaits).unref();
    } else {
      request.resume();
      passOn(url.pathname + url.search, request, response);
    }
    return true;
  };
}

// Each hand adds the address that it sees; the cms knows which of them to believe.
function headersFor(request: IncomingMessage): IncomingHttpHeaders {
  const known = passed.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]] as const]));
  const addresses = [request.headers['x-forwarded-for'], request.socket.remoteAddress].filter(Boolean).join(', ');
  return { ...Object.fromEntries(known), 'x-forwarded-for': addresses };
}

function answered(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...rest } = headers;
  return rest;
}

// Neither counted nor known: the page keeps its number. A status of failure would stand as an error in every reader's console.
function sayNothing(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(204, { 'cache-control': 'no-store' }).end();
}
