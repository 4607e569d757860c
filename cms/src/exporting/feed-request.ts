import { Readable } from 'node:stream';

import { changeLogHeader, type FeedLine } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { readLogHead } from '../publishing/change-log';
import { changeSignal } from '../publishing/change-signal';
import { feedLines } from './feed';

/** What the feed needs of a Koa request. */
export interface FeedContext {
  query: unknown;
  res: NodeJS.EventEmitter;
  set(header: string, value: string): void;
  type: string;
  status: number;
  body: unknown;
}

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const parameters = {
  after: whole.default(0),
  limit: whole.pipe(z.number().min(1)).default(Number.MAX_SAFE_INTEGER),
  wait: whole.pipe(z.number().max(60)).default(0),
};
const wants = {
  after: 'must be a cursor of this feed, a whole number from 0',
  limit: 'must be a whole number from 1',
  wait: 'must be a whole number of seconds from 0 to 60',
};

/** Answers `GET /api/changes?after=&limit=&wait=` with NDJSON, or 400 and 409 with a sentence. */
export async function answerFeed(strapi: Core.Strapi, ctx: FeedContext): Promise<void> {
  const asked = read(ctx.query);
  if (typeof asked === 'string') return refuse(ctx, 400, 'ValidationError', asked);
  const found = await readLogHead(strapi.db.connection);
  ctx.set(changeLogHeader, found.log);
  ctx.set('cache-control', 'no-store');
  if (asked.after > found.head) {
    return refuse(
      ctx,
      409,
      'ConflictError',
      `The changes feed ends at cursor ${found.head}, so cursor ${asked.after} is of another database. Begin again at after=0.`,
    );
  }
  if (asked.wait > 0 && found.head === asked.after) await waitForNews(strapi, ctx, asked);
  const { head } = await readLogHead(strapi.db.connection);
  ctx.type = 'application/x-ndjson';
  ctx.body = Readable.from(asLines(feedLines(strapi, { ...asked, head })), { objectMode: false });
}

async function waitForNews(strapi: Core.Strapi, ctx: FeedContext, { after, wait }: { after: number; wait: number }): Promise<void> {
  const abandoned = new AbortController();
  const leave = () => abandoned.abort();
  ctx.res.once('close', leave);
  try {
    const waiting = changeSignal(strapi).wait(after, wait * 1000, abandoned.signal);
    // What was committed between the first look at the log and the waiting.
    changeSignal(strapi).wake();
    await waiting;
  } finally {
    ctx.res.off('close', leave);
  }
}

async function* asLines(lines: AsyncIterable<FeedLine>): AsyncGenerator<string> {
  let text = '';
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < chunk) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** Characters handed to the socket at once. */
const chunk = 64 * 1024;

type Asked = { after: number; limit: number; wait: number };

function read(query: unknown): Asked | string {
  const given = z.record(z.string(), z.unknown()).parse(query);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) return `The changes feed knows the parameters after, limit and wait; it does not know "${unknown}".`;
  for (const name of ['after', 'limit', 'wait'] as const) {
    if (!parameters[name].safeParse(given[name]).success) return `Parameter ${name} is "${String(given[name])}", but it ${wants[name]}.`;
  }
  return z.object(parameters).parse(given);
}

function refuse(ctx: FeedContext, status: number, name: string, message: string): void {
  ctx.status = status;
  ctx.body = { data: null, error: { status, name, message, details: {} } };
}
