/** The processes that render many pages at a time: one per core, started when there is mass work, ended when it is done. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism, constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { RenderOrder, RenderResult } from './render-order.ts';

/** One per core; more than this gain little, since one process keeps the records. */
const mostProcesses = 8;
/** So that none waits for the next. */
const ordersAtOnce = 2;
/** Deaths in a row after which the publisher goes on without. */
const patience = 4;

export class RenderPool {
  /** Processes at most. */
  readonly size: number;
  readonly #say: (line: string) => void;
  readonly #members = new Map<number, Member>();
  #waiting: Job[] = [];
  #deaths = 0;
  #closing = false;
  #lastId = 0;

  /** @param size processes; 0 for none at all */
  constructor(say: (line: string) => void, size = Math.min(availableParallelism(), mostProcesses)) {
    this.#say = say;
    this.size = size;
  }

  /** False when processes cannot be started here. */
  get usable(): boolean {
    return this.size > 0 && this.#deaths < patience;
  }

  /** How many orders keep every process at work. */
  get most(): number {
    return this.size * ordersAtOnce;
  }

  /** The number of the process that has the fewest of them, from 0; null when all have enough. */
  get freest(): number | null {
    if (!this.usable) return null;
    const given = Array.from({ length: this.size }, (_, number) => this.#members.get(number)?.jobs.length ?? 0);
    for (const { number } of this.#waiting) given[number] = (given[number] ?? 0) + 1;
    const least = Math.min(...given);
    return least < ordersAtOnce ? given.indexOf(least) : null;
  }

  /**
   * Has a batch rendered. Null when no process could: the caller renders it itself. Never rejects.
   * @param number of the process, from 0
   */
  render(order: Omit<RenderOrder, 'id'>, number = this.freest ?? 0): Promise<RenderResult | null> {
    return new Promise((resolve) => {
      this.#waiting.push({ order: { ...order, id: ++this.#lastId }, number, resolve });
      this.#hand();
    });
  }

  /** Ends the processes; what they have in hand comes to nothing. */
  async close(): Promise<void> {
    this.#closing = true;
    const members = [...this.#members.values()];
    const gone = members.map(({ child }) => (ended(child) ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve))));
    for (const { child } of members) child.kill('SIGKILL');
    await Promise.all(gone);
    this.#members.clear();
    this.#closing = false;
  }

  #hand(): void {
    if (!this.usable) {
      for (const { resolve } of this.#waiting.splice(0)) resolve(null);
      return;
    }
    for (const job of this.#waiting.splice(0)) {
      const member = this.#members.get(job.number) ?? this.#start(job.number);
      if (member.jobs.length < ordersAtOnce) {
        member.jobs.push(job);
        member.child.send(job.order, () => undefined);
      } else this.#waiting.push(job);
    }
  }

  #start(number: number): Member {
    const child = fork(fileURLToPath(new URL('./render-worker.ts', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      // Pages are short-lived strings: with room for them, little is ever copied by the collector. What is kept longer (readings and
      // texts of two releases) is far less than the limit; without one a process grew to 1 GB before the collector looked at it.
      execArgv: ['--max-semi-space-size=64', '--max-old-space-size=512'],
    });
    const member: Member = { child, number, jobs: [], said: '' };
    this.#members.set(number, member);
    // What an editor publishes meanwhile goes first.
    if (child.pid !== undefined) niceness(child.pid);
    child.stderr?.on('data', (chunk: Buffer) => (member.said = (member.said + chunk.toString()).slice(-4000)));
    child.on('message', (result: RenderResult) => {
      this.#deaths = 0;
      const at = member.jobs.findIndex(({ order }) => order.id === result.id);
      for (const job of member.jobs.splice(at, at < 0 ? 0 : 1)) job.resolve(result);
      this.#hand();
    });
    let over = false;
    const end = (why: string): void => {
      if (over) return;
      over = true;
      this.#lost(member, why);
    };
    child.on('error', (error) => end(error.message));
    child.on('exit', (code, signal) =>
      end(/FATAL ERROR: .*/.exec(member.said)?.[0] ?? (member.said.trim() || `it ended with ${signal ?? `code ${code}`}`)),
    );
    return member;
  }

  #lost(member: Member, why: string): void {
    this.#members.delete(member.number);
    const jobs = member.jobs.splice(0);
    if (this.#closing) {
      for (const { resolve } of jobs) resolve(null);
      return;
    }
    this.#deaths++;
    this.#waiting = [...jobs, ...this.#waiting];
    this.#say(
      this.usable
        ? `[publish] a render process was lost (${why}); its pages are rendered again`
        : `[publish] render processes cannot be kept running (${why}); this process renders alone, more slowly`,
    );
    this.#hand();
  }
}

function niceness(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may be gone already, or this system has no such thing.
  }
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

interface Job {
  order: RenderOrder;
  /** Of the process. */
  number: number;
  resolve: (result: RenderResult | null) => void;
}

interface Member {
  child: ChildProcess;
  number: number;
  jobs: Job[];
  said: string;
}
