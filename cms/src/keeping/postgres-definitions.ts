import type { Client } from 'pg';
import { z } from 'zod';

import { KeepingRefused } from './keeping-refused';

/** Everything that a schema of this newsroom is made of, but its rows. Names in the statements are without their schema. */
export const definitionsSchema = z.object({
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  /** Sequences and bare tables. */
  beforeRows: z.array(z.string()),
  /** Where the sequences stand; keys, indexes, references. */
  afterRows: z.array(z.string()),
});

export type Definitions = z.infer<typeof definitionsSchema>;

/** Reads the definitions. @throws KeepingRefused when the schema holds what a newsroom has none of, such as views or triggers */
export async function readDefinitions(client: Client, schema: string): Promise<Definitions> {
  await refuseStrangers(client, schema);
  const columns = z.array(column).parse((await client.query(columnsOf, [schema])).rows);
  const tables = Map.groupBy(columns, ({ table }) => table);
  const sequences = z.array(sequence).parse((await client.query(sequencesOf, [schema])).rows);
  const after = z.array(statement).parse((await client.query(keysOf, [schema])).rows);
  return {
    tables: [...tables].map(([name, own]) => ({ name, columns: own.map((one) => one.name) })),
    beforeRows: [
      ...sequences.map(({ name, type, increment }) => `create sequence ${quoted(name)} as ${type} increment by ${increment}`),
      ...[...tables].map(([name, own]) => `create table ${quoted(name)} (${own.map(definition).join(', ')})`),
    ],
    afterRows: [
      ...sequences.flatMap(({ name, owner, value }) => [
        ...(value === null ? [] : [`select setval(${literal(quoted(name))}, ${value})`]),
        ...(owner === null ? [] : [`alter sequence ${quoted(name)} owned by ${owner}`]),
      ]),
      ...after.map(({ sql }) => sql),
    ],
  };
}

/** A name as PostgreSQL takes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const column = z.object({ table: z.string(), name: z.string(), type: z.string(), required: z.boolean(), fallback: z.string().nullable() });
const sequence = z.object({
  name: z.string(),
  type: z.string(),
  increment: z.string(),
  value: z.string().nullable(),
  owner: z.string().nullable(),
});
const statement = z.object({ sql: z.string() });

function definition({ name, type, required, fallback }: z.infer<typeof column>): string {
  return `${quoted(name)} ${type}${fallback === null ? '' : ` default ${fallback}`}${required ? ' not null' : ''}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function refuseStrangers(client: Client, schema: string): Promise<void> {
  const found = z.array(z.object({ what: z.string() })).parse((await client.query(strangersIn, [schema])).rows);
  const [first] = found;
  if (first)
    throw new KeepingRefused(
      `The database holds ${first.what}, which is none of the newsroom's: this command would leave it out. Back up with pg_dump, or move it into a schema of its own.`,
    );
}

const columnsOf = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
         pg_get_expr(d.adbin, d.adrelid) as fallback
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`;

const sequencesOf = `
  select s.sequencename as name, s.data_type::text as type, s.increment_by::text as increment, s.last_value::text as value,
         (select quote_ident(t.relname) || '.' || quote_ident(a.attname)
          from pg_depend d join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'a'
            and d.objid = (quote_ident(s.schemaname) || '.' || quote_ident(s.sequencename))::regclass) as owner
  from pg_sequences s where s.schemaname = $1 order by 1`;

// Keys and checks first, then indexes, then references, which need the keys. Since version 18 PostgreSQL lists "not null" here too.
const keysOf = `
  select sql from (
    select case contype when 'f' then 3 else 1 end as rank, conname as name,
           format('alter table %I add constraint %I %s', c.relname, conname, pg_get_constraintdef(k.oid)) as sql
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid and c.relkind = 'r'
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1
    where contype in ('p', 'u', 'c', 'f', 'x')
    union all
    select 2, i.indexrelid::regclass::text,
           replace(pg_get_indexdef(i.indexrelid), ' ON ' || quote_ident(n.nspname) || '.', ' ON ')
    from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relkind = 'r'
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1
    where not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  ) as statements order by rank, name`;

const strangersIn = `
  select case c.relkind when 'v' then 'the view ' when 'm' then 'the materialized view ' when 'p' then 'the partitioned table '
         else 'the foreign table ' end || c.relname as what
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind in ('v', 'm', 'p', 'f')
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  union all
  select 'the trigger ' || t.tgname || ' on ' || c.relname
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and not t.tgisinternal
  union all
  select 'the identity or generated column ' || a.attname || ' of ' || c.relname
  from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and (a.attidentity <> '' or a.attgenerated <> '')`;
