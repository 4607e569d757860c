import type { Core } from '@strapi/strapi';
import { z } from 'zod';

/** What an earlier run made of an item. */
export interface ImportedItem {
  target: 'article' | 'page' | 'category' | 'author' | 'tag' | 'file';
  targetId: string;
  /** Hash of everything that came from the export. */
  fingerprint: string;
  /** `updatedAt` of the draft right after it was written; another one means that an editor has saved it since. */
  savedAt: string | null;
}

/** The memory of imports. Calls inside a transaction of Strapi belong to it. */
export class ImportedItems {
  private readonly table;

  constructor(strapi: Core.Strapi) {
    this.table = strapi.db.query('api::imported-item.imported-item');
  }

  async find(source: string): Promise<ImportedItem | null> {
    const row: unknown = await this.table.findOne({ where: { source } });
    return row === null ? null : imported.parse(row);
  }

  async remember(source: string, item: ImportedItem): Promise<void> {
    const known: unknown = await this.table.findOne({ where: { source }, select: ['id'] });
    if (known === null) await this.table.create({ data: { source, ...item } });
    else await this.table.update({ where: { source }, data: { ...item } });
  }
}

const imported = z.object({
  target: z.enum(['article', 'page', 'category', 'author', 'tag', 'file']),
  targetId: z.string(),
  fingerprint: z.string(),
  savedAt: z.string().nullable(),
});
