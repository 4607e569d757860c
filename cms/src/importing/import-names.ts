import { type Locale, localizedField } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { type NamedType, newsroomTypes } from '../publishing/newsroom-types';
import { slugify } from '../publishing/slugs';
import { freeSlug } from '../rules/slug-rules';
import type { ImportedItems } from './imported-items';
import type { OldTerm } from './old-site';
import type { ImportReport } from './report';
import type { Scratch } from './scratch';
import { sourceName } from './source-name';

/** The section of what stood in no category. */
const uncategorised: Record<Locale, string> = { en: 'Uncategorised', ru: 'Без рубрики', hy: 'Առանց բաժնի' };

/** A section, author or tag of the newsroom; `id` is its row. */
export interface NamedDocument {
  id: number;
  document: string;
}

/**
 * Sections, authors and tags of the newsroom by the names of the old site; what is missing is made when a post needs
 * it. Only the post's own language is filled: a name in another language is for an editor to find.
 */
export class ImportNames {
  private readonly find;
  private readonly keep;

  constructor(
    private readonly strapi: Core.Strapi,
    scratch: Scratch,
    private readonly items: ImportedItems,
    private readonly report: ImportReport,
    private readonly dryRun: boolean,
  ) {
    this.find = scratch.prepare<[string], NamedDocument>('select id, document from names where key = ?');
    this.keep = scratch.prepare<[string, number, string]>('insert or ignore into names values (?, ?, ?)');
  }

  /** @returns in a dry run a row of no meaning for what would be made */
  section(term: OldTerm | null, locale: Locale): Promise<NamedDocument> {
    const name = uncategorised[locale];
    return this.bring('category', term ?? { slug: slugify(name, locale), name, description: '' }, locale);
  }

  tag(term: OldTerm, locale: Locale): Promise<NamedDocument> {
    return this.bring('tag', term, locale);
  }

  author({ key, name }: { key: string; name: string }, locale: Locale): Promise<NamedDocument> {
    return this.bring('author', { slug: authorSlug(name, key, locale), name, description: '' }, locale);
  }

  /** What this run has found or made for a name of the old site. */
  known(type: NamedType, slug: string, locale: Locale): NamedDocument | undefined {
    return this.find.get(keyOf(type, slug, locale));
  }

  private async bring(type: NamedType, term: OldTerm, locale: Locale): Promise<NamedDocument> {
    const known = this.known(type, term.slug, locale);
    if (known) return known;
    const found = (await this.present(type, term, locale)) ?? (await this.make(type, term, locale));
    this.keep.run(keyOf(type, term.slug, locale), found.id, found.document);
    return found;
  }

  private async present(type: NamedType, term: OldTerm, locale: Locale): Promise<NamedDocument | undefined> {
    const fields = { name: localizedField('name', locale), slug: localizedField('slug', locale) };
    const slug = slugify(term.slug, locale);
    const found: unknown = await this.strapi.db.query(newsroomTypes[type].uid).findMany({
      where: { $or: [{ [fields.name]: { $eqi: term.name } }, ...(slug ? [{ [fields.slug]: slug }] : [])] },
      select: ['id', 'documentId', fields.name],
    });
    const rows = documents.parse(found);
    // One of the same name rather than one of the same address.
    const same = rows.find((row) => String(row[fields.name]).toLowerCase() === term.name.toLowerCase());
    const chosen = same ?? rows[0];
    return chosen && { id: chosen.id, document: chosen.documentId };
  }

  private async make(type: NamedType, term: OldTerm, locale: Locale): Promise<NamedDocument> {
    this.report.names[type] += 1;
    if (this.dryRun) return { id: 0, document: '' };
    const owner = { type, id: undefined, locale };
    return this.strapi.db.transaction(async ({ trx }) => {
      const data: Record<string, unknown> = {
        [localizedField('name', locale)]: term.name.slice(0, 200),
        [localizedField('slug', locale)]: await slugOf(),
        ...(type === 'author' ? { kind: 'person' } : {}),
        ...(type === 'category' ? { [localizedField('description', locale)]: term.description } : {}),
      };
      const made = document.parse(await this.strapi.documents(newsroomTypes[type].uid).create({ data }));
      await this.items.remember(sourceName(`wordpress-${type}`, made.documentId), {
        target: type,
        targetId: made.documentId,
        fingerprint: '',
        savedAt: new Date(made.updatedAt).toISOString(),
      });
      return { id: made.id, document: made.documentId };

      async function slugOf(): Promise<string | null> {
        const wanted = [term.slug, term.name, `${type}-${Buffer.from(term.name).toString('hex').slice(0, 40)}`];
        for (const words of wanted) {
          const free = await freeSlug(trx, owner, words);
          if (free) return free;
        }
        return null;
      }
    });
  }
}

/** A login is no name for an address; it only tells two authors of one name apart in the export. */
export function authorSlug(name: string, login: string, locale: Locale): string {
  return slugify(name, locale) || login;
}

function keyOf(type: NamedType, slug: string, locale: Locale): string {
  return `${type}/${locale}/${slug}`;
}

const document = z.object({ id: z.number(), documentId: z.string(), updatedAt: z.union([z.string(), z.date(), z.number()]) });
const documents = z.array(z.looseObject({ id: z.number(), documentId: z.string() }));
