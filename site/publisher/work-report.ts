/** What the publisher has in hand, told to its log: how far mass work is, and what was done when it comes to rest. */
import type { Change } from '@broadsheet/shared';

import type { Outcome } from './bulk.ts';

export class WorkReport {
  readonly #say: (line: string) => void;
  #work = newWork();
  /** Where the work was when progress was said, the last two times: what comes next is as fast as what came just before. */
  #marks: { at: number; rendered: number }[] = [];

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Something is asked for; the time runs from the first call on. */
  begun(): void {
    this.#work.startedAt ??= performance.now();
  }

  /** @param reason what the log calls it, as "picture river.jpg" */
  changed(...reasons: string[]): void {
    this.#work.changes.push(...reasons);
  }

  /** Documents of a first sync came in. */
  filled(documents: number, end: boolean): void {
    this.#work.filled += documents;
    if (documents > 0 && (end || this.#work.filled % 10_000 < 500)) this.#say(`[sync] ${this.#work.filled} documents read from the cms`);
  }

  /** A page was rendered. @param left how many wait still */
  page({ kind }: Outcome, left: () => number): void {
    const work = this.#work;
    work.rendered++;
    if (kind === 'written' || kind === 'removed' || kind === 'failed') work[kind]++;
    if (work.rendered % 100 === 0) this.#sayProgress(left);
  }

  /** Files that no page stands for were cleared away. */
  swept(files: number): void {
    this.#work.removed += files;
  }

  /** Says what was done since the last time, if anybody can see it. */
  finish(): void {
    const { changes, startedAt, rendered, written, removed, failed } = this.#work;
    this.#work = newWork();
    this.#marks = [];
    // Without changes and files the clock moved, and nobody sees it.
    if (startedAt === null || changes.length + written + removed + failed === 0) return;
    const what = changes.length === 0 ? 'pages' : changes.length <= 3 ? changes.join(', ') : `${changes.length} changes`;
    const failures = failed > 0 ? `, ${failed} failed` : '';
    this.#say(
      `[publish] ${what}: ${rendered} rendered, ${written} written, ${removed} removed${failures} in ${Math.round(performance.now() - startedAt)} ms`,
    );
  }

  #sayProgress(left: () => number): void {
    const { rendered } = this.#work;
    const now = { at: performance.now(), rendered };
    if (now.at - (this.#marks.at(-1)?.at ?? -Infinity) < 10_000) return;
    const [since] = this.#marks;
    this.#marks = [...this.#marks.slice(-1), now];
    if (!since) return;
    const rate = (rendered - since.rendered) / ((now.at - since.at) / 1000);
    const waiting = left();
    this.#say(`[publish] ${rendered} pages rendered, ${waiting} to go: ${Math.round(rate)} pages/s, ${duration(waiting / rate)} left`);
  }
}

/** What the log calls a change. */
export function nameOf(change: Change): string {
  const where = change.locale ? ` (${change.locale})` : '';
  if (change.state === 'gone') return `${change.type} ${change.id}${where} withdrawn`;
  const { document } = change;
  const title = 'title' in document ? ` "${document.title}"` : '';
  return `${change.type}${title || ` ${change.id}`}${where}`;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

interface Work {
  changes: string[];
  startedAt: number | null;
  filled: number;
  rendered: number;
  written: number;
  removed: number;
  failed: number;
}

function newWork(): Work {
  return { changes: [], startedAt: null, filled: 0, rendered: 0, written: 0, removed: 0, failed: 0 };
}
