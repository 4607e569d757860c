// npm run import -- FILE: takes over the posts and pages of a WordPress export.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';

import { runCmsProgram } from './cms-program.ts';
import { OperatorError, runCommand } from './operator-error.ts';

await runCommand(async () => {
  const args = process.argv.slice(2);
  const named = args.find((arg) => !arg.startsWith('--'));
  if (named === undefined) {
    throw new OperatorError(
      'Name the WordPress export to import, as in: npm run import -- export.xml\n(In WordPress: Tools, Export, All content. Running it again changes nothing twice.)',
    );
  }
  // npm moves to the root of the repository; the file is named from where the person is.
  const file = resolve(process.env['INIT_CWD'] ?? '.', named);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new OperatorError(`There is no file ${file}. Give the path of a WordPress export (an .xml file).`);
  }
  process.exitCode = await runCmsProgram(
    'importing/run.js',
    args.map((arg) => (arg === named ? file : arg)),
  );
});
