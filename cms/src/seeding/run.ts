/** `npm run seed -- --articles N [--seed S]`: fills the newsroom with a made-up archive in the languages that the seeder knows. */
import { parseArgs } from 'node:util';

import { SingleBar } from 'cli-progress';
import { z } from 'zod';

import { withNewsroom } from './open-newsroom';
import { seedArchive } from './seed-archive';
import { archiveLocales } from './words/names';

const usage =
  'Usage: npm run seed -- --articles N [--seed S], with N from 1 to 1,000,000 and S of letters and digits, as in: npm run seed -- --articles 1000';

const options = z.object({
  articles: z.coerce.number().int().min(1).max(1_000_000),
  seed: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/i)
    .default('1'),
});

async function main(args: string[]): Promise<void> {
  const { articles, seed } = readOptions(args);
  await withNewsroom(async (strapi) => {
    const bar = new SingleBar({
      format: '[seed] {bar} {percentage} % · {value} of {total} articles',
      noTTYOutput: true,
      notTTYSchedule: 5000,
      clearOnComplete: true,
    });
    let started: number | undefined;
    const begun = performance.now();
    const outcome = await seedArchive(strapi, { articles, seed }, (now) => {
      if (started === undefined) bar.start(articles, now);
      started ??= performance.now();
      bar.update(now);
    });
    bar.stop();
    const seconds = (performance.now() - begun) / 1000;
    if (outcome.written === 0) {
      console.log(`[seed] ${outcome.before} articles of seed "${seed}" present; nothing to do.`);
      return;
    }
    const rate = Math.round(outcome.documents / seconds);
    console.log(
      `[seed] Wrote ${outcome.written} articles in ${archiveLocales.length} languages: ${outcome.documents} documents in ${seconds.toFixed(1)} s, ${rate} documents/s. There are ${outcome.before + outcome.written} now.`,
    );
  });
}

function readOptions(args: string[]): z.infer<typeof options> {
  try {
    const { values } = parseArgs({ args, options: { articles: { type: 'string' }, seed: { type: 'string' } } });
    return options.parse(values);
  } catch {
    throw new Error(usage);
  }
}

main(process.argv.slice(2)).then(
  // Strapi leaves timers behind that would keep the process waiting.
  () => process.exit(0),
  (error: unknown) => {
    console.error(`[seed] ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
