import type { IncomingMessage, ServerResponse } from 'node:http';

import { bringsTooMuch, documentId, isLocale, locales, refusedBodyWaits, viewsPath, type PerLocale } from '@broadsheet/shared';

import { isEditorMark } from './editor-mark';
import { addressOfReader, type Trust } from './trusted-proxies';
import type { Total } from './view-tables';
import type { Hit, Refusal, Verdict } from './verdict';
import type { ViewCounter } from './view-counter';

/** How many articles one request may ask for. */
const mostAsked = 50;

interface Door {
  counter: ViewCounter;
  /** The site's origin: beacons come from there, and it alone may read the answers from a page. */
  siteOrigin: string;
  /** Which addresses may say for whom they ask. */
  trust: Trust;
}

/**
 * Answers `POST /api/views/<documentId>/<locale>` (one hit: `{counted, reason?}`), `GET` of the same (`{all, en, ru, …}`) and
 * `GET /api/views?articles=<id>,<id>` (the same for each) and `GET /api/views/most-read`.
 * A request with more of a body than 256 bytes is refused, whatever it asks.
 * @param failed hears of an error that should not be possible; nothing is answered then
 */
export function answerViews(door: Door, request: IncomingMessage, response: ServerResponse, failed: (error: unknown) => void): void {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const asked = { path, query: query === '' ? nothingMore : new URLSearchParams(query) };
  const send = (status: number, body: object, headers: readonly string[] = []): void => answer(door, response, status, body, headers);
  try {
    if (bringsTooMuch(request.headers)) refuseUnread(door, request, response, send);
    else if (request.method === 'POST') count(door, asked, request, send)?.catch(failed);
    else if (request.method === 'GET' || request.method === 'HEAD') read(door, asked, send).catch(failed);
    else send(405, { error: 'Views are read with GET and counted with POST.' }, ['allow', 'GET, HEAD, POST']);
  } catch (error) {
    failed(error);
  }
}

/** True for the requests that `answerViews` answers. */
export function isForViews(url: string | undefined): boolean {
  return url !== undefined && url.startsWith(viewsPath) && /^(?:[/?]|$)/.test(url.slice(viewsPath.length));
}

interface Asked {
  path: string;
  query: URLSearchParams;
}
const nothingMore = new URLSearchParams();

/** Headers are names and values by turns. */
type Send = (status: number, body: object, headers?: readonly string[]) => void;

// Nearly all stories are known, and nothing waits for them.
function count(door: Door, asked: Asked, request: IncomingMessage, send: Send): Promise<void> | undefined {
  const { counter } = door;
  const story = storyOf(asked.path);
  if (!story) {
    counter.refuseBadRequest();
    send(400, badRequest);
    return undefined;
  }
  const judge = (): void => {
    const verdict = counter.hit(story.id, story.locale, hitOf(door, asked, request));
    send(statusOf(verdict), verdict.counted ? { counted: true } : verdict);
  };
  if (!counter.knows(story.id, story.locale)) return counter.hearOf().then(judge);
  judge();
  return undefined;
}

function hitOf({ siteOrigin, trust }: Door, { query }: Asked, request: IncomingMessage): Hit & { address: string } {
  const { headers } = request;
  return {
    address: addressOfReader(request, trust),
    agent: headers['user-agent'] ?? '',
    purpose: [headers['sec-purpose'], headers['purpose'], headers['x-moz'], headers['x-purpose']].join(' '),
    isFromSite: headers.origin === siteOrigin || headers['sec-fetch-site'] === 'same-origin',
    isDriven: query.has('driven'),
    isEditor: isEditorMark(query.get('editor')),
  };
}

async function read({ counter }: Door, { path, query }: Asked, send: Send): Promise<void> {
  if (path === `${viewsPath}/most-read`) return readMostRead(counter, send);
  const story = storyOf(path);
  const ids = story ? [story.id] : (query.get('articles') ?? '').split(',').filter((id) => documentId.safeParse(id).success);
  if ((!story && path !== viewsPath) || ids.length === 0 || ids.length > mostAsked)
    return send(400, { error: `Ask for /api/views/<article>/<language>, or /api/views?articles= with 1 to ${mostAsked} articles.` });
  const totals = await counter.totals(ids).catch(() => null);
  if (!totals) return send(503, { error: 'The views cannot be read at the moment.' });
  send(200, story ? sums(totals, story.id) : Object.fromEntries(ids.map((id) => [id, sums(totals, id)])), forSomeSeconds);
}

async function readMostRead(counter: ViewCounter, send: Send): Promise<void> {
  const lists = await counter.mostRead.lists().catch(() => null);
  if (!lists) return send(503, { error: 'What is read most cannot be told at the moment.' });
  send(200, lists, forSomeSeconds);
}

const forSomeSeconds = ['cache-control', 'public, max-age=5'] as const;

function sums(totals: readonly Total[], articleId: string): PerLocale<number> & { all: number } {
  const own = totals.filter((total) => total.articleId === articleId);
  const byLanguage = locales.flatMap((locale) =>
    own.filter((total) => total.locale === locale).map(({ views }) => [locale, views] as const),
  );
  return { all: own.reduce((sum, { views }) => sum + views, 0), ...Object.fromEntries(byLanguage) };
}

function storyOf(pathname: string): { id: string; locale: string } | null {
  const [, , , id, locale, ...more] = pathname.split('/');
  if (more.length > 0 || !isLocale(locale) || !/^[a-z0-9]{1,64}$/i.test(id ?? '')) return null;
  return { id: id ?? '', locale };
}

// Such a connection has filled 64 KB before anybody can refuse it, and V8 holds everything up to collect those of some thousand
// connections. So whoever sends them waits, and cannot come again at once. Nothing more is read meanwhile, nor after the answer.
function refuseUnread({ counter }: Door, request: IncomingMessage, response: ServerResponse, send: Send): void {
  if (request.method === 'POST') counter.refuseBadRequest();
  request.socket.pause();
  response.once('finish', () => request.destroy());
  setTimeout(() => send(400, badRequest, ['connection', 'close']), refusedBodyWaits).unref();
}

const badRequest = { counted: false, reason: 'bad-request' } satisfies Verdict;
const statuses: Partial<Record<Refusal, number>> = { 'bad-request': 400, 'unknown-article': 404, 'too-many': 429 };

function statusOf(verdict: Verdict): number {
  return verdict.counted ? 200 : (statuses[verdict.reason] ?? 200);
}

// Headers and body leave in one piece.
function answer({ siteOrigin }: Door, response: ServerResponse, status: number, body: object, headers: readonly string[]): void {
  const text = JSON.stringify(body);
  const length = String(Buffer.byteLength(text));
  const always = [
    'content-type',
    'application/json',
    'content-length',
    length,
    'access-control-allow-origin',
    siteOrigin,
    'vary',
    'origin',
  ];
  leaveTogether(() => response.writeHead(status, [...always, ...headers]).end(text));
}

// To wake whoever waits for an answer costs more than to judge a hit. What came in together is judged first, and then all answers leave
// in one go: the other side is awake after the first, and twice as many hits fit into a second.
let leaving: (() => void)[] = [];

function leaveTogether(leave: () => void): void {
  if (leaving.push(leave) === 1)
    setImmediate(() => {
      const all = leaving;
      leaving = [];
      for (const one of all) one();
    });
}
