/** What the publisher answers to those who watch over it. Not in the way of readers: no address of a page begins with "_". */
import { timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { HealthWatch, type Watched } from './health.ts';
import { Metrics } from './metrics.ts';
import type { Answer } from './publisher-answers.ts';

interface Door {
  /** What Prometheus shows to read figures; without one nobody reads them. */
  metricsToken: string;
  /** The publisher at work; null before it is. */
  watched: () => Watched | null;
}

/**
 * `GET /_publisher/health/live`: 200 as long as the program answers at all (restart it when it does not).
 * `GET /_publisher/health`: what it is doing; 503 while a publish would not reach readers (tell somebody).
 * `GET /_publisher/metrics`: the same for Prometheus, with its bearer token; 404 without.
 */
export function watching({ metricsToken, watched }: Door): Answer {
  const watch = new HealthWatch();
  const metrics = new Metrics();
  return (request, response) => {
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    if (request.method !== 'GET') return false;
    if (path === '/_publisher/health/live') send(response, 200, 'application/json', '{"live":true}');
    else if (path === '/_publisher/health')
      answer(response, async () => {
        const health = await watch.look(watched());
        send(response, health.fit ? 200 : 503, 'application/json', JSON.stringify(health));
      });
    else if (path === '/_publisher/metrics' && shows(request.headers.authorization, metricsToken))
      answer(response, async () => {
        const { type, text } = await metrics.of(await watch.look(watched()));
        send(response, 200, type, text);
      });
    else return false;
    return true;
  };
}

// The store may be closed in this very moment.
function answer(response: ServerResponse, work: () => Promise<void>): void {
  work().catch((error: unknown) => send(response, 503, 'application/json', JSON.stringify({ fit: false, problems: [String(error)] })));
}

function shows(authorization: string | undefined, token: string): boolean {
  const [shown, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return token !== '' && shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body);
}
