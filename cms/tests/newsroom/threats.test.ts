/** Lines of the threat list in SECURITY.md that no other test holds. */
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { idIn } from '../support/desk';
import { type Newsroom, openNewsroom } from '../support/newsroom';
import { tinyPicture } from '../support/pictures';
import { newStory } from '../support/stories';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.stop());

test.each(['../../evil.png', '..\\..\\evil.png', '/etc/evil.png', 'a/../../../evil.png', '%2e%2e%2fevil.png', '.png', '‮gnp.evil.png'])(
  'an upload called %s lies among the uploads, under a name of the cms',
  async (name) => {
    const before = readdirSync(newsroom.settings.DATA_DIR ?? '').sort();
    const answer = await newsroom.desk.upload(name, await tinyPicture(), 'image/png');
    if (answer.status === 400) return expect(answer.sentence).not.toBe('');
    const [{ url }] = z.tuple([z.object({ url: z.string() })]).parse(answer.body);
    expect(url).toMatch(/^\/uploads\/[\w-]+\.png$/);
    expect(readdirSync(join(newsroom.settings.DATA_DIR ?? '', 'public/uploads'))).toContain(url.split('/').at(-1));
    expect(readdirSync(newsroom.settings.DATA_DIR ?? '').sort()).toEqual(before);
  },
);

test('other accounts of the machine read neither the database nor the uploads', async () => {
  expect((await newsroom.desk.upload('mine.png', await tinyPicture(), 'image/png')).status).toBeLessThan(300);
  const folder = newsroom.settings.DATA_DIR ?? '';
  const uploads = join(folder, 'public/uploads');
  const files = readdirSync(uploads).map((name) => join(uploads, name));
  if (newsroom.settings.DATABASE_CLIENT !== 'postgres') files.push(join(folder, 'cms.db'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect({ file, others: statSync(file).mode & 0o077 }).toEqual({ file, others: 0 });
});

test.each(['/../../cms.db', '/%2e%2e/%2e%2e/cms.db', '/..%2f..%2fcms.db', '/a/..%2f..%2f..%2fcms.db', '//etc/passwd'])(
  'nothing beside the uploads is served at /uploads%s',
  async (path) => {
    const { status, text } = await getAsWritten(`/uploads${path}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toMatch(/SQLite|root:/);
  },
);

/** `fetch` would tidy the path up first. */
function getAsWritten(path: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(newsroom.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject).end();
  });
}

test.each(['../../etc', '..', 'a/../b', '%2e%2e', 'a\r\nset-cookie: a=b', '<script>'])('“%s” is no address of a story', async (slug) => {
  const id = await newStory(newsroom.desk, ['en']);
  const answer = await newsroom.desk.save('article', id, { slug }, 'en');
  expect(answer.status).toBe(400);
  expect(answer.sentence).toContain('address');
});

const badTargets = [
  '/new/\r\nset-cookie: a=b',
  'https://example.com/\r\nset-cookie: a=b',
  'https://exam\tple.com/',
  'javascript:alert(1)',
  'data:text/html,a',
  'http://example.com/',
  '//evil.example/',
  '///evil.example/',
  '/a//evil.example/',
  '/\\evil.example',
  '/../evil/',
];
let redirectsTried = 0;
const oldAddress = () => `/old-${++redirectsTried}/`;

test.each(badTargets)('no redirect is saved that leads to %j', async (to) => {
  const from = oldAddress();
  const answer = await newsroom.desk.create('redirect', { from, to });
  expect(answer).toMatchObject({ status: 400, sentence: expect.stringContaining('must be a path of this site') as string });
  expect(await redirectFrom(from)).toBeNull();
  const good = idIn(await newsroom.desk.create('redirect', { from, to: '/about/' }));
  expect((await newsroom.desk.save('redirect', good, { to })).status).toBe(400);
  expect(await redirectFrom(from)).toMatchObject({ to: '/about/' });
});

test('a redirect is saved without what a paste brings along', async () => {
  const from = oldAddress();
  idIn(await newsroom.desk.create('redirect', { from, to: ' https://example.com/\r\n' }));
  expect(await redirectFrom(from)).toMatchObject({ to: 'https://example.com/' });
});

test('the feed leads nowhere by a target that came into the database in another way than through the admin', async () => {
  const redirects = newsroom.strapi.db.query('api::redirect.redirect');
  const saved = new Map<string, string>();
  for (const to of badTargets) {
    const from = oldAddress();
    idIn(await newsroom.desk.create('redirect', { from, to: '/about/' }));
    await redirects.update({ where: { from }, data: { to } });
    saved.set(from, to);
  }
  const led = (await newsroom.feed.read()).changes.flatMap((change) =>
    change.type === 'redirect' && change.state === 'live' && saved.has(change.document.from) ? [change.document.to] : [],
  );
  // What is https but for the line ends in it is given without them.
  expect(led).toEqual([
    { kind: 'address', url: 'https://example.com/set-cookie: a=b' },
    { kind: 'address', url: 'https://example.com/' },
  ]);
});

const redirectFrom = (from: string): Promise<unknown> => newsroom.strapi.db.query('api::redirect.redirect').findOne({ where: { from } });

test('whoever guesses passwords is stopped after five, and told so', async () => {
  const guess = async () => {
    const response = await fetch(`${newsroom.url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'chief@example.com', password: 'Guess-1234' }),
    });
    return response.status;
  };
  const answers = [];
  for (let tries = 0; tries < 7; tries++) answers.push(await guess());
  expect(answers).toEqual([400, 400, 400, 400, 400, 429, 429]);
});

test('whoever forgot a password is told that no mail comes, and none is sent', async () => {
  const response = await fetch(`${newsroom.url}/admin/forgot-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'chief@example.com' }),
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('sends no e-mail');
  await expect(newsroom.strapi.plugin('email').service('email').send({ to: 'chief@example.com' })).rejects.toThrow('sends no e-mail');
});

test('the feed’s token opens nothing else', async () => {
  const headers = { authorization: `Bearer ${newsroom.settings.CMS_READ_TOKEN}` };
  for (const [method, path] of [
    ['GET', '/content-manager/collection-types/api::article.article'],
    ['GET', '/api/articles'],
    ['GET', '/api/upload/files'],
    ['POST', '/api/upload'],
    ['GET', '/admin/users'],
    ['GET', '/admin/api-tokens'],
    ['GET', '/metrics'],
  ] as const)
    expect({ path, status: (await fetch(`${newsroom.url}${path}`, { method, headers })).status }).toEqual({
      path,
      status: expect.toSatisfy((status: number) => [401, 403, 404, 405].includes(status)),
    });
});
