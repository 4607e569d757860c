// npm run bench -- NAME: measures speed and memory. Without a name it lists what there is.
import { OperatorError, runCommand } from './operator-error.ts';

/** What one benchmark's file exports. It is told the words that follow its name, and takes care of its own options. */
export interface Bench {
  run: (args: string[]) => Promise<void>;
}

/** Every benchmark: what it measures, and the file that does it. A new one is a file and a line here. */
const benches: Record<string, { measures: string; load: () => Promise<Bench> }> = {
  publish: {
    measures: 'from the answer of the cms to the new text served on article, front, section, RSS and sitemap; search apart',
    load: () => import('./bench-publish.ts'),
  },
  build: {
    measures: 'rendering everything, time and memory, beside Hugo, Eleventy and plain astro build; the first sync beside the raw export',
    load: () => import('./bench-build.ts'),
  },
  search: {
    measures: 'what readers of an archive find, in every language; bytes and time of a first search; indexing; from the cms to the search',
    load: () => import('./bench-search.ts'),
  },
  soak: {
    measures: 'readers, beacons, an editor and the admin at once, while cms and publisher are killed at random: errors, losses, memory',
    load: () => import('./bench-soak.ts'),
  },
  views: {
    measures: 'readings counted a second, their wait and what is lost, on SQLite and PostgreSQL, beside a field of the document',
    load: () => import('./bench-views.ts'),
  },
};

await runCommand(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) return list();
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!bench) throw new OperatorError(`There is no benchmark "${name}". There are: ${Object.keys(benches).join(', ')}.`);
  await (await bench.load()).run(args);
});
process.exit(0);

function list(): void {
  console.log('npm run bench -- NAME, with NAME one of\n');
  for (const [name, { measures }] of Object.entries(benches)) console.log(`  ${name.padEnd(9)} ${measures}`);
  console.log('\nEach takes --help. How to read the figures: docs/benchmarks.md');
}
