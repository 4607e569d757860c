/** What the publisher answers over HTTP to the cms and to the operator, who show its token; to readers it is not there. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Publisher } from './publisher.ts';

/** Answers a request; false when it is none for it. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Asks one after the other. */
export function firstOf(...answers: Answer[]): Answer {
  return (request, response) => answers.some((answer) => answer(request, response));
}

/**
 * `GET /_publisher/receipts?after=<id>&limit=<n>` (docs/watching.md): what became of each change after one, oldest first (see receipts.ts).
 * `POST /_publisher/rollback`: shows readers the release before.
 * @param publisher the one at work; null before it is
 */
export function publisherAnswers(token: string, publisher: () => Publisher | null): Answer {
  return (request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url?.pathname.startsWith('/_publisher/') || !shows(request, token)) return false;
    const atWork = publisher();
    if (!atWork) answer(response, 503, { error: 'The publisher is starting. Ask again in a moment.' });
    else if (request.method === 'GET' && url.pathname === '/_publisher/receipts') {
      const limit = Math.min(Math.max(number(url, 'limit', 100), 1), 1000);
      answer(response, 200, { receipts: atWork.receipts.after(number(url, 'after', 0), limit) });
    } else if (request.method === 'POST' && url.pathname === '/_publisher/rollback')
      atWork.rollBack().then(
        (done) => answer(response, 200, { done }),
        (error: unknown) => answer(response, 500, { error: String(error) }),
      );
    else return false;
    return true;
  };
}

function shows({ headers }: IncomingMessage, token: string): boolean {
  const shown = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

function number(url: URL, name: string, otherwise: number): number {
  const given = Number(url.searchParams.get(name) ?? otherwise);
  return Number.isInteger(given) ? given : otherwise;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
