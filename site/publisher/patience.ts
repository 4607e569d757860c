/** Waits where the disk is full or may not be written: nothing is lost meanwhile, and an operator can end it. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Say } from './log.ts';
import { hurryRemovals } from './slow-removal.ts';

export class Patience {
  readonly #folder: string;
  readonly #say: Say;
  #complaint = '';

  /** @param folder where the store lies, for the operator */
  constructor(folder: string, say: Say) {
    this.#folder = folder;
    this.#say = say;
  }

  /**
   * Does something again and again until it succeeds, and says once why it does not.
   * @param undo takes back what a failure left half done
   * @throws what the task throws when nobody can end it, or when the signal has aborted
   */
  async hold<T>(task: () => T | Promise<T>, signal: AbortSignal | null, undo: () => void = () => undefined): Promise<T> {
    for (;;) {
      try {
        const done = await task();
        if (this.#complaint) this.#say('There is room again; publishing goes on.');
        this.#complaint = '';
        return done;
      } catch (error) {
        const code = codeOf(error);
        if (!passes(code) || signal?.aborted) throw error;
        undo();
        if (code !== this.#complaint)
          this.#say(
            `What is published now cannot be kept in ${this.#folder} (${code}): the site stays as it is. ${remedyFor(code)}; trying again.`,
            'error',
          );
        this.#complaint = code;
        makeRoom(code);
        await sleep(pauseMs, undefined, signal ? { signal } : {}).catch(() => undefined);
      }
    }
  }
}

const pauseMs = 2000;

/** Makes what room can be made after an error. */
export function makeRoom(code: string): void {
  if (/^(?:ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code)) hurryRemovals();
}

/** What an operator can do about an error that passes; the beginning of a sentence. */
export function remedyFor(code: string): string {
  return code.startsWith('SQLITE_BUSY') ? 'Another program writes the same store: end it' : "Make room or correct the folder's permissions";
}

/** The code of an error of the file system or the store; its text when it has none. */
export function codeOf(problem: unknown): string {
  return problem instanceof Error && 'code' in problem ? String(problem.code) : String(problem);
}

/** True for errors of the whole disk, which an operator can end; any other is this page's own and must not hold up the rest. */
export function passes(code: string): boolean {
  return /^(?:ENOSPC|EDQUOT|EFBIG|EACCES|EPERM|EROFS|EMFILE|ENFILE|EIO|SQLITE_CANTOPEN.*|SQLITE_FULL|SQLITE_IOERR.*|SQLITE_BUSY.*)$/.test(
    code,
  );
}
