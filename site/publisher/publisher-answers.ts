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
      const [after, limit] = [wholeNumber(url, 'after', 0), wholeNumber(url, 'limit', 100)];
      if (after === null || limit === null)
        answer(response, 400, { error: '"after" and "limit" are whole numbers, as in ?after=0&limit=100.' });
      else answer(response, 200, { receipts: atWork.receipts.after(after, Math.min(Math.max(limit, 1), 1000)) });
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

/** Null for what is no whole number. */
function wholeNumber(url: URL, name: string, otherwise: number): number | null {
  const given = url.searchParams.get(name) ?? String(otherwise);
  return /^\d{1,15}$/.test(given) ? Number(given) : null;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
