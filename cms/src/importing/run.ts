/** `npm run import -- FILE …`: takes over a WordPress export; see docs/import.md. */
import { createWriteStream, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { SingleBar } from 'cli-progress';

import { environment } from '../environment';
import { withNewsroom } from '../seeding/open-newsroom';
import { importArchive } from './import-archive';
import { importErrors, ImportRefused } from './import-errors';
import { languagesOf } from './languages-of-export';
import { type OldSite, readOldSite } from './old-site';
import { type ImportOptions, readOptions } from './options';
import type { ImportReport } from './report';
import { undoImport } from './undo';

async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  if (options.media !== null && !statSync(options.media, { throwIfNoEntry: false })?.isDirectory())
    throw new ImportRefused(importErrors.noFolder(options.media));
  // A file that is no export is told before the newsroom is opened for it.
  const old = await withBar('reading', sizeOf(options.file), (update) => readOldSite(options.file, update));
  say(`${basename(options.file)}: ${old.items} posts and pages of “${old.site.title}”.`);
  for (const line of languagesOf(old, options)) say(line);
  try {
    const report = await withNewsroom((strapi) =>
      withBar(options.undo ? 'taking back' : 'importing', old.items, (update) =>
        options.undo ? undoImport(strapi, old, options, update) : importArchive(strapi, old, options, update),
      ),
    );
    await tell(report, old, options);
  } finally {
    old.close();
  }
}

async function tell(report: ImportReport, old: OldSite, options: ImportOptions): Promise<void> {
  // A dry run writes nothing at all, so that it says everything here.
  for (const line of options.dryRun ? report.lines() : report.shortLines()) say(line);
  say('');
  say(report.summary(options.dryRun, options.undo));
  if (!options.dryRun) say(`The whole report: ${await writeReport(report, old, options)}`);
}

async function writeReport(report: ImportReport, old: OldSite, options: ImportOptions): Promise<string> {
  const folder = join(environment().DATA_DIR, 'imports');
  await mkdir(folder, { recursive: true });
  const now = new Date().toISOString();
  const file = join(folder, `${now.replace(/[:.]/g, '-')}.txt`);
  const head = [`${basename(options.file)}, “${old.site.title}” ${old.site.url}, ${now}`, report.summary(false, options.undo)];
  await pipeline(
    Readable.from(
      (function* () {
        for (const line of head) yield `${line}\n`;
        for (const line of report.lines()) yield `${line}\n`;
      })(),
    ),
    createWriteStream(file),
  );
  return file;
}

async function withBar<T>(what: string, total: number, work: (update: (done: number) => void) => Promise<T>): Promise<T> {
  const bar = new SingleBar({
    format: `[import] ${what} {bar} {percentage} % · {eta_formatted} left`,
    noTTYOutput: true,
    notTTYSchedule: 5000,
    clearOnComplete: true,
    etaBuffer: 50,
  });
  bar.start(Math.max(total, 1), 0);
  try {
    return await work((done) => bar.update(done));
  } finally {
    bar.stop();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function say(line: string): void {
  console.log(`[import] ${line}`);
}

main(process.argv.slice(2)).then(
  // Strapi leaves timers behind that would keep the process waiting.
  () => process.exit(0),
  (error: unknown) => {
    const isRefusal = error instanceof ImportRefused;
    console.error(`[import] ${error instanceof Error ? (isRefusal ? error.message : (error.stack ?? error.message)) : String(error)}`);
    process.exit(1);
  },
);
