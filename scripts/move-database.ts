// npm run move-database -- postgres://user:password@host:5432/database: takes everything from SQLite to PostgreSQL.
import { join } from 'node:path';

import { runCmsProgram } from './cms-program.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { root } from './repository.ts';
import { requireStopped } from './running-lock.ts';

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.length === 0)
    throw new OperatorError(
      'Name the empty database to move to, as in: npm run move-database -- postgres://user:password@host:5432/database',
    );
  const fromFile = !process.env['DATABASE_CLIENT'] && !process.env['DATABASE_URL'];
  const settings = fromFile ? ['--settings', join(root, '.env')] : [];
  process.exitCode = await runCmsProgram('keeping/move-database.js', [...args, ...settings], requireStopped);
});
