/**
 * A backup is one compressed tar file: `manifest.json` first, then what it names, each with its size and SHA-256. Whatever
 * is not exactly so is refused before anything of the newsroom is touched.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { create, extract, list } from 'tar';
import { z } from 'zod';

import { KeepingRefused } from './keeping-refused';

const manifestName = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal(1),
  /** ISO 8601 */
  madeAt: z.iso.datetime(),
  database: z.enum(['sqlite', 'postgres']),
  files: z.array(z.object({ path: z.string(), size: z.int().nonnegative(), sha256: z.string().length(64) })),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Names everything in a folder, and packs it. The file must not exist. */
export async function pack(folder: string, about: Pick<Manifest, 'madeAt' | 'database'>, file: string): Promise<Manifest> {
  const files = [];
  for (const path of filesUnder(folder)) files.push({ path, ...(await fingerprint(join(folder, path))) });
  const manifest: Manifest = { format: 1, ...about, files };
  writeFileSync(join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
  const inside = [manifestName, ...files.map(({ path }) => path)];
  // Photographs do not get smaller by trying harder.
  await create({ file, cwd: folder, gzip: { level: 1 }, portable: true, noDirRecurse: true, strict: true }, inside);
  return manifest;
}

/**
 * Unpacks a backup into an empty folder and compares every file with what the manifest says of it.
 * @throws KeepingRefused when it is no backup, is cut off, or is not what was packed
 */
export async function unpack(file: string, folder: string): Promise<Manifest> {
  if (!existsSync(file)) throw new KeepingRefused(`There is no file ${file}. Name a backup that "npm run backup" made.`);
  let onlyPlain = true;
  // Thrown in here, an error would end the program past every catch.
  const filter = (_path: string, entry: object): boolean => isPlain(entry) || (onlyPlain = false);
  try {
    await extract({ file, cwd: folder, strict: true, filter });
    if (!onlyPlain) throw new Error('it holds something that is neither a file nor a folder');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KeepingRefused(`${file} is not a whole backup (${reason}). Nothing was changed; take another one.`);
  }
  const manifest = readManifest(file, join(folder, manifestName));
  const present = new Set([...filesUnder(folder)].filter((path) => path !== manifestName));
  for (const { path, size, sha256 } of manifest.files) {
    const found = present.delete(path) ? await fingerprint(join(folder, path)) : null;
    if (found?.size !== size || found.sha256 !== sha256)
      throw new KeepingRefused(
        `${file} is damaged: ${path} ${found ? 'is not what was packed' : 'is missing'}. Nothing was changed; take another one.`,
      );
  }
  const [stray] = present;
  if (stray !== undefined)
    throw new KeepingRefused(`${file} holds ${stray}, which its manifest does not name. Nothing was changed; take another one.`);
  return manifest;
}

/** Reads a backup that was just made once more, as a restore would. @throws when it is not what was packed */
export async function readBack(file: string): Promise<void> {
  const found = new Map<string, string>();
  const reading: Promise<void>[] = [];
  let manifest = '';
  await list({
    file,
    strict: true,
    onReadEntry: (entry) => {
      const hash = createHash('sha256');
      entry.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        if (entry.path === manifestName) manifest += chunk.toString();
      });
      reading.push(new Promise((resolve) => entry.on('end', () => resolve(void found.set(entry.path, hash.digest('hex'))))));
    },
  });
  await Promise.all(reading);
  const wrong = manifestSchema.parse(JSON.parse(manifest)).files.find(({ path, sha256 }) => found.get(path) !== sha256);
  if (wrong) throw new Error(`${wrong.path} changed while it was packed, or the disk does not keep what is written. Run the backup again.`);
}

/** The files below a folder, as paths from it with "/" on every system. */
export function* filesUnder(folder: string, from = folder): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(full, from);
    else yield relative(from, full).split(sep).join('/');
  }
}

async function fingerprint(file: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { size: statSync(file).size, sha256: hash.digest('hex') };
}

// Links could lead out of the folder, and nothing here has any.
function isPlain(entry: object): boolean {
  return 'type' in entry && (entry.type === 'File' || entry.type === 'Directory');
}

function readManifest(file: string, path: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new KeepingRefused(`${file} was not made by "npm run backup", or by a newer Broadsheet than this one. Nothing was changed.`);
  }
}
