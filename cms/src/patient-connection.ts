import { setTimeout as sleep } from 'node:timers/promises';

/** What this needs of a connection of the SQLite driver. */
export interface SqliteConnection {
  pragma(statement: string): unknown;
  prepare(sql: string): SqliteStatement;
}

export interface SqliteStatement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown;
}

/** Milliseconds. A lock is held for longer by nothing but a program that hangs. */
const patience = 10_000;
const pause = 20;
/** How long the driver itself waits, milliseconds: it does so in the middle of everything else that the cms does. */
const driverWaits = 5;

/**
 * Lets statements wait while another program holds the database, as the driver would, but without holding up the rest of
 * the cms. Whoever runs one must await it (knex does).
 */
export function waitPatiently(connection: SqliteConnection): void {
  connection.pragma(`busy_timeout = ${driverWaits}`);
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (sql) => {
    const statement = prepare(sql);
    const [run, all] = [statement.run.bind(statement), statement.all.bind(statement)];
    statement.run = (...values) => patiently(() => run(...values));
    statement.all = (...values) => patiently(() => all(...values));
    return statement;
  };
}

/** What `act` gives; a promise of it when the database is busy. */
function patiently(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!isBusy(error)) throw error;
    return tryAgain(act);
  }
}

async function tryAgain(act: () => unknown): Promise<unknown> {
  for (const end = performance.now() + patience; ;) {
    await sleep(pause);
    try {
      return act();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
    }
  }
}

// A transaction that read before another program wrote is told "SQLITE_BUSY_SNAPSHOT": waiting does not help it.
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'SQLITE_BUSY' || error.code === 'SQLITE_BUSY_RECOVERY');
}
