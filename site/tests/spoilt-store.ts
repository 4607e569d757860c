import { closeSync, openSync, writeSync } from 'node:fs';

import { openStore } from '../publisher/store.ts';

/** Spoils the first page of a table in the file of a store that nobody has open. Whether it was closed as it should be stays as it is. */
export function spoilTable(file: string, table: string): void {
  const store = openStore(file, { asItIs: true });
  const root = store.prepare<[string], number>('select rootpage from sqlite_schema where name = ?').pluck().get(table) ?? 0;
  const bytes = store.pragma('page_size', { simple: true }) as number;
  store.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xff), 0, bytes, (root - 1) * bytes);
  closeSync(handle);
}
