/** The processes that build bundles: one for the hot shards, which stays, and one for frozen ones while there are any to build. */
import { fork, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { HeldRecord } from './search-held.ts';
import type { ShardContent } from './search-shards.ts';

/** What a building process is told. */
export interface ShardOrder {
  store: string;
  dist: string;
  siteUrl: string;
  content: ShardContent;
  /** The folder to write the bundle into; the program of the search goes beside it, into `<into>.runtime`. */
  into: string;
}

/** What it answers. */
export interface ShardResult {
  records: HeldRecord[];
  /** Files whose pictures are being made. */
  awaited: string[];
  /** Pagefind's; empty when there was nothing to hold. */
  version: string;
}

/** After a bundle of more stories the process ends: its memory would stay as large. */
const smallBundle = 1000;

export class BuildingProcess {
  readonly #quiet: boolean;
  #child: ChildProcess | null = null;

  /** @param quiet true for work that gives way to all other */
  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  /** One order at a time. @throws Error with the process's own words; the next order gets a new process */
  build(order: ShardOrder): Promise<ShardResult> {
    const child = (this.#child ??= this.#begin());
    return new Promise((resolve, reject) => {
      let said = '';
      const onWords = (chunk: Buffer): void => void (said += chunk.toString());
      const onAnswer = (answer: { result: ShardResult } | { error: string }): void => {
        done();
        if (!('result' in answer) || answer.result.records.length > smallBundle) this.end();
        if ('result' in answer) return resolve(answer.result);
        reject(new Error(answer.error));
      };
      const onExit = (code: number | null): void => {
        done();
        if (this.#child === child) this.#child = null;
        reject(new Error(said.trim() || `its process ended with code ${code}`));
      };
      // One by one: the channel between the processes has listeners of its own.
      const done = (): void => {
        child.off('message', onAnswer).off('exit', onExit).off('error', reject);
        child.stderr?.off('data', onWords);
      };
      child.stderr?.on('data', onWords);
      child.on('message', onAnswer).on('exit', onExit).on('error', reject);
      child.send(order);
    });
  }

  end(): void {
    this.#child?.kill();
    this.#child = null;
  }

  #begin(): ChildProcess {
    const child = fork(fileURLToPath(new URL('./search-builder.ts', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Smaller pieces of the index: a reader fetches one for each word (docs/decisions: search shards).
      env: { ...process.env, PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE: '5000' },
    });
    if (this.#quiet && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    return child;
  }
}
