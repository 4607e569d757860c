/**
 * `npm run move-database -- postgres://…`: takes everything from SQLite into an empty database of PostgreSQL, compares every row
 * with its copy, and only then has the newsroom use it. The file of SQLite stays as it is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import Database from 'better-sqlite3';
import { Client } from 'pg';

import { environment } from '../environment';
import { KeepingRefused, runKeeping } from './keeping-refused';
import { fill, type Moved, readTables, type Table } from './moved-tables';
import { quoted } from './postgres-definitions';
import { replaceSettings } from './settings-file';
import { sqliteDatabase } from './sqlite-database';

runKeeping(async (args) => {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { settings: { type: 'string' } } });
  const url = positionals[0] ?? '';
  const { DATABASE_CLIENT, DATA_DIR } = environment();
  if (!/^postgres(?:ql)?:\/\/.+\/.+/.test(url))
    throw new KeepingRefused('Name the empty database to move to, such as postgres://user:password@host:5432/database');
  if (DATABASE_CLIENT !== 'sqlite')
    throw new KeepingRefused('This newsroom uses PostgreSQL already (DATABASE_CLIENT). Nothing was changed.');
  await sqliteDatabase(DATA_DIR).refuseInUse();
  const target = await connect(url);
  const source = new Database(join(DATA_DIR, 'cms.db'), { readonly: true, fileMustExist: true });
  try {
    await refuseUsed(target);
    const moved = await moveInto(target, source, url);
    console.log(`[move] ${moved.tables} tables, ${moved.rows} rows: each is in PostgreSQL as it was in SQLite`);
  } finally {
    source.close();
    await target.end();
  }
  useFromNowOn(url, values.settings);
});

async function moveInto(target: Client, source: Database.Database, url: string): Promise<Moved> {
  console.log('[move] making the tables…');
  await makeTables(url);
  try {
    const tables = await readTables(target, source);
    console.log(`[move] copying ${tables.length} tables…`);
    return await fill(target, source, tables);
  } catch (error) {
    await dropTables(target);
    throw error instanceof KeepingRefused ? error : new KeepingRefused(`The move failed, and nothing was changed: ${String(error)}`);
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'broadsheet-move' });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new KeepingRefused(
      `The database cannot be reached: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
    );
  }
}

async function refuseUsed(target: Client): Promise<void> {
  const { rows } = await target.query(`select tablename from pg_tables where schemaname = current_schema()`);
  if (rows.length > 0)
    throw new KeepingRefused(
      `The database to move to is not empty: it has ${rows.length} tables. Name a new one (createdb broadsheet). Nothing was changed.`,
    );
}

/** Strapi itself makes the tables, as for any new newsroom; what it fills in is replaced. */
async function makeTables(url: string): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'make-tables.js')], {
    env: { ...process.env, DATABASE_CLIENT: 'postgres', DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as unknown[];
  if (code !== 0)
    throw new KeepingRefused('The tables could not be made in PostgreSQL; the reason stands above. Nothing was changed in this newsroom.');
}

async function dropTables(target: Client): Promise<void> {
  const { rows } = await target.query<Pick<Table, 'name'>>(`select tablename as name from pg_tables where schemaname = current_schema()`);
  if (rows.length > 0) await target.query(`drop table ${rows.map(({ name }) => quoted(name)).join(', ')} cascade`);
}

function useFromNowOn(url: string, settingsFile: string | undefined): void {
  if (settingsFile === undefined) {
    console.log('[move] now set DATABASE_CLIENT=postgres and DATABASE_URL where this newsroom gets its settings from, and start it.');
    return;
  }
  replaceSettings(settingsFile, ['DATABASE_CLIENT', 'DATABASE_URL'], new Map([['DATABASE_CLIENT', 'postgres'], ['DATABASE_URL', url]])); // prettier-ignore
  console.log(
    `[move] ${settingsFile} now names PostgreSQL: start the newsroom. cms.db stays as it was on this day; delete it when you are sure.`,
  );
}
