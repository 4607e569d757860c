import { isReservedSlug, type Locale, locales } from '@broadsheet/shared';
import { z } from 'zod';

import type { Transaction } from '../publishing/database';
import { newsroomTypes, type VersionedType } from '../publishing/newsroom-types';
import { slugify } from '../publishing/slugs';
import type { OldSite } from './old-site';
import { prepared } from './scratch';

/** Gives out addresses that nobody has, neither in the newsroom nor in the export. */
export class SlugPlan {
  private readonly taken = new Set<string>();
  private readonly planned;

  constructor(
    private readonly trx: Transaction,
    private readonly old: OldSite,
  ) {
    this.planned = prepared<[string, string, string], never>(old.scratch, 'insert or ignore into slugs values (?, ?, ?)');
  }

  /** Asks the newsroom once for the addresses that are likely to be wanted. */
  async load(words: string[]): Promise<void> {
    const wanted = [...new Set(words.flatMap((text) => locales.map((locale) => slugify(text, locale))))];
    await this.ask(wanted.filter((slug) => slug !== ''));
  }

  async take(type: VersionedType, locale: Locale, words: string[]): Promise<string | null> {
    const made = words.map((text) => slugify(text, locale)).find((slug) => slug !== '');
    if (made === undefined) return null;
    for (let number = 1; ; number += 1) {
      const slug = number === 1 ? made : `${made.slice(0, 120 - String(number).length - 1)}-${number}`;
      if (isReservedSlug(slug)) continue;
      if (number > 1) await this.ask([slug]);
      if (this.isTaken(type, locale, slug)) continue;
      if (this.planned.run(type, locale, slug).changes > 0) return slug;
    }
  }

  // Sections stand beside pages, and those of the export are not made yet.
  private isTaken(type: VersionedType, locale: Locale, slug: string): boolean {
    if (this.taken.has(`${type}/${locale}/${slug}`)) return true;
    return type === 'page' && (this.taken.has(`category/${locale}/${slug}`) || this.old.term('category', slug) !== undefined);
  }

  private async ask(slugs: string[]): Promise<void> {
    for (const type of ['article', 'page'] as const) {
      const rows: unknown = await this.trx(newsroomTypes[type].table).select('locale', 'slug').whereIn('slug', slugs);
      for (const { locale, slug } of slugRows.parse(rows)) this.taken.add(`${type}/${locale}/${slug}`);
    }
    for (const locale of locales) {
      const column = `slug_${locale}`;
      const rows: unknown = await this.trx(newsroomTypes.category.table).select({ slug: column }).whereIn(column, slugs);
      for (const { slug } of slugRows.parse(rows)) this.taken.add(`category/${locale}/${slug}`);
    }
  }
}

const slugRows = z.array(z.object({ slug: z.string(), locale: z.string().default('') }));
