import type { Scratch } from './scratch';

/** A kind of remark, and its heading. */
const headings = {
  skipped: 'Skipped',
  kept: 'Left as editors made them',
  changed: 'Changed',
  look: 'To look at',
  leftOut: 'Left out of texts',
  picture: 'Pictures that could not be brought in',
} as const;
export type RemarkKind = keyof typeof headings;

/** Something about one item: `what` is its title and number. */
export interface Remark {
  what: string;
  why: string;
}

/** What an import did, collected while it runs. Remarks of hundreds of thousands of items stay out of the memory. */
export class ImportReport {
  imported = 0;
  changed = 0;
  unchanged = 0;
  drafts = 0;
  redirects = 0;
  /** Taken back by an undo. */
  removed = 0;
  readonly names = { category: 0, author: 0, tag: 0 };
  /** Pictures brought in; in a dry run those that would be asked for. */
  pictures = 0;
  private readonly insert;

  constructor(private readonly scratch: Scratch) {
    this.insert = scratch.prepare('insert into remarks values (?, ?, ?)');
  }

  add(kind: RemarkKind, what: string, why: string): void {
    this.insert.run(kind, what, why);
  }

  count(kind: RemarkKind): number {
    return this.scratch.prepare<[string], { count: number }>('select count(*) as count from remarks where kind = ?').get(kind)?.count ?? 0;
  }

  list(kind: RemarkKind): Remark[] {
    return this.scratch.prepare<[string], Remark>('select what, why from remarks where kind = ? order by rowid').all(kind);
  }

  /** The one line that matters. */
  summary(dryRun: boolean, undo = false): string {
    if (undo)
      return `${dryRun ? 'Would take back' : 'Took back'} ${this.removed} posts and pages; ${this.count('kept')} left as editors made them.`;
    const done = dryRun ? 'Would import' : 'Imported';
    const drafts = this.drafts > 0 ? ` (${this.drafts} as drafts)` : '';
    const counts = [
      `${this.changed} changed`,
      `${this.unchanged} unchanged`,
      ...(this.count('kept') > 0 ? [`${this.count('kept')} left as editors made them`] : []),
      `${this.count('skipped')} skipped`,
    ];
    const pictures = dryRun ? `${this.pictures} pictures to fetch` : `${this.pictures} pictures brought in, ${this.count('picture')} not`;
    return `${done} ${this.imported}${drafts}, ${counts.join(', ')}; ${pictures}; ${this.redirects} old addresses ${dryRun ? 'would lead' : 'lead'} on.`;
  }

  /** The whole report as lines, remarks of one reason together. */
  *lines(): Generator<string> {
    yield this.newNames();
    const named = this.scratch.prepare<[string, string], { what: string }>(
      'select what from remarks where kind = ? and why = ? order by rowid',
    );
    for (const [kind, heading] of kinds) {
      const reasons = this.reasons(kind);
      if (reasons.length > 0) yield* ['', `${heading} (${this.count(kind)})`];
      for (const { why, count } of reasons) {
        yield `  ${why}${count > 1 ? ` (${count})` : ''}:`;
        for (const { what } of named.iterate(kind, why)) yield `    - ${what}`;
      }
    }
  }

  /** The report as a screen shows it: a line for a reason, the commonest first. */
  *shortLines(): Generator<string> {
    yield this.newNames();
    for (const [kind, heading] of kinds) {
      const reasons = this.reasons(kind);
      if (reasons.length > 0) yield `${heading} (${this.count(kind)}):`;
      for (const { why, count, what } of reasons.slice(0, shownReasons))
        yield `  ${why}: ${count === 1 ? what : `${count}, first ${what}`}`;
      if (reasons.length > shownReasons) yield `  … and for ${reasons.length - shownReasons} more reasons`;
    }
  }

  private newNames(): string {
    const { category, author, tag } = this.names;
    return `New names: ${category} sections, ${author} authors, ${tag} tags.`;
  }

  private reasons(kind: RemarkKind): { why: string; count: number; what: string }[] {
    return this.scratch
      .prepare<[string], { why: string; count: number; what: string }>(
        'select why, count(*) as count, what, min(rowid) as first from remarks where kind = ? group by why order by count desc, first',
      )
      .all(kind);
  }
}

const kinds = Object.entries(headings) as [RemarkKind, string][];

/** Of each kind, on the screen. */
const shownReasons = 6;
