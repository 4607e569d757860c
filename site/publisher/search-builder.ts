/** The process that builds one search bundle; its memory goes with it. */

import * as pagefind from 'pagefind';

import { loadRenderer } from './renderer.ts';
import type { ShardOrder } from './search.ts';
import { shardDocuments } from './search-shards.ts';
import { openReader } from './store.ts';

process.once('message', (order: ShardOrder) => {
  build(order).then(
    (records) => process.send?.(records, () => process.exit(0)),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
});

async function build({ store: file, dist, siteUrl, shard, into }: ShardOrder): Promise<number> {
  const store = openReader(file);
  const renderer = await loadRenderer(dist, store, siteUrl);
  const records = shardDocuments(store, shard).flatMap(({ type, id }) => renderer.searchRecord(type, id, shard.locale) ?? []);
  if (records.length === 0) return 0;
  const { index, errors } = await pagefind.createIndex({ forceLanguage: shard.locale });
  if (!index) throw new Error(errors.join(' '));
  for (const record of records) {
    const added = await index.addCustomRecord({ ...record, language: shard.locale });
    if (added.errors.length > 0) throw new Error(added.errors.join(' '));
  }
  const written = await index.writeFiles({ outputPath: into });
  if (written.errors.length > 0) throw new Error(written.errors.join(' '));
  await pagefind.close();
  return records.length;
}
