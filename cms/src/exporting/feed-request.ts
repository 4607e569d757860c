import { Readable } from 'node:stream';

import { changeLifeHeader, changeLogHeader, type FeedLine } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { endOfLife, type LogHead, readLogHead } from '../publishing/change-log';
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
  life: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
};
const wants = {
  after: 'must be a cursor of this feed, a whole number from 0',
  limit: 'must be a whole number from 1',
  wait: 'must be a whole number of seconds from 0 to 60',
  life: 'must be what an earlier answer said in its header',
};

/** Answers `GET /api/changes?after=&limit=&wait=&life=` with NDJSON, or 400 and 409 with a sentence. */
export async function answerFeed(strapi: Core.Strapi, ctx: FeedContext): Promise<void> {
  const asked = read(ctx.query);
  if (typeof asked === 'string') return refuse(ctx, 400, 'ValidationError', asked);
  const found = await readLogHead(strapi.db.connection);
  ctx.set(changeLogHeader, found.log);
  ctx.set('cache-control', 'no-store');
  const foreign = await whyForeign(strapi, asked, found);
  if (foreign) return refuse(ctx, 409, 'ConflictError', `${foreign} Begin again at after=0.`);
  if (asked.wait > 0 && found.head === asked.after) await waitForNews(strapi, ctx, asked);
  // The life is read together with the newest cursor that is sent: what is in this answer is of that life or an earlier one.
  const { head, life } = await readLogHead(strapi.db.connection);
  ctx.set(changeLifeHeader, life);
  ctx.type = 'application/x-ndjson';
  ctx.body = Readable.from(asLines(feedLines(strapi, { ...asked, head })), { objectMode: false });
}

/** Why a reader's place is not in this log; null when it is. */
async function whyForeign(strapi: Core.Strapi, { after, life }: Asked, { head }: LogHead): Promise<string | null> {
  if (after > head) return `The changes feed ends at cursor ${head}, so cursor ${after} is of another database.`;
  if (life === undefined || after === 0) return null;
  const end = await endOfLife(strapi.db.connection, life);
  if (end === null) return `This database has never been in life ${life}: cursor ${after} is of another copy of it.`;
  return after <= end ? null : `Life ${life} ended at cursor ${end} in this database, so cursor ${after} is of another copy of it.`;
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

type Asked = { after: number; limit: number; wait: number; life?: string | undefined };

function read(query: unknown): Asked | string {
  const given = z.record(z.string(), z.unknown()).parse(query);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) return `The changes feed knows the parameters after, limit, wait and life; it does not know "${unknown}".`;
  for (const name of ['after', 'limit', 'wait', 'life'] as const) {
    if (!parameters[name].safeParse(given[name]).success) return `Parameter ${name} is "${String(given[name])}", but it ${wants[name]}.`;
  }
  return z.object(parameters).parse(given);
}

function refuse(ctx: FeedContext, status: number, name: string, message: string): void {
  ctx.status = status;
  ctx.body = { data: null, error: { status, name, message, details: {} } };
}
