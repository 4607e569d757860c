/** What an import did, collected while it runs. */
export class ImportReport {
  imported = 0;
  changed = 0;
  unchanged = 0;
  drafts = 0;
  redirects = 0;
  /** Old addresses that cannot lead on. */
  refusedAddresses = 0;
  readonly names = { category: 0, author: 0, tag: 0 };
  pictures = 0;
  readonly skipped: Remark[] = [];
  readonly warnings: Remark[] = [];
  /** Reason by address. */
  readonly failedPictures = new Map<string, string>();
  /** Titles by what could not be brought along. */
  readonly leftOut = new Map<string, string[]>();

  noteLeftOut(what: string, title: string): void {
    const titles = this.leftOut.get(what);
    if (titles) titles.push(title);
    else this.leftOut.set(what, [title]);
  }

  /** The one line that matters. */
  summary(dryRun: boolean): string {
    const done = dryRun ? 'Would import' : 'Imported';
    const counts = [`${this.changed} changed`, `${this.unchanged} unchanged`, `${this.skipped.length} skipped`];
    const pictures = `${this.pictures} pictures brought in, ${this.failedPictures.size} not`;
    return `${done} ${this.imported}${this.drafts > 0 ? ` (${this.drafts} as drafts)` : ''}, ${counts.join(', ')}; ${pictures}; ${this.redirects} old addresses kept, ${this.refusedAddresses} not.`;
  }

  /**
   * The whole report as lines.
   * @param most how many entries of each part are shown; the others are counted
   */
  lines(most: number): string[] {
    const { category, author, tag } = this.names;
    return [
      `New names: ${category} sections, ${author} authors, ${tag} tags.`,
      ...part('Skipped', this.skipped.map(remarkLine), most),
      ...part('To look at', this.warnings.map(remarkLine), most),
      ...part(
        'Left out of texts',
        [...this.leftOut].map(
          ([what, titles]) => `${what}: in ${titles.length === 1 ? `“${titles[0]}”` : `${titles.length} texts, first “${titles[0]}”`}`,
        ),
        most,
      ),
      ...part(
        'Pictures that could not be fetched',
        [...this.failedPictures].map(([url, why]) => `${url}: ${why}`),
        most,
      ),
    ];
  }
}

/** Something about one item: `what` is its title and number. */
export interface Remark {
  what: string;
  why: string;
}

function remarkLine({ what, why }: Remark): string {
  return `${what}: ${why}.`;
}

function part(title: string, entries: string[], most: number): string[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, most).map((entry) => `  ${entry}`);
  const more = entries.length > most ? [`  … and ${entries.length - most} more in the report file`] : [];
  return [`${title} (${entries.length}):`, ...shown, ...more];
}
