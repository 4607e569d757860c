import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { type Newsroom, openNewsroom } from '../support/newsroom';
import { startSecondCms } from '../support/second-cms';
import { freshSettings } from '../support/settings';
import { publishedStory } from '../support/stories';

const metricsToken = 'figures-for-tests-0123456789abcdefgh';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom({ ...(await freshSettings()), METRICS_TOKEN: metricsToken });
});
afterAll(() => newsroom.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${newsroom.url}${path}`, { headers });

test('it is fit while the database answers, and knows how far the log is', async () => {
  await publishedStory(newsroom.desk, ['en']);
  const response = await get('/health');
  expect(response.status).toBe(200);
  const head = await newsroom.feed.head();
  expect(await response.json()).toMatchObject({ fit: true, database: { answers: true }, changes: { head, waiting: 0 } });
});

test('it is unfit, and still alive, while the database does not answer', async () => {
  const { client } = newsroom.strapi.db.connection as unknown as { client: { pool: { max: number } } };
  const held = await Promise.all(Array.from({ length: client.pool.max }, () => newsroom.strapi.db.connection.transaction()));
  const [response, alive] = [await get('/health'), await get('/health/live')];
  await Promise.all(held.map((transaction) => transaction.rollback()));
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ fit: false, database: { answers: false }, changes: null });
  expect(alive.status).toBe(200);
  expect((await get('/health')).status).toBe(200);
});

test('figures are for those who show the token, and name nobody', async () => {
  for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: `Bearer ${newsroom.settings.CMS_READ_TOKEN}` }])
    expect((await get('/metrics', headers)).status).toBe(404);
  await get('/api/changes', { 'user-agent': 'Spy/1.0', 'x-forwarded-for': '203.0.113.77' });
  const response = await get('/metrics', { authorization: `Bearer ${metricsToken}` });
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await response.text();
  expect(text).toMatch(/^broadsheet_cms_fit 1$/m);
  expect(text).toMatch(/^broadsheet_cms_change_log_head [1-9]\d*$/m);
  expect(text).toMatch(/^broadsheet_cms_request_seconds_count\{kind="feed",method="GET",status="4xx"\} 1$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(text).not.toMatch(/Spy|203\.0\.113|@example\.com/);
});

test('every answer has the id of its request, which a web server may have given', async () => {
  const own = (await get('/admin/init')).headers.get('x-request-id');
  expect(own).toMatch(/^[\da-f-]{36}$/);
  expect((await get('/admin/init', { 'x-request-id': 'from-the-web-server-1' })).headers.get('x-request-id')).toBe('from-the-web-server-1');
  expect((await get('/admin/init', { 'x-request-id': 'x"} {"level":"error"' })).headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('the log is lines for machines when it is asked for: levels, times, request ids, and nobody’s address or browser', async () => {
  const second = await startSecondCms({ ...newsroom.settings, LOG_FORMAT: 'json', LOG_LEVEL: 'http' });
  const headers = { 'user-agent': 'Spy/1.0', 'x-forwarded-for': '203.0.113.77', 'x-request-id': 'the-one-asked-for' };
  await fetch(`${second.url}/admin/init`, { headers });
  await fetch(`${second.url}/api/views/${'a'.repeat(24)}/en`, { method: 'POST', headers });
  await second.stop();
  const lines = second.said.filter((line) => line.includes('admin/init'));
  expect(lines).toHaveLength(1);
  expect(logLine.parse(JSON.parse(lines[0] ?? ''))).toMatchObject({ level: 'http', program: 'cms', requestId: 'the-one-asked-for' });
  expect(second.said.join('\n')).not.toMatch(/Spy|203\.0\.113|127\.0\.0\.1 /);
});

const logLine = z.strictObject({
  level: z.string(),
  time: z.iso.datetime(),
  program: z.literal('cms'),
  message: z.string(),
  requestId: z.string(),
});
