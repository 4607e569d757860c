import { join } from 'node:path';

import { picturesReady } from '../site/publisher/image-rows.ts';
import { allDone } from '../site/publisher/queue.ts';
import { openReader } from '../site/publisher/store.ts';
import type { RunningNewsroom } from './running-newsroom.ts';

/** True when every picture of a newsroom is made and every page shows it. */
export function isAtRest({ folder }: RunningNewsroom): boolean {
  const store = openReader(join(folder, 'site', 'store.db'));
  try {
    return picturesReady(store) && allDone(store);
  } finally {
    store.close();
  }
}
