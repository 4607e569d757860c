// npm run restore -- FILE | --undo | --forget: puts a backup in the place of what this newsroom has, and keeps that.
import { join } from 'node:path';

import { runCmsProgram } from './cms-program.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { fromWhereThePersonIs, root } from './repository.ts';
import { requireStopped } from './running-lock.ts';
import { secretNames } from './settings.ts';

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.length === 0) throw new OperatorError('Name the backup to restore, as in: npm run restore -- .data/backups/broadsheet-….tar.gz');
  // What the environment says wins over .env, so writing there would change nothing.
  const fromFile = secretNames.every((name) => !process.env[name]);
  const settings = fromFile ? ['--settings', join(root, '.env')] : [];
  process.exitCode = await runCmsProgram('keeping/restore.js', [...fromWhereThePersonIs(args), ...settings], requireStopped);
});
