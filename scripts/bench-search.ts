// npm run bench -- search: what readers of a large archive find, what it costs them, and what indexing costs.
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { benchFolder, BenchNewsroom } from '../bench/newsroom.ts';
import { measureSearch } from '../bench/search.ts';
import { OperatorError } from './operator-error.ts';
import { untilSignal } from './until-signal.ts';

const usage = `npm run bench -- search [--articles 1000] [--questions 200] [--found 0] [--keep]

  --articles N    the archive, each article in three languages; kept for the next run in ${benchFolder}
  --questions N   stories of each language that are looked for
  --found N       stories published, retitled and withdrawn each, and looked for at once
  --keep          use the index of the run before`;

const whole = z.coerce.number().int();
const options = z.object({
  articles: whole.min(20).max(1_000_000).default(1000),
  questions: whole.min(1).max(10_000).default(200),
  found: whole.min(0).max(1000).default(0),
  keep: z.boolean().default(false),
});
export type SearchOptions = z.infer<typeof options>;

/** Measures, reports, and stops what it started. */
export async function run(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(usage);
  const chosen = read(args);
  const newsroom = await BenchNewsroom.prepare(chosen.articles);
  try {
    await Promise.race([untilSignal(), measureSearch(newsroom, chosen)]);
  } finally {
    await newsroom.stop();
  }
}

function read(args: string[]): SearchOptions {
  try {
    const text = { type: 'string' } as const;
    const known = { articles: text, questions: text, found: text, keep: { type: 'boolean' } } as const;
    return options.parse(parseArgs({ args, options: known }).values);
  } catch {
    throw new OperatorError(usage);
  }
}
