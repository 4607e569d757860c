import { createHash } from 'node:crypto';

import type Database from 'better-sqlite3';
import type { Client } from 'pg';
import { z } from 'zod';

import { KeepingRefused } from './keeping-refused';
import { fromPostgres, fromSqlite } from './moved-values';
import { quoted } from './postgres-definitions';

export interface Table {
  name: string;
  /** The columns of the target with their types, in the words of PostgreSQL. */
  columns: { name: string; type: string; required: boolean }[];
}

export interface Moved {
  tables: number;
  rows: number;
}

/** What Strapi notes about the tables themselves; each database has its own. */
const ofTheDatabase = new Set(['strapi_database_schema', 'strapi_migrations', 'strapi_migrations_internal']);

/**
 * The tables to fill.
 * @throws KeepingRefused when something of the source has no place in the target
 */
export async function readTables(target: Client, source: Database.Database): Promise<Table[]> {
  const { rows } = await target.query(columnsOfTarget);
  const found = Map.groupBy(z.array(targetColumn).parse(rows), ({ table }) => table);
  const names = z.array(z.object({ name: z.string() })).parse(source.prepare(tablesOfSource).all());
  return names
    .filter(({ name }) => !ofTheDatabase.has(name))
    .map(({ name }) => {
      const columns = found.get(name) ?? [];
      const own = z.array(z.object({ name: z.string() })).parse(source.pragma(`table_info(${quoted(name)})`));
      const homeless = own.find((column) => !columns.some((one) => one.name === column.name));
      if (homeless)
        throw new KeepingRefused(
          `Table ${name} has the column ${homeless.name} in SQLite, and not in PostgreSQL. Start the newsroom once on SQLite with this version of Broadsheet, stop it, and move then. Nothing was changed.`,
        );
      const names = new Set(own.map((column) => column.name));
      return { name, columns: columns.filter((column) => names.has(column.name)) };
    });
}

/** Copies all rows in one transaction and compares each table with its copy. @throws KeepingRefused when one differs */
export async function fill(target: Client, source: Database.Database, tables: readonly Table[]): Promise<Moved> {
  await target.query('begin');
  const references = z.array(z.object({ drop: z.string(), add: z.string() })).parse((await target.query(referencesOf)).rows);
  for (const { drop } of references) await target.query(drop);
  await target.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')} restart identity`);
  let total = 0;
  for (const table of tables) {
    const copied = await copyRows(target, source, table);
    const arrived = await sumOfTarget(target, table);
    if (copied.count !== arrived.count || copied.sum !== arrived.sum)
      throw new KeepingRefused(
        `Table ${table.name} is not the same in PostgreSQL (${copied.count} rows, ${arrived.count} arrived). Nothing was changed.`,
      );
    total += copied.count;
  }
  for (const { add } of references) await target.query(add);
  await advanceSequences(target, source);
  await target.query('commit');
  await target.query('analyze');
  return { tables: tables.length, rows: total };
}

interface Sum {
  count: number;
  /** The sum of the hashes of all rows: the same in whatever order they come. */
  sum: bigint;
}

const batch = 500;

async function copyRows(target: Client, source: Database.Database, table: Table): Promise<Sum> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
  const insert = `insert into ${quoted(table.name)} (${columns}) select ${columns} from json_populate_recordset(null::${quoted(table.name)}, $1)`;
  const sum: Sum = { count: 0, sum: 0n };
  let rows: Row[] = [];
  const flush = async (): Promise<void> => {
    if (rows.length > 0) await target.query(insert, [JSON.stringify(rows)]).catch((error: unknown) => refuseRow(table, error));
    rows = [];
  };
  for (const raw of source.prepare(`select ${columns} from ${quoted(table.name)}`).iterate()) {
    const given = rowSchema.parse(raw);
    const row = Object.fromEntries(table.columns.map(({ name, type }) => [name, fromSqlite(type, given[name])]));
    add(sum, row);
    rows.push(row);
    if (rows.length === batch) await flush();
  }
  await flush();
  return sum;
}

function refuseRow(table: Table, error: unknown): never {
  throw new KeepingRefused(
    `PostgreSQL did not take a row of ${table.name}: ${error instanceof Error ? error.message : String(error)}. Correct it in the admin on SQLite, then move again. Nothing was changed.`,
  );
}

async function sumOfTarget(target: Client, table: Table): Promise<Sum> {
  const sum: Sum = { count: 0, sum: 0n };
  await target.query(
    `declare arrived no scroll cursor for select ${table.columns.map(({ name }) => quoted(name)).join(', ')} from ${quoted(table.name)}`,
  );
  for (;;) {
    // Everything as text: what the driver makes of it is not what is compared.
    const { rows } = await target.query({ text: `fetch ${batch} from arrived`, types: { getTypeParser: () => (text: unknown) => text } });
    if (rows.length === 0) break;
    for (const given of z.array(rowSchema).parse(rows))
      add(sum, Object.fromEntries(table.columns.map(({ name, type }) => [name, fromPostgres(type, given[name])])));
  }
  await target.query('close arrived');
  return sum;
}

function add(to: Sum, row: Row): void {
  to.count++;
  const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex');
  to.sum = BigInt.asUintN(256, to.sum + BigInt(`0x${hash}`));
}

/** Numbers that SQLite has given out once are not given out again, though their rows are gone. */
async function advanceSequences(target: Client, source: Database.Database): Promise<void> {
  const given = source.prepare(`select 1 from sqlite_master where name = 'sqlite_sequence'`).get()
    ? z.array(z.object({ name: z.string(), seq: z.int() })).parse(source.prepare('select name, seq from sqlite_sequence').all())
    : [];
  const { rows } = await target.query(sequencesOf);
  for (const { table, column, sequence } of z.array(sequenceColumn).parse(rows)) {
    const before = given.find(({ name }) => name === table)?.seq ?? 0;
    const newest = `greatest(${before}, (select coalesce(max(${quoted(column)}), 0) from ${quoted(table)}))`;
    await target.query(`select setval($1, greatest(1, ${newest}), ${newest} > 0)`, [sequence]);
  }
}

type Row = Record<string, unknown>;
const rowSchema = z.record(z.string(), z.unknown());
const targetColumn = z.object({ table: z.string(), name: z.string(), type: z.string(), required: z.boolean() });
const sequenceColumn = z.object({ table: z.string(), column: z.string(), sequence: z.string() });

const tablesOfSource = `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`;

const columnsOfTarget = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as required
  from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
  where a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`;

const referencesOf = `
  select format('alter table %I drop constraint %I', c.relname, k.conname) as drop,
         format('alter table %I add constraint %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as add
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
  where k.contype = 'f'`;

const sequencesOf = `
  select t.relname as table, a.attname as column, quote_ident(s.relname) as sequence
  from pg_class s join pg_depend d on d.objid = s.oid and d.deptype = 'a' and d.classid = 'pg_class'::regclass
  join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
  join pg_namespace n on n.oid = s.relnamespace and n.nspname = current_schema()
  where s.relkind = 'S'`;
