import type { IncomingMessage, ServerResponse } from 'node:http';

import { documentId, isLocale, locales, viewsPath, type PerLocale } from '@broadsheet/shared';

import { isEditorMark } from './editor-mark';
import { addressOfReader, type Trust } from './trusted-proxies';
import type { Total } from './view-tables';
import type { Refusal, Verdict } from './verdict';
import type { ViewCounter } from './view-counter';

/** How many articles one request may ask for. */
const mostAsked = 50;
/** A beacon has nothing to say but its address. */
const longestBody = 256;

interface Door {
  counter: ViewCounter;
  /** The site's origin: beacons come from there, and it alone may read the answers from a page. */
  siteOrigin: string;
  /** Which addresses may say for whom they ask. */
  trust: Trust;
}

/**
 * Answers `POST /api/views/<documentId>/<locale>` (one hit: `{counted, reason?}`), `GET` of the same (`{all, en, ru, …}`) and
 * `GET /api/views?articles=<id>,<id>` (the same for each) and `GET /api/views/most-read`. Before everything else that the cms does with a request.
 */
export async function answerViews(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://cms');
  response.setHeader('access-control-allow-origin', door.siteOrigin);
  response.setHeader('vary', 'origin');
  if (request.method === 'GET' || request.method === 'HEAD') return read(door, url, response);
  if (request.method === 'POST') return await count(door, url, request, response);
  response.setHeader('allow', 'GET, HEAD, POST');
  send(response, 405, { error: 'Views are read with GET and counted with POST.' });
}

/** True for the requests that `answerViews` answers. */
export function isForViews(url: string | undefined): boolean {
  return url !== undefined && url.startsWith(viewsPath) && /^(?:[/?]|$)/.test(url.slice(viewsPath.length));
}

async function count({ counter, siteOrigin, trust }: Door, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const story = storyOf(url.pathname);
  const { headers } = request;
  if (!story || isTooLong(request)) {
    counter.refuseBadRequest();
    // Whatever else it sends is not read.
    response.setHeader('connection', 'close');
    response.once('finish', () => request.destroy());
    return send(response, 400, { counted: false, reason: 'bad-request' });
  }
  await counter.hearOf(story.id, story.locale);
  const verdict = counter.hit(story.id, story.locale, {
    address: addressOfReader(request, trust),
    agent: headers['user-agent'] ?? '',
    purpose: [headers['sec-purpose'], headers['purpose'], headers['x-moz'], headers['x-purpose']].join(' '),
    isFromSite: headers.origin === siteOrigin || headers['sec-fetch-site'] === 'same-origin',
    isDriven: url.searchParams.has('driven'),
    isEditor: isEditorMark(url.searchParams.get('editor')),
  });
  send(response, statusOf(verdict), verdict.counted ? { counted: true } : verdict);
}

async function read({ counter }: Door, url: URL, response: ServerResponse): Promise<void> {
  if (url.pathname === `${viewsPath}/most-read`) return readMostRead(counter, response);
  const story = storyOf(url.pathname);
  const asked = story ? [story.id] : (url.searchParams.get('articles') ?? '').split(',').filter((id) => documentId.safeParse(id).success);
  if ((!story && url.pathname !== viewsPath) || asked.length === 0 || asked.length > mostAsked)
    return send(response, 400, {
      error: `Ask for /api/views/<article>/<language>, or /api/views?articles= with 1 to ${mostAsked} articles.`,
    });
  const totals = await counter.totals(asked).catch(() => null);
  if (!totals) return send(response, 503, { error: 'The views cannot be read at the moment.' });
  response.setHeader('cache-control', 'public, max-age=5');
  send(response, 200, story ? sums(totals, story.id) : Object.fromEntries(asked.map((id) => [id, sums(totals, id)])));
}

async function readMostRead(counter: ViewCounter, response: ServerResponse): Promise<void> {
  const lists = await counter.mostRead.lists().catch(() => null);
  if (!lists) return send(response, 503, { error: 'What is read most cannot be told at the moment.' });
  response.setHeader('cache-control', 'public, max-age=5');
  send(response, 200, lists);
}

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

function isTooLong({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > longestBody;
}

const statuses: Partial<Record<Refusal, number>> = { 'bad-request': 400, 'unknown-article': 404, 'too-many': 429 };

function statusOf(verdict: Verdict): number {
  return verdict.counted ? 200 : (statuses[verdict.reason] ?? 200);
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
