import Database from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import { z } from 'zod';

import type { Environment } from '../environment';
import type { Count, RefusalCount } from './tally';

/** The tables of views, on a connection of their own: counting never waits for an editor's transaction, nor holds one up. */
export interface ViewTables {
  /** Adds to the tables, all or nothing. @throws when the database is busy or away; nothing was added then */
  add(counts: readonly Count[], refusals: readonly RefusalCount[]): Promise<void>;
  /** All views of an article, by language. */
  totals(articleIds: readonly string[]): Promise<Total[]>;
  /** The readers of single hours, in the order of hour, article and language: those after a row and before an hour. */
  hours(after: Omit<HourReaders, 'readers'>, before: string, limit: number): Promise<HourReaders[]>;
  /** Forgets the hours before this one. */
  forgetHours(before: string): Promise<void>;
  close(): Promise<void>;
}

export interface Total {
  articleId: string;
  locale: string;
  views: number;
}

export interface HourReaders {
  hour: string;
  articleId: string;
  locale: string;
  readers: number;
}

export function openViewTables({ DATABASE_CLIENT, DATABASE_URL }: Environment, sqliteFile: string): ViewTables {
  return DATABASE_CLIENT === 'sqlite' ? onSqlite(sqliteFile) : onPostgres(DATABASE_URL);
}

// One statement a table, whatever the number of rows: its one parameter is all of them as JSON.
const addDays = (rows: string) => `
  insert into views (article_id, article_locale, day, count, readers)
  select article_id, article_locale, day, sum(views), sum(readers) from ${rows} group by 1, 2, 3 order by 1, 2, 3
  on conflict (article_id, article_locale, day)
  do update set count = views.count + excluded.count, readers = coalesce(views.readers, 0) + excluded.readers`;
const addHours = (rows: string) => `
  insert into view_hours (article_id, article_locale, hour, count, readers)
  select article_id, article_locale, hour, sum(views), sum(readers) from ${rows} group by 1, 2, 3 order by 1, 2, 3
  on conflict (hour, article_id, article_locale)
  do update set count = view_hours.count + excluded.count, readers = coalesce(view_hours.readers, 0) + excluded.readers`;
const addRefusals = (rows: string) => `
  insert into view_refusals (day, reason, count) select day, reason, hits from ${rows} order by 1, 2
  on conflict (day, reason) do update set count = view_refusals.count + excluded.count`;
const readTotals = `select article_id, article_locale, sum(count) as views from views`;

const readHours = `select hour, article_id, article_locale, coalesce(readers, 0) as readers from view_hours
  where (hour, article_id, article_locale) > (?, ?, ?) and hour < ? order by hour, article_id, article_locale limit ?`;

function onSqlite(file: string): ViewTables {
  // Busy is answered at once: this driver would wait in the middle of everything else that the cms does.
  const database = new Database(file, { timeout: 0 });
  database.pragma('synchronous = NORMAL');
  const fields = (...names: string[]) =>
    `(select ${names.map((name) => `value ->> '${name}' as ${name}`).join(', ')} from json_each(?) where true)`;
  const ofCounts = fields('article_id', 'article_locale', 'day', 'hour', 'views', 'readers');
  const [days, hours, refused] = [addDays(ofCounts), addHours(ofCounts), addRefusals(fields('day', 'reason', 'hits'))].map((sql) =>
    database.prepare(sql),
  );
  const add = database.transaction((counts: string, refusals: string) => {
    days?.run(counts);
    hours?.run(counts);
    refused?.run(refusals);
  });
  const settle = <T>(act: () => T): Promise<T> => new Promise((resolve) => resolve(act()));
  return {
    add: (counts, refusals) => settle(() => add.immediate(json(counts), JSON.stringify(refusals))),
    totals: (ids) =>
      settle(() =>
        totals(
          database.prepare(`${readTotals} where article_id in (select value from json_each(?)) group by 1, 2`).all(JSON.stringify(ids)),
        ),
      ),
    hours: (after, before, limit) =>
      settle(() => hourRows.parse(database.prepare(readHours).all(after.hour, after.articleId, after.locale, before, limit)).map(toHour)),
    forgetHours: (before) =>
      settle(() => {
        database.prepare('delete from view_hours where hour < ?').run(before);
      }),
    close: () =>
      settle(() => {
        database.close();
      }),
  };
}

function onPostgres(connection: string): ViewTables {
  const pool: Knex = knex({ client: 'pg', connection, pool: { min: 0, max: 2 }, acquireConnectionTimeout: 5000 });
  const countFields = 'article_id text, article_locale text, day text, hour text, views int, readers int';
  const ofCounts = `json_to_recordset(?::json) as given(${countFields})`;
  const ofRefusals = 'json_to_recordset(?::json) as given(day text, reason text, hits bigint)';
  return {
    add: (counts, refusals) =>
      pool.transaction(async (trx) => {
        await trx.raw(`set local statement_timeout = '5s'`);
        await trx.raw(addDays(ofCounts), [json(counts)]);
        await trx.raw(addHours(ofCounts), [json(counts)]);
        await trx.raw(addRefusals(ofRefusals), [JSON.stringify(refusals)]);
      }),
    totals: async (ids) => {
      const { rows } = pgRows.parse(await pool.raw(`${readTotals} where article_id = any(?) group by 1, 2`, [[...ids]]));
      return totals(rows);
    },
    hours: async (after, before, limit) => {
      const { rows } = pgRows.parse(await pool.raw(readHours, [after.hour, after.articleId, after.locale, before, limit]));
      return hourRows.parse(rows).map(toHour);
    },
    forgetHours: async (before) => {
      await pool.raw('delete from view_hours where hour < ?', [before]);
    },
    close: () => pool.destroy(),
  };
}

const pgRows = z.object({ rows: z.array(z.unknown()) });

// PostgreSQL's driver gives sums as text.
const totalRows = z.array(z.object({ article_id: z.string(), article_locale: z.string(), views: z.coerce.number() }));

const hourRows = z.array(z.object({ hour: z.string(), article_id: z.string(), article_locale: z.string(), readers: z.coerce.number() }));

function toHour({ hour, article_id, article_locale, readers }: z.infer<typeof hourRows>[number]): HourReaders {
  return { hour, articleId: article_id, locale: article_locale, readers };
}

function totals(rows: unknown): Total[] {
  return totalRows.parse(rows).map(({ article_id, article_locale, views }) => ({ articleId: article_id, locale: article_locale, views }));
}

function json(counts: readonly Count[]): string {
  return JSON.stringify(
    counts.map(({ articleId, locale, day, hour, views, readers }) => ({
      article_id: articleId,
      article_locale: locale,
      day,
      hour,
      views,
      readers,
    })),
  );
}
