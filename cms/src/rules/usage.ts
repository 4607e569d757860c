import type { Locale } from '@broadsheet/shared';
import { z } from 'zod';

import type { Knex, Transaction } from '../publishing/database';
import type { NamedType } from '../publishing/newsroom-types';

const links: Record<NamedType, { table: string; column: string; names: string }> = {
  category: { table: 'articles_category_lnk', column: 'category_id', names: 'categories' },
  author: { table: 'articles_authors_lnk', column: 'author_id', names: 'authors' },
  tag: { table: 'articles_tags_lnk', column: 'tag_id', names: 'tags' },
};

/** How many stories have this section, author or tag, drafts included. */
export function storiesOf(trx: Transaction, type: NamedType, documentId: string): Promise<number> {
  return count(using(trx, type, documentId));
}

/** How many stories published in this language show this section, author or tag. */
export function publishedStoriesOf(trx: Knex | Transaction, type: NamedType, documentId: string, locale: Locale): Promise<number> {
  return count(using(trx, type, documentId).where('story.locale', locale).whereNotNull('story.published_at'));
}

function using(trx: Knex | Transaction, type: NamedType, documentId: string) {
  const { table, column, names } = links[type];
  return trx(`${table} as link`)
    .join(`${names} as name`, 'name.id', `link.${column}`)
    .join('articles as story', 'story.id', 'link.article_id')
    .where('name.document_id', documentId);
}

async function count(query: ReturnType<typeof using>): Promise<number> {
  const rows: unknown = await query.countDistinct({ stories: 'story.document_id' });
  return counted.parse(rows)[0].stories;
}

// PostgreSQL's driver gives counts as text.
const counted = z.tuple([z.object({ stories: z.coerce.number() })]);
