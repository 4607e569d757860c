import {
  changeLifeHeader,
  changeLogHeader,
  feedLine,
  goneChange,
  liveChange,
  sharedErrors,
  type Change,
  type Cursor,
} from '@broadsheet/shared';
import { z } from 'zod';

/** Thrown when the cms holds another change log than the one that the store follows: the store begins anew. */
export class AnotherLogError extends Error {
  override name = 'AnotherLogError';
}

/** Thrown when the cms cannot be read now; the message says why and what happens. */
export class FeedUnavailableError extends Error {
  override name = 'FeedUnavailableError';
}

export interface FeedRequest {
  cmsUrl: string;
  token: string;
  after: Cursor;
  /** Changes at most; without it everything. */
  limit?: number;
  /** Seconds that the cms may hold the request until there is something new. */
  wait?: number;
  /** The log that the store follows; null before the first answer. */
  log: string | null;
  /** The life of the log that `after` was read in; null before the first answer. */
  life: string | null;
  signal: AbortSignal;
}

/** One part of an answer: some changes in commit order, and how far they reach. */
export interface FeedPart {
  changes: Change[];
  cursor: Cursor;
  /** The log that they are of, and its life then. */
  log: string;
  life: string;
  /** True for the last part. */
  end: boolean;
}

/**
 * Reads `GET /api/changes` as a stream of parts of at most 500 changes.
 * A line that breaks the contract is left out and said; everything else goes on.
 * @throws FeedUnavailableError, AnotherLogError
 */
export async function* readFeed(request: FeedRequest, say: (line: string) => void): AsyncGenerator<FeedPart> {
  const response = await ask(request);
  const log = response.headers.get(changeLogHeader) ?? '';
  const life = response.headers.get(changeLifeHeader) ?? '';
  if (request.log !== null && log !== request.log)
    throw new AnotherLogError(`The cms at ${request.cmsUrl} holds another database than the one this site was made from.`);
  let part: FeedPart = { changes: [], cursor: request.after, log, life, end: false };
  for await (const text of lines(response, request)) {
    const line = parseLine(text, say);
    if (!line) continue;
    part.cursor = line.cursor;
    if ('end' in line) {
      yield { ...part, end: true };
      return;
    }
    part.changes.push(line);
    if (part.changes.length === 500) {
      yield part;
      part = { changes: [], cursor: part.cursor, log, life, end: false };
    }
  }
  throw new FeedUnavailableError(sharedErrors.cmsAway(request.cmsUrl, 'its answer was cut off'));
}

async function ask({ cmsUrl, token, after, limit, wait, life, signal }: FeedRequest): Promise<Response> {
  const url = new URL('/api/changes', cmsUrl);
  url.searchParams.set('after', String(after));
  if (limit !== undefined) url.searchParams.set('limit', String(limit));
  if (wait !== undefined) url.searchParams.set('wait', String(wait));
  if (life) url.searchParams.set('life', life);
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal }).catch((error: unknown) => {
    throw new FeedUnavailableError(sharedErrors.cmsAway(cmsUrl, reasonOf(error)));
  });
  if (response.status === 401 || response.status === 403) throw new FeedUnavailableError(sharedErrors.cmsRefusedToken(cmsUrl));
  if (response.status === 409)
    throw new AnotherLogError(
      `The cms at ${cmsUrl} holds an earlier copy of the database that this site was made from, such as a restored backup.`,
    );
  if (!response.ok) throw new FeedUnavailableError(sharedErrors.cmsAway(cmsUrl, `it answered with status ${response.status}`));
  return response;
}

async function* lines(response: Response, { cmsUrl }: FeedRequest): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part !== '') yield part;
    }
  } catch (error) {
    throw new FeedUnavailableError(sharedErrors.cmsAway(cmsUrl, reasonOf(error)));
  }
  if (rest !== '') yield rest;
}

function parseLine(text: string, say: (line: string) => void) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    say(`A line of the changes feed is not JSON and was left out: ${text.slice(0, 120)}`);
    return null;
  }
  const parsed = feedLine.safeParse(json);
  if (parsed.success) return parsed.data;
  const place = linePlace.safeParse(json);
  const what = place.success
    ? `${place.data.type} ${place.data.id}${place.data.locale ? ` (${place.data.locale})` : ''}`
    : 'A line of the changes feed';
  say(`${what} was left out, because it breaks the contract: ${problemOf(json, parsed.error)} Correct it in the cms and publish it again.`);
  return null;
}

// Of several kinds of line the parser may say only that it is none of them: what the line is meant to be knows the field.
function problemOf(json: unknown, found: z.ZodError): string {
  const gone = z.object({ state: z.literal('gone') }).safeParse(json).success;
  const { error } = (gone ? goneChange : liveChange).safeParse(json);
  return z.prettifyError(error ?? found).replaceAll(/\s*\n\s*/g, ' ');
}

const linePlace = z.object({ type: z.string(), id: z.string(), locale: z.string().nullish() });

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
