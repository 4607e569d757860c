import type { Transaction } from '../publishing/database';

/** A value that JSON and both databases know; moments are made by `moment`. */
export type Cell = string | number | boolean | null;

/**
 * Inserts many rows in one statement with one parameter, several times as fast as a list of values: both databases
 * unpack JSON themselves.
 * @param columns names of the columns; each row has its cells in this order
 */
export async function insertMany(trx: Transaction, table: string, columns: readonly string[], rows: readonly Cell[][]): Promise<void> {
  if (rows.length === 0) return;
  if (isPostgres(trx)) {
    const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
    const names = columns.map(() => '??').join(', ');
    await trx.raw(`insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?)`, [
      table,
      ...columns,
      ...columns,
      table,
      JSON.stringify(objects),
    ]);
    return;
  }
  const cells = columns.map((_column, index) => `value ->> ${index}`).join(', ');
  await trx.raw(`insert into ?? (${columns.map(() => '??').join(', ')}) select ${cells} from json_each(?)`, [
    table,
    ...columns,
    JSON.stringify(rows),
  ]);
}

/** A moment as this database keeps it: milliseconds on SQLite; on PostgreSQL a timestamp without a zone, in UTC. */
export function moment(trx: Transaction, milliseconds: number): Cell {
  if (!isPostgres(trx)) return milliseconds;
  return new Date(milliseconds).toISOString().slice(0, -1);
}

export function isPostgres(trx: Transaction): boolean {
  return trx.client.dialect === 'postgresql';
}

/**
 * Reserves `count` ids in a row; the caller holds the lock of the change log, so no editor's save comes between.
 * @returns the first of them
 */
export async function reserveIds(trx: Transaction, table: string, count: number): Promise<number> {
  if (!isPostgres(trx)) {
    const highest = firstValue(await trx(table).max({ id: 'id' }));
    return highest + 1;
  }
  await trx.raw('lock table ?? in exclusive mode', [table]);
  const reserved: unknown = await trx.raw(
    'select setval(pg_get_serial_sequence(?, ?), greatest((select coalesce(max(id), 0) from ??), nextval(pg_get_serial_sequence(?, ?))) + ?) as id',
    [table, 'id', table, table, 'id', count],
  );
  const rows = typeof reserved === 'object' && reserved !== null && 'rows' in reserved ? reserved.rows : [];
  return firstValue(rows) - count + 1;
}

function firstValue(rows: unknown): number {
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
  return typeof row === 'object' && row !== null && 'id' in row ? Number(row.id) : 0;
}
