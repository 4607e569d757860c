import { join } from 'node:path';

import { defaults, types } from 'pg';

import { environment } from '../src/environment';
import { type SqliteConnection, waitPatiently } from '../src/patient-connection';

export default () => {
  const { DATABASE_CLIENT, DATABASE_URL, DATA_DIR } = environment();
  return { connection: DATABASE_CLIENT === 'sqlite' ? sqlite(join(DATA_DIR, 'cms.db')) : postgres(DATABASE_URL) };
};

function sqlite(filename: string) {
  return {
    client: 'sqlite',
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: SqliteConnection, done: (error: unknown, connection: SqliteConnection) => void) {
        // A reader never waits for a writer; the file still survives a crash of the machine without damage.
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = NORMAL');
        // Seeding and importing write from processes of their own.
        waitPatiently(connection);
        done(null, connection);
      },
    },
  };
}

function postgres(connectionString: string) {
  keepMomentsInUtc();
  return { client: 'postgres', connection: { connectionString }, pool: { min: 2, max: 10 } };
}

/**
 * PostgreSQL's driver writes and reads moments without a zone in the zone of this process: on a machine in another zone
 * every story would have another date, and with it another address.
 */
function keepMomentsInUtc(): void {
  defaults.parseInputDatesAsUTC = true;
  types.setTypeParser(types.builtins.TIMESTAMP, (text) => new Date(`${text.replace(' ', 'T')}Z`));
}
