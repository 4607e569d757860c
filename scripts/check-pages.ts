// npm run check-pages: what checks of pages cost too much for npm test, on the newsroom that runs here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readEnvironment } from './environment.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { oneOfEachKind, pagesIn, type NamedPage, type PageFile } from './page-checks/kinds.ts';

/** The pages of the running site, and where it answers. */
export interface RunningSite {
  origin: string;
  www: string;
  pages: readonly PageFile[];
  /** One of every kind in every language. */
  kinds: readonly NamedPage[];
  /** The words after the name of the check. */
  args: readonly string[];
}

/** What one check exports; false when something must be mended. */
export interface PageCheck {
  run: (site: RunningSite) => Promise<boolean>;
}

/** Every check: what it does, and the file that does it. A new one is a file and a line here. */
const checks: Record<string, { does: string; load: () => Promise<PageCheck> }> = {
  nu: { does: 'the Nu HTML checker (wants Java) over every page', load: () => import('./page-checks/nu.ts') },
  moves: {
    does: 'every page read to its end, one of each kind also with late fonts: nothing may move (-- moves kinds: only those)',
    load: () => import('./page-checks/moves.ts'),
  },
  lighthouse: {
    does: 'Lighthouse, mobile, the median of five, on front, section and article (-- lighthouse ru: in that language)',
    load: () => import('./page-checks/lighthouse.ts'),
  },
  screenshots: {
    does: 'the main pages in three widths, by day and by night, as a report to look at',
    load: () => import('./page-checks/screenshots.ts'),
  },
  readme: { does: 'the pictures of README.md anew, in docs/screenshots', load: () => import('./page-checks/readme-pictures.ts') },
};

/** What runs without a name; the others make pictures. */
const always = ['nu', 'moves', 'lighthouse'];

await runCommand(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name !== undefined && !Object.hasOwn(checks, name)) {
    const list = Object.entries(checks).map(([known, { does }]) => `  ${known.padEnd(12)} ${does}`);
    throw new OperatorError(`There is no check "${name}". There are:\n${list.join('\n')}`);
  }
  const site = await runningSite(args);
  let good = true;
  for (const chosen of name === undefined ? always : [name]) {
    console.log(`\n── ${chosen}: ${checks[chosen]?.does}`);
    good = ((await (await checks[chosen]?.load())?.run(site)) ?? false) && good;
  }
  process.exitCode = good ? 0 : 1;
});

async function runningSite(args: readonly string[]): Promise<RunningSite> {
  const { values, sitePort } = await readEnvironment();
  const origin = `http://localhost:${sitePort}`;
  const www = join(values.DATA_DIR, 'www');
  const answers = await fetch(origin).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!answers || !existsSync(www)) {
    throw new OperatorError(`No newsroom answers at ${origin}. Run npm start in another terminal, wait for "Ready", and come back.`);
  }
  const pages = pagesIn(www);
  return { origin, www, pages, kinds: oneOfEachKind(pages), args };
}
