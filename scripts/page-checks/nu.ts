/** The Nu HTML checker of the W3C over the pages as they are served. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { RunningSite } from '../check-pages.ts';
import { OperatorError } from '../operator-error.ts';
import { clonePrivate } from '../repository.ts';
import { runProgram } from '../run-program.ts';
import { checkersFile } from './tools.ts';

// One command line holds so many names; a large archive's newest pages are like its oldest.
const batch = 500;
const most = 2000;

const report = z.object({
  messages: z.array(z.object({ type: z.string(), subType: z.string().optional(), url: z.string().optional(), message: z.string() })),
});

export async function run({ www, pages }: RunningSite): Promise<boolean> {
  const jar = await checkersFile('vnu-jar', 'build/dist/vnu.jar');
  const files = pages.slice(0, most).map(({ path }) => join(www, path.endsWith('/') ? `${path}index.html` : path));
  const found: { error: boolean; text: string }[] = [];
  for (let from = 0; from < files.length; from += batch) {
    const { messages } = await check(jar, files.slice(from, from + batch));
    for (const { type, message, url = '' } of messages) {
      // As a file a page has no origin, so the checker cannot tell what its policy allows.
      if (message.includes('Content Security Policy')) continue;
      found.push({ error: type !== 'info', text: `${message} (${url.slice(url.indexOf('/www/') + 4)})` });
    }
  }
  const errors = found.filter(({ error }) => error).map(({ text }) => text);
  const warnings = found.filter(({ error }) => !error).map(({ text }) => text);
  const file = clonePrivate('page-checks/nu.txt');
  writeFileSync(file, [...errors, '', ...warnings].join('\n'));
  console.log(`${files.length} pages: ${errors.length} errors, ${warnings.length} warnings; all of them in ${file}`);
  for (const line of [...new Set([...errors, ...warnings].map((text) => text.replace(/ \(\/.*/, '')))].slice(0, 20))
    console.log(`  ${line}`);
  return errors.length === 0;
}

async function check(jar: string, files: readonly string[]): Promise<z.infer<typeof report>> {
  const lines: string[] = [];
  const args = ['-Xss1m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...files];
  const code = await runProgram('java', args, { cwd: '/', onLine: (line) => lines.push(line) }).catch(() => {
    throw new OperatorError('The Nu HTML checker wants Java 11 or newer. Install it (on Debian: apt-get install default-jre-headless).');
  });
  const json = lines.find((line) => line.startsWith('{'));
  if (code !== 0 || json === undefined) throw new OperatorError(`The Nu HTML checker failed:\n${lines.slice(0, 20).join('\n')}`);
  return report.parse(JSON.parse(json));
}
