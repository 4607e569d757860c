import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { newsroomTypes, fileUid } from '../publishing/newsroom-types';

/** A table that joins an article to something. `order` is missing where Strapi keeps none. */
export interface LinkTable {
  name: string;
  article: string;
  target: string;
  order: string | undefined;
}

/** Where Strapi keeps what articles refer to; the names come from its own description of the database. */
export interface ArticleTables {
  category: LinkTable;
  authors: LinkTable;
  tags: LinkTable;
  related: LinkTable;
  /** The one table of all pictures in use. */
  pictures: { name: string; file: string; id: string; type: string };
}

export function articleTables(strapi: Core.Strapi): ArticleTables {
  const attribute = (uid: string, name: string): unknown => strapi.db.metadata.get(uid).attributes[name];
  const link = (name: string): LinkTable => {
    const { joinTable } = relation.parse(attribute(newsroomTypes.article.uid, name));
    return {
      name: joinTable.name,
      article: joinTable.joinColumn.name,
      target: joinTable.inverseJoinColumn.name,
      order: joinTable.orderColumnName,
    };
  };
  const { joinTable } = morph.parse(attribute(fileUid, 'related'));
  return {
    category: link('category'),
    authors: link('authors'),
    tags: link('tags'),
    related: link('related'),
    pictures: {
      name: joinTable.name,
      file: joinTable.joinColumn.name,
      id: joinTable.morphColumn.idColumn.name,
      type: joinTable.morphColumn.typeColumn.name,
    },
  };
}

const column = z.object({ name: z.string() });
const relation = z.object({
  joinTable: z.object({ name: z.string(), joinColumn: column, inverseJoinColumn: column, orderColumnName: z.string().optional() }),
});
const morph = z.object({
  joinTable: z.object({ name: z.string(), joinColumn: column, morphColumn: z.object({ idColumn: column, typeColumn: column }) }),
});
