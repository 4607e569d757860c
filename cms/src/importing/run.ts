/** `npm run import -- FILE [--dry-run] [--language ru] [--allow-private]`: takes over a WordPress export. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { SingleBar } from 'cli-progress';

import { environment } from '../environment';
import { withNewsroom } from '../seeding/open-newsroom';
import { importArchive } from './import-archive';
import { ImportRefused } from './import-errors';
import { readOldSite } from './old-site';
import { readOptions } from './options';
import type { ImportReport } from './report';

/** Lines of each part of the report that the screen shows. */
const shownLines = 15;

async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  console.log(`[import] Reading ${options.file} …`);
  // A file that is no export is told before the newsroom is opened for it.
  const old = await readOldSite(options.file);
  console.log(`[import] ${old.items} posts and pages.`);
  const report = await withNewsroom(async (strapi) => {
    const bar = new SingleBar({
      format: '[import] {bar} {value} of {total}',
      noTTYOutput: true,
      notTTYSchedule: 5000,
      clearOnComplete: true,
    });
    bar.start(old.items, 0);
    try {
      return await importArchive(strapi, old, options, (done) => bar.update(done));
    } finally {
      bar.stop();
    }
  });
  for (const line of report.lines(shownLines)) console.log(`[import] ${line}`);
  const file = await writeReport(report, options.dryRun);
  console.log(`[import] ${report.summary(options.dryRun)}`);
  console.log(`[import] The whole report is in ${file}`);
}

async function writeReport(report: ImportReport, dryRun: boolean): Promise<string> {
  const folder = join(environment().DATA_DIR, 'imports');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}.txt`);
  await writeFile(file, `${[report.summary(dryRun), ...report.lines(Number.POSITIVE_INFINITY)].join('\n')}\n`);
  return file;
}

main(process.argv.slice(2)).then(
  // Strapi leaves timers behind that would keep the process waiting.
  () => process.exit(0),
  (error: unknown) => {
    console.error(
      `[import] ${error instanceof ImportRefused || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : (error.stack ?? error.message)}`,
    );
    process.exit(1);
  },
);
