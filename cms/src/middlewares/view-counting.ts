import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Core } from '@strapi/strapi';

import { counterOf } from '../counting/counting';
import { trustOf } from '../counting/trusted-proxies';
import { answerViews, isForViews } from '../counting/view-requests';
import { environment } from '../environment';

/** What this middleware needs of a Koa context. */
interface Context {
  req: IncomingMessage;
  res: ServerResponse;
  respond?: boolean;
}

/** Answers for views before anything else looks at the request: thousands come in a second. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  const { SITE_URL, TRUSTED_PROXIES } = environment();
  const siteOrigin = new URL(SITE_URL).origin;
  const trust = trustOf(TRUSTED_PROXIES);
  return (ctx: Context, next: () => Promise<void>): Promise<void> => {
    const counter = isForViews(ctx.req.url) ? counterOf(strapi) : undefined;
    if (!counter) return next();
    ctx.respond = false;
    return answerViews({ counter, siteOrigin, trust }, ctx.req, ctx.res);
  };
};
