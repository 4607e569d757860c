import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { AdminApi, RefusedError } from './admin-api.ts';
import { EditorialActs, seeded } from './editorial-acts.ts';
import { smallPicture } from './small-picture.ts';
import { RunningNewsroom } from './running-newsroom.ts';
import { until } from './until.ts';

// FAULTS_ARTICLES=10000 FAULTS_ACTS=1000 tries this on a large archive, which takes long (docs/benchmarks.md).
const archive = Number(process.env['FAULTS_ARTICLES'] ?? 0);
const hour = 3_600_000;
const start = archive > 0 ? hour : undefined;
const databases = [
  { name: 'SQLite', acts: Number(process.env['FAULTS_ACTS'] ?? 500), settings: () => ({}) },
  { name: 'PostgreSQL', acts: 150, settings: () => ({ DATABASE_CLIENT: 'postgres', DATABASE_URL: `${inject('postgresUrl')}/postgres` }) },
].slice(0, archive > 0 ? 1 : 2);

describe.each(databases)('a newsroom on $name whose programs are killed at any moment', ({ acts, settings }) => {
  let newsroom: RunningNewsroom;

  beforeAll(async () => {
    newsroom = await RunningNewsroom.make(settings());
    if (archive > 0) await newsroom.seed(archive);
    await newsroom.startCms();
    await newsroom.startPublisher(start);
  }, start);

  afterAll(() => newsroom.end());

  it(`comes to the same site after ${acts} editorial acts, nothing lost and nothing doubled`, { timeout: 2 * hour }, async () => {
    const admin = new AdminApi(newsroom.cmsUrl, newsroom);
    const random = seeded(2026);
    const editor = new EditorialActs(admin, 4711);
    await editor.prepare(smallPicture);
    if (archive > 0) editor.adopt(await admin.list('api::article.article', { locale: 'en', status: 'published' }));
    const kills = { cms: 0, publisher: 0 };
    for (let done = 0; done < acts; done++) {
      const fault = random();
      const kill = fault < 0.025 ? 'publisher' : fault < 0.04 ? 'cms' : null;
      // The kill falls somewhere into the act or after it; what a cut answer would have been nobody knows.
      const act = editor.act().catch((error: unknown) => {
        if (kill !== 'cms' || error instanceof RefusedError) throw error;
      });
      if (kill) {
        kills[kill]++;
        await sleep(random() * 120);
        await newsroom.kill(kill);
      }
      await act;
      if (kill === 'cms') await newsroom.startCms();
      // Not until everything stands: the next fall may come in the middle of that.
      if (kill === 'publisher') newsroom.beginPublisher();
    }
    await newsroom.untilReady(start);
    const verdict = await newsroom.verify();
    expect(verdict.said).toContain('[verify] no difference');
    expect(verdict.code).toBe(0);
    await expectSiteToShowWhatIsPublished(newsroom, admin);
    // After a kill, an article may be there that its editor never heard of, or gone that she still has in hand.
    expect([...editor.refusals.keys()].filter((sentence) => !sentence.startsWith('Entity not found'))).toEqual([]);
    // Its database may be locked for a moment when the cms has just been started again; the publisher has no such excuse.
    const excused = /^cms: .*Views: the site could not be told of them \(SqliteError: database is locked\); trying again in a second\.$/;
    expect(newsroom.said.filter((line) => line.includes('could not be') && !excused.test(line))).toEqual([]);
    expect(newsroom.outsiders()).toEqual([]);
    expect(kills.cms).toBeGreaterThan(0);
    expect(kills.publisher).toBeGreaterThan(0);
  });
});

// By way of the admin, not of the feed: every published article has its page and stands once in its sitemap, and no other does.
async function expectSiteToShowWhatIsPublished(newsroom: RunningNewsroom, admin: AdminApi): Promise<void> {
  for (const locale of ['en', 'ru', 'hy']) {
    const published = await admin.list('api::article.article', { locale, status: 'published' });
    const slugs = published.map((article) => String(article['slug'])).sort();
    const index = await newsroom.page('/sitemap.xml');
    const months = [...index.text.matchAll(new RegExp(`<loc>([^<]*/sitemaps/${locale}-\\d{4}-\\d{2}[.]xml)</loc>`, 'g'))].map(
      ([, url]) => url ?? '',
    );
    const listed: string[] = [];
    for (const month of months) {
      const { text } = await newsroom.page(month);
      for (const [, url] of text.matchAll(/<loc>([^<]*)<\/loc>/g)) listed.push(url ?? '');
    }
    const stories = listed.filter((url) => /\/\d{4}\/\d{2}\/[^/]+\/$/.test(url));
    expect(stories.map((url) => url.split('/').at(-2)).sort()).toEqual(slugs);
    for (const url of listed) {
      await until(`${url} stands`, async () => (await newsroom.page(url)).status === 200, 5000);
    }
  }
}
