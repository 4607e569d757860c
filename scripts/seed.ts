// npm run seed -- --articles N: fills the newsroom with a synthetic archive.
import { runCmsProgram } from './cms-program.ts';
import { OperatorError, runCommand } from './operator-error.ts';

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.length === 0) {
    throw new OperatorError(
      'Say how many articles to make, as in: npm run seed -- --articles 1000\n(each in three languages; the same number always makes the same archive)',
    );
  }
  process.exitCode = await runCmsProgram('seeding/run.js', args);
});
