import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { keepLog, logState } from '../publisher/log-keeper.ts';
import { closeStore, openStore, writeMeta } from '../publisher/store.ts';
import type { Store } from '../src/content/reading.ts';

let folder: string;
let file: string;
let store: Store;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-keeper-'));
  file = join(folder, 'store.db');
  store = openStore(file);
  said = [];
});

afterEach(() => {
  if (store.open) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function writeMuch(): void {
  for (let n = 0; n < 100; n++) writeMeta(store, `much-${n}`, String(n).repeat(200_000));
}

describe('the keeper of the log', { timeout: 30_000 }, () => {
  it('puts it into the store in a thread of its own, and leaves it to SQLite again when it ends', async () => {
    const keeper = keepLog(store, file, (line) => said.push(line));
    // In one go, so that all of it is there when the thread first looks.
    store.transaction(writeMuch)();
    const { log: pages } = logState(store);
    expect(pages).toBeGreaterThan(4000);
    while (logState(store).checkpointed < pages) await sleep(20);
    writeMeta(store, 'little', 'more');
    while (logState(store).checkpointed < logState(store).log) await sleep(20);
    await keeper.end();
    expect(store.pragma('wal_autocheckpoint', { simple: true })).toBe(1000);
    expect(said).toEqual([]);
    closeStore(store);
  });

  it('says so when it cannot, and SQLite does it itself', async () => {
    const keeper = keepLog(store, join(folder, 'missing', 'store.db'), (line) => said.push(line));
    while (store.pragma('wal_autocheckpoint', { simple: true }) !== 1000) await sleep(20);
    expect(said.join()).toContain('its work is done between the pages');
    writeMuch();
    // Begun anew, again and again.
    expect(logState(store).log).toBeLessThan(4000);
    await keeper.end();
  });
});
