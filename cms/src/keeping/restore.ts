/**
 * `npm run restore -- FILE`: puts a backup in the place of this newsroom's database and uploads, and keeps what was there.
 * `--undo` puts that back, `--forget` removes it. Nothing is touched before the whole backup was read and found right.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { environment } from '../environment';
import { unpack } from './backup-file';
import type { KeptDatabase } from './kept-database';
import { openKeptDatabase } from './kept-databases';
import { KeepingRefused, runKeeping } from './keeping-refused';
import { foreignSettings, keepSettingsFile, readSettings, replaceSettings, writeSettings } from './settings-file';
import { unfinishedMark } from './unfinished-restore';

runKeeping(async (args) => {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { undo: { type: 'boolean' }, forget: { type: 'boolean' }, settings: { type: 'string' } },
  });
  const [file] = positionals;
  const { DATA_DIR } = environment();
  const asides = join(DATA_DIR, 'before-restore');
  const database = await openKeptDatabase();
  try {
    if (values.forget) return await forget(database, asides);
    await database.refuseInUse();
    if (values.undo) await restore(database, newestIn(asides), values.settings);
    else await unpackAndRestore(database, resolve(file ?? ''), values.settings);
  } finally {
    await database.close();
  }
});

async function unpackAndRestore(database: KeptDatabase, file: string, settingsFile: string | undefined): Promise<void> {
  const { DATA_DIR } = environment();
  const staging = join(DATA_DIR, 'restoring');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    console.log(`[restore] reading ${file}…`);
    const { madeAt, database: kind } = await unpack(file, staging);
    if (kind !== database.kind)
      throw new KeepingRefused(
        `This backup is of ${names[kind]}, and this newsroom is set to ${names[database.kind]}. Set DATABASE_CLIENT${kind === 'postgres' ? ' and DATABASE_URL' : ''} for it, restore, and move the database afterwards (npm run move-database). Nothing was changed.`,
      );
    await restore(database, staging, settingsFile);
    console.log(
      `[restore] the newsroom is as it was on ${madeAt}. Start it; the site follows by itself, and "npm run verify" compares it.`,
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Exchanges what this newsroom has for what lies in a folder, and tells where the old is kept. */
async function restore(database: KeptDatabase, folder: string, settingsFile: string | undefined): Promise<void> {
  const { DATA_DIR } = environment();
  await database.check(folder);
  const aside = join(DATA_DIR, 'before-restore', new Date().toISOString().replaceAll(':', '-'));
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  writeSettings(aside);
  const kept = readSettings(folder);
  const mark = unfinishedMark(DATA_DIR);
  writeFileSync(mark, `${new Date().toISOString()}\n`, { flush: true });
  const putBack = exchangeUploads(join(DATA_DIR, 'public/uploads'), join(folder, 'uploads'), join(aside, 'uploads'));
  try {
    await database.putInPlace(folder, aside);
  } catch (error) {
    putBack();
    rmSync(mark);
    rmSync(aside, { recursive: true });
    throw error;
  }
  takeSettings(kept, settingsFile, aside);
  rmSync(mark);
  console.log(
    `[restore] what was there before is kept: "npm run restore -- --undo" brings it back, "npm run restore -- --forget" removes it.`,
  );
}

/** Returns what undoes it. */
function exchangeUploads(place: string, restored: string, aside: string): () => void {
  mkdirSync(join(place, '..'), { recursive: true });
  const hadUploads = existsSync(place);
  if (hadUploads) renameSync(place, aside);
  // A newsroom without a single upload has an empty folder.
  if (existsSync(restored)) renameSync(restored, place);
  else mkdirSync(place);
  return () => {
    renameSync(place, restored);
    if (hadUploads) renameSync(aside, place);
  };
}

function takeSettings(kept: ReadonlyMap<string, string>, settingsFile: string | undefined, aside: string): void {
  const foreign = foreignSettings(kept);
  if (foreign.length > 0 && settingsFile !== undefined) {
    keepSettingsFile(settingsFile, aside);
    replaceSettings(settingsFile, foreign, kept);
    console.log(`[restore] ${foreign.join(', ')} in ${settingsFile} are those of the backup now: the database was made with them.`);
  } else if (foreign.length > 0) {
    console.log(
      `[restore] the database was made with another ${foreign.join(', ')}, and here they come from the environment: take them from settings.env in the backup (tar xzOf FILE settings.env).`,
    );
  }
  const others = [...kept].filter(([name, value]) => process.env[name] && process.env[name] !== value && !foreign.includes(name));
  for (const [name, value] of others) console.log(`[restore] ${name} stays as it is on this machine; the backup has ${value}`);
}

async function forget(database: KeptDatabase, asides: string): Promise<void> {
  const folders = existsSync(asides) ? readdirSync(asides) : [];
  for (const folder of folders) {
    await database.forget(join(asides, folder));
    rmSync(join(asides, folder), { recursive: true });
  }
  console.log(`[restore] ${folders.length === 0 ? 'nothing is kept from before a restore' : 'what was kept from before is removed'}`);
}

function newestIn(asides: string): string {
  const newest = existsSync(asides) ? readdirSync(asides).sort().at(-1) : undefined;
  if (newest === undefined) throw new KeepingRefused('Nothing is kept from before a restore: there is nothing to go back to.');
  return join(asides, newest);
}

const names = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;
