import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { Releases } from '../publisher/releases.ts';
import { openStore } from '../publisher/store.ts';

it('removes the folder of an old release once, however often it is told to', async () => {
  const root = mkdtempSync(join(tmpdir(), 'releases-'));
  const store = openStore(':memory:');
  const releases = new Releases(store, join(root, 'www'));
  const live = releases.create('key');
  for (const old of [101, 102]) for (let n = 0; n < 1000; n++) mkdirSync(join(releases.folderOf(old), `story-${n}`), { recursive: true });
  await Promise.all([releases.removeFolders(), releases.removeFolders(), releases.removeFolders()]);
  expect([live.id, 101, 102].map((id) => existsSync(releases.folderOf(id)))).toEqual([true, false, false]);
  store.close();
  rmSync(root, { recursive: true, force: true });
});
