import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import type { Core } from '@strapi/strapi';

import { environment } from '../environment';
import { healthOf } from '../operating/health';
import { Metrics } from '../operating/metrics';
import { requestIdOf, withRequestId } from '../operating/request-id';

/** What this middleware needs of a Koa context. */
interface Context {
  method: string;
  path: string;
  status: number;
  body: unknown;
  type: string;
  headers: IncomingHttpHeaders;
  set(header: string, value: string): void;
}

/**
 * For the operator: `GET /health/live` (200 while the program answers at all), `GET /health` (503 while the database does not
 * answer), `GET /metrics` for Prometheus with its bearer token (404 without), and an id for every request, in its answer and in the log.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  const { METRICS_TOKEN } = environment();
  const metrics = new Metrics(strapi);
  return async (ctx: Context, next: () => Promise<void>): Promise<void> => {
    if (ctx.method === 'GET' && ctx.path === '/health/live') return answer(ctx, 200, { live: true });
    if (ctx.method === 'GET' && ctx.path === '/health') {
      const health = await healthOf(strapi);
      return answer(ctx, health.fit ? 200 : 503, health);
    }
    if (ctx.method === 'GET' && ctx.path === '/metrics' && shows(ctx.headers.authorization, METRICS_TOKEN)) {
      const { type, text } = await metrics.text();
      answer(ctx, 200, text);
      return ctx.set('content-type', type);
    }
    const id = requestIdOf(ctx.headers['x-request-id']);
    const begun = performance.now();
    ctx.set('x-request-id', id);
    await withRequestId(id, next);
    metrics.request(ctx.path, ctx.method, ctx.status, (performance.now() - begun) / 1000);
  };
};

function answer(ctx: Context, status: number, body: unknown): void {
  ctx.status = status;
  ctx.body = body;
  ctx.set('cache-control', 'no-store');
}

function shows(authorization: string | undefined, token: string): boolean {
  const [shown, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return token !== '' && shown.length === wanted.length && timingSafeEqual(shown, wanted);
}
