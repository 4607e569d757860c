// npm run backup [-- FILE or FOLDER] [--keep N]: database, uploads and settings in one file, while the newsroom runs or not.
import { runCmsProgram } from './cms-program.ts';
import { runCommand } from './operator-error.ts';
import { fromWhereThePersonIs } from './repository.ts';

await runCommand(async () => {
  process.exitCode = await runCmsProgram('keeping/backup.js', fromWhereThePersonIs(process.argv.slice(2)));
});
