import { type Locale, localizedField } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { type NamedType, newsroomTypes } from '../publishing/newsroom-types';
import { slugify } from '../publishing/slugs';
import { freeSlug } from '../rules/slug-rules';
import type { TermName } from './item-fields';
import type { ImportReport } from './report';

/** The section of what stood in no category. */
const uncategorised: Record<Locale, string> = { en: 'Uncategorised', ru: 'Без рубрики', hy: 'Առանց բաժնի' };

/**
 * Sections, authors and tags of the newsroom by the names of the old site; what is missing is made when a post needs
 * it. Only the import's own language is filled: a name in another language is for an editor to find.
 */
export class ImportNames {
  private readonly known = new Map<string, string>();

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly locale: Locale,
    private readonly report: ImportReport,
  ) {}

  /** @returns the documentId */
  section(term: TermName | null): Promise<string> {
    const name = uncategorised[this.locale];
    return this.idOf('category', term ?? { slug: slugify(name, this.locale), name, description: '' });
  }

  tag(term: TermName): Promise<string> {
    return this.idOf('tag', term);
  }

  author({ key, name }: { key: string; name: string }): Promise<string> {
    // A login is no name for an address; it only tells two authors of one name apart in the export.
    return this.idOf('author', { slug: slugify(name, this.locale) || key, name, description: '' });
  }

  private async idOf(type: NamedType, term: TermName): Promise<string> {
    const key = `${type}/${term.slug}`;
    const id = this.known.get(key) ?? (await this.find(type, term)) ?? (await this.make(type, term));
    this.known.set(key, id);
    return id;
  }

  private async find(type: NamedType, term: TermName): Promise<string | undefined> {
    const fields = { name: localizedField('name', this.locale), slug: localizedField('slug', this.locale) };
    const slug = slugify(term.slug, this.locale);
    const found: unknown = await this.strapi.db.query(newsroomTypes[type].uid).findMany({
      where: { $or: [{ [fields.name]: { $eqi: term.name } }, ...(slug ? [{ [fields.slug]: slug }] : [])] },
      select: ['documentId', fields.name],
    });
    const rows = documents.parse(found);
    // One of the same name rather than one of the same address.
    const same = rows.find((row) => String(row[fields.name]).toLowerCase() === term.name.toLowerCase());
    return (same ?? rows[0])?.documentId;
  }

  private async make(type: NamedType, term: TermName): Promise<string> {
    const owner = { type, id: undefined, locale: this.locale };
    const slug = await this.strapi.db.transaction(async ({ trx }) => {
      const wanted = [term.slug, term.name, `${type}-${Buffer.from(term.name).toString('hex').slice(0, 40)}`];
      for (const words of wanted) {
        const free = await freeSlug(trx, owner, words);
        if (free) return free;
      }
      return null;
    });
    const data: Record<string, unknown> = {
      [localizedField('name', this.locale)]: term.name.slice(0, 200),
      [localizedField('slug', this.locale)]: slug,
      ...(type === 'author' ? { kind: 'person' } : {}),
      ...(type === 'category' ? { [localizedField('description', this.locale)]: term.description } : {}),
    };
    const made: unknown = await this.strapi.documents(newsroomTypes[type].uid).create({ data });
    this.report.names[type] += 1;
    return document.parse(made).documentId;
  }
}

const document = z.object({ documentId: z.string() });
const documents = z.array(z.looseObject({ documentId: z.string() }));
