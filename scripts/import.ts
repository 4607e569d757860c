// npm run import -- FILE: takes over the posts and pages of a WordPress export; docs/import.md.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { runCmsProgram } from './cms-program.ts';
import { OperatorError, runCommand } from './operator-error.ts';

/** The options that are followed by a value; the cms's program knows the others. */
const withValue = { language: { type: 'string' }, media: { type: 'string' } } as const;

await runCommand(async () => {
  const { tokens } = parseArgs({ args: process.argv.slice(2), options: withValue, allowPositionals: true, strict: false, tokens: true });
  const named = tokens.find((token) => token.kind === 'positional')?.value;
  if (named === undefined) {
    throw new OperatorError(
      'Name the WordPress export to import, as in: npm run import -- export.xml\n(In WordPress: Tools, Export, All content. Running it again changes nothing twice. docs/import.md says more.)',
    );
  }
  const found = statSync(here(named), { throwIfNoEntry: false });
  if (!found?.isFile()) {
    const wrong = found ? `${here(named)} is ${found.isDirectory() ? 'a folder, not' : 'not'} a file.` : `There is no file ${here(named)}.`;
    throw new OperatorError(`${wrong} Give the path of a WordPress export (an .xml file). Nothing was changed.`);
  }
  const args = tokens.flatMap((token) => {
    if (token.kind === 'positional') return [here(token.value)];
    if (token.kind === 'option-terminator') return [];
    if (token.value === undefined) return [token.rawName];
    return [token.rawName, token.name === 'media' ? here(token.value) : token.value];
  });
  process.exitCode = await runCmsProgram('importing/run.js', args);
});

// npm moves to the root of the repository; files are named from where the person is.
function here(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}
