/**
 * A database of PostgreSQL as files: its definitions in the words of its own catalogue, and the rows of each table as COPY
 * writes them. It needs no programs of PostgreSQL, whose pg_dump refuses a server that is newer than itself.
 */
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';

import type { KeptDatabase } from './kept-database';
import { KeepingRefused } from './keeping-refused';
import { type Definitions, definitionsSchema, quoted, readDefinitions } from './postgres-definitions';

const folderName = 'postgres';
const definitionsName = 'definitions.json';
const asideName = 'schema.json';

/** @param url the database that the cms uses; what lies in its current schema is the newsroom's */
export async function postgresDatabase(url: string): Promise<KeptDatabase> {
  const client = new Client({ connectionString: url, application_name: 'broadsheet-keeping' });
  await client.connect();
  return {
    kind: 'postgres',
    copyTo: (folder) => inTransaction(client, 'isolation level repeatable read read only', () => copyOut(client, join(folder, folderName))),
    refuseInUse: () => refuseInUse(client),
    check: async (folder) => {
      await Promise.resolve(existsSync(join(folder, asideName)) || readDump(folder));
    },
    putInPlace: (folder, aside) =>
      inTransaction(client, '', async () => {
        const now = await currentSchema(client);
        const before = `before_restore_${new Date().toISOString().replace(/\D/g, '')}`;
        await client.query(`alter schema ${quoted(now)} rename to ${quoted(before)}`);
        const earlier = earlierSchema(folder);
        if (earlier) await client.query(`alter schema ${quoted(earlier)} rename to ${quoted(now)}`);
        else await copyIn(client, now, join(folder, folderName), readDump(folder));
        writeFileSync(join(aside, asideName), JSON.stringify({ schema: before }));
      }),
    forget: async (aside) => {
      const earlier = earlierSchema(aside);
      if (earlier) await client.query(`drop schema if exists ${quoted(earlier)} cascade`);
    },
    close: () => client.end(),
  };
}

async function copyOut(client: Client, folder: string): Promise<void> {
  mkdirSync(folder);
  const definitions = await readDefinitions(client, await currentSchema(client));
  if (definitions.tables.length === 0)
    throw new KeepingRefused('The database is empty: there is nothing to back up. Has this newsroom been started once?');
  writeFileSync(join(folder, definitionsName), `${JSON.stringify(definitions, null, 1)}\n`);
  for (const table of definitions.tables)
    await pipeline(client.query(copyTo(`copy ${named(table)} to stdout`)), createWriteStream(rowsFile(folder, table.name)));
}

async function copyIn(client: Client, schema: string, folder: string, definitions: Definitions): Promise<void> {
  await client.query(`create schema ${quoted(schema)}`);
  for (const statement of definitions.beforeRows) await client.query(statement);
  for (const table of definitions.tables)
    await pipeline(createReadStream(rowsFile(folder, table.name)), client.query(copyFrom(`copy ${named(table)} from stdin`)));
  for (const statement of definitions.afterRows) await client.query(statement);
}

async function refuseInUse(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  const [{ others }] = z.tuple([z.object({ others: z.int() })]).parse(rows);
  if (others > 0)
    throw new KeepingRefused(
      `The database is in use: ${others} other ${others === 1 ? 'connection is' : 'connections are'} open. Stop the cms and its commands (and psql), then run this again. Nothing was changed.`,
    );
}

async function currentSchema(client: Client): Promise<string> {
  const { rows } = await client.query('select current_schema() as schema');
  return z.tuple([z.object({ schema: z.string() })]).parse(rows)[0].schema;
}

async function inTransaction(client: Client, mode: string, work: () => Promise<void>): Promise<void> {
  await client.query(`begin ${mode}`);
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (error instanceof Error && 'code' in error && error.code === '42501')
      throw new KeepingRefused(
        `PostgreSQL refused: ${error.message}. Restoring needs the owner of the database (alter database … owner to …). Nothing was changed.`,
      );
    throw error;
  }
}

function readDump(folder: string): Definitions {
  const file = join(folder, folderName, definitionsName);
  if (!existsSync(file)) throw new KeepingRefused(`There is no database in ${folder}. Nothing was changed.`);
  return definitionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function earlierSchema(folder: string): string | null {
  const file = join(folder, asideName);
  return existsSync(file) ? z.object({ schema: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).schema : null;
}

function named({ name, columns }: Definitions['tables'][number]): string {
  return `${quoted(name)} (${columns.map(quoted).join(', ')})`;
}

function rowsFile(folder: string, table: string): string {
  return join(folder, `${encodeURIComponent(table)}.rows`);
}
