/** The cms of a newsroom with a small archive, for measuring how it counts. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

import { z } from 'zod';

import { OperatorError } from '../scripts/operator-error.ts';
import { cmsFolder } from '../scripts/repository.ts';
import { runScript } from '../scripts/run-program.ts';
import { RunningNewsroom } from '../tests/running-newsroom.ts';
import { until } from '../tests/until.ts';

const articles = 200;
const metricsToken = 'figures-of-a-benchmark-0123456789';

export class CountingNewsroom {
  readonly newsroom: RunningNewsroom;
  /** Published in English. */
  readonly articles: string[];

  private constructor(newsroom: RunningNewsroom, found: string[]) {
    this.newsroom = newsroom;
    this.articles = found;
  }

  /** @param database of PostgreSQL; SQLite without it */
  static async open(database?: string): Promise<CountingNewsroom> {
    const extra = database ? { DATABASE_CLIENT: 'postgres', DATABASE_URL: database } : {};
    const newsroom = await RunningNewsroom.make({ ...extra, METRICS_TOKEN: metricsToken });
    const status = await runScript('dist/src/seeding/run.js', ['--articles', String(articles)], { cwd: cmsFolder, env: newsroom.env });
    if (status !== 0) throw new OperatorError(`The seeder ended with ${status}; its words are above.`);
    await newsroom.startCms();
    return new CountingNewsroom(newsroom, await publishedArticles(newsroom));
  }

  /** Another cms on the same database; SQLite belongs to one alone. */
  async second(): Promise<RunningNewsroom> {
    const { env } = this.newsroom;
    const names = ['APP_KEYS', 'API_TOKEN_SALT', 'ADMIN_JWT_SECRET', 'TRANSFER_TOKEN_SALT', 'ENCRYPTION_KEY', 'CMS_READ_TOKEN'];
    const shared = [...names, 'DATABASE_CLIENT', 'DATABASE_URL', 'SITE_URL'];
    const other = await RunningNewsroom.make(Object.fromEntries(shared.map((name) => [name, env[name]])));
    await other.startCms();
    return other;
  }

  get port(): number {
    return Number(new URL(this.newsroom.cmsUrl).port);
  }

  get origin(): string {
    return new URL(this.newsroom.siteUrl).origin;
  }

  /** All views in the database, as the cms answers. */
  async total(): Promise<number> {
    let sum = 0;
    for (let from = 0; from < this.articles.length; from += 50) {
      const asked = this.articles.slice(from, from + 50).join(',');
      const answer: unknown = JSON.parse(await this.ask(`/api/views?articles=${asked}`));
      for (const { all } of Object.values(z.record(z.string(), z.looseObject({ all: z.number() })).parse(answer))) sum += all;
    }
    return sum;
  }

  /** Asks the cms once more when the connection that was kept turns out to be closed. */
  async ask(path: string, headers: Record<string, string> = {}): Promise<string> {
    const asking = async (): Promise<string> => (await fetch(this.newsroom.cmsUrl + path, { headers })).text();
    return asking().catch(asking);
  }

  /** Waits until the database holds as many views, or no more come for some seconds. */
  async settledTotal(wanted: number): Promise<number> {
    let last = -1;
    let since = Date.now();
    await until('the number of views comes to rest', async () => {
      const now = await this.total();
      if (now !== last) since = Date.now();
      last = now;
      return now === wanted || Date.now() - since > 5000;
    });
    return last;
  }

  /**
   * For how long nothing else could run in the cms at most since this was asked last, milliseconds, as `monitorEventLoopDelay` has
   * it: it looks every ten milliseconds, which are in the figure.
   */
  async loopHeld(): Promise<number> {
    const answer = await this.ask('/metrics', { authorization: `Bearer ${metricsToken}` });
    return Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(answer)?.[1]) * 1000;
  }

  /** Holds the database's write lock for a time, as another program would. SQLite only. */
  async lock(seconds: number): Promise<void> {
    const database = new DatabaseSync(join(this.newsroom.folder, 'cms.db'));
    database.exec('begin immediate');
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    database.exec('rollback');
    database.close();
  }

  /** Puts a million days of other stories into the table. SQLite only. */
  addMillion(): void {
    const database = new DatabaseSync(join(this.newsroom.folder, 'cms.db'), { timeout: 10_000 });
    database.exec(`insert into views (article_id, article_locale, day, count, readers)
      with recursive n(i) as (select 0 union all select i + 1 from n where i < 999999)
      select 'other' || (i / 100), 'en', date('2000-01-01', (i % 100) || ' days'), 1, 1 from n`);
    database.close();
  }
}

async function publishedArticles({ cmsUrl, env }: RunningNewsroom): Promise<string[]> {
  const answer = await fetch(`${cmsUrl}/api/changes?after=0`, { headers: { authorization: `Bearer ${env['CMS_READ_TOKEN']}` } });
  const line = z.looseObject({
    type: z.string().optional(),
    id: z.string().optional(),
    locale: z.string().nullish(),
    state: z.string().optional(),
  });
  return (await answer.text())
    .split('\n')
    .filter(Boolean)
    .map((text) => line.parse(JSON.parse(text)))
    .flatMap(({ type, id, locale, state }) => (type === 'article' && locale === 'en' && state === 'live' && id ? [id] : []));
}
