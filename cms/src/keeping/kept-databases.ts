import { environment } from '../environment';
import type { KeptDatabase } from './kept-database';
import { postgresDatabase } from './postgres-database';
import { sqliteDatabase } from './sqlite-database';

/** The database that this newsroom is set to. */
export async function openKeptDatabase(): Promise<KeptDatabase> {
  const { DATABASE_CLIENT, DATABASE_URL, DATA_DIR } = environment();
  return DATABASE_CLIENT === 'postgres' ? postgresDatabase(DATABASE_URL) : sqliteDatabase(DATA_DIR);
}
