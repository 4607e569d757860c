/** Whose turn it is: what others want done to the store between two pages, and who waits for what. */
export class Turns {
  readonly #tasks: (() => void | Promise<void>)[] = [];
  #wake: () => void = () => undefined;
  #idle: (() => void)[] = [];
  #version = 0;
  #changed: (() => void)[] = [];

  /** Asks for a turn. Resolves when the task is done, and rejects when it fails. */
  take(task: () => void | Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#tasks.push(async () => {
        try {
          await task();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      this.wake();
    });
  }

  /** A turn before all that others asked for; an error of it is one of the loop. */
  takeFirst(task: () => void | Promise<void>): void {
    this.#tasks.unshift(task);
  }

  get waiting(): boolean {
    return this.#tasks.length > 0;
  }

  /** Gives the next turn. Returns false when nobody wants one. */
  async give(): Promise<boolean> {
    const task = this.#tasks.shift();
    if (!task) return false;
    await task();
    this.#version++;
    for (const resolve of this.#changed.splice(0)) resolve();
    return true;
  }

  /** Ends a rest. */
  wake(): void {
    this.#wake();
  }

  /** Waits until somebody wants a turn, or wakes the loop. */
  async rest(): Promise<void> {
    if (this.waiting) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Resolves when the loop comes to rest. */
  untilIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.wake();
    });
  }

  idle(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** How many turns there were; with `changedSince`, a way to wait for the next. */
  get version(): number {
    return this.#version;
  }

  changedSince(version: number): Promise<void> {
    if (this.#version !== version) return Promise.resolve();
    return new Promise((resolve) => this.#changed.push(resolve));
  }
}
