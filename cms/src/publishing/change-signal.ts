import type { Core } from '@strapi/strapi';

import { readLogHead } from './change-log';

/** How often the log is asked for commits of other processes, while anybody waits. */
const pollEvery = 1000;

interface Waiter {
  after: number;
  release: () => void;
}

/**
 * Wakes the requests that wait for something newer. They hold no database connection: one question about the head of
 * the log serves all of them, after each commit of this process and once a second for those of others.
 */
export class ChangeSignal {
  private readonly waiters = new Set<Waiter>();
  private timer: NodeJS.Timeout | undefined;
  private asking = false;
  private askAgain = false;

  constructor(private readonly strapi: Core.Strapi) {}

  /** Resolves when the log has moved past `after`, when `milliseconds` have passed, or when `abandoned` fires. */
  async wait(after: number, milliseconds: number, abandoned: AbortSignal): Promise<void> {
    if (abandoned.aborted) return;
    await new Promise<void>((resolve) => {
      const waiter: Waiter = {
        after,
        release: () => {
          clearTimeout(timeout);
          abandoned.removeEventListener('abort', waiter.release);
          this.waiters.delete(waiter);
          if (this.waiters.size === 0) this.stopPolling();
          resolve();
        },
      };
      const timeout = setTimeout(waiter.release, milliseconds);
      abandoned.addEventListener('abort', waiter.release);
      this.waiters.add(waiter);
      this.timer ??= setInterval(() => this.wake(), pollEvery);
    });
  }

  /** Something was committed: looks at the log once for everybody. */
  wake(): void {
    if (this.waiters.size === 0) return;
    if (this.asking) {
      // What was committed after the question was sent is not in its answer.
      this.askAgain = true;
      return;
    }
    this.asking = true;
    readLogHead(this.strapi.db.connection)
      .then(({ head }) => {
        for (const waiter of [...this.waiters]) if (waiter.after < head) waiter.release();
      })
      .catch((error: unknown) =>
        this.strapi.log.warn(`Changes feed: the log could not be read (${String(error)}); trying again in a second.`),
      )
      .finally(() => {
        this.asking = false;
        if (this.askAgain) {
          this.askAgain = false;
          this.wake();
        }
      });
  }

  /** Lets everybody go: the cms is shutting down. */
  close(): void {
    for (const waiter of [...this.waiters]) waiter.release();
    this.stopPolling();
  }

  /** How many requests wait now. */
  get waiting(): number {
    return this.waiters.size;
  }

  private stopPolling(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

/** The one signal of this Strapi. */
export function changeSignal(strapi: Core.Strapi): ChangeSignal {
  let signal = signals.get(strapi);
  if (!signal) signals.set(strapi, (signal = new ChangeSignal(strapi)));
  return signal;
}

const signals = new WeakMap<Core.Strapi, ChangeSignal>();
