import type { Core } from '@strapi/strapi';
import { z } from 'zod';

/** What an import made of an item. */
export interface ImportedItem {
  target: 'article' | 'page' | 'category' | 'author' | 'tag' | 'redirect' | 'file';
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

  async remember(source: string, item: ImportedItem): Promise<void> {
    const known: unknown = await this.table.findOne({ where: { source }, select: ['id'] });
    if (known === null) await this.table.create({ data: { source, ...item } });
    else await this.table.update({ where: { source }, data: { ...item } });
  }

  /** All that imports made of one kind, oldest first; forgetting them on the way is fine. */
  async *of(target: ImportedItem['target']): AsyncGenerator<{ source: string; targetId: string; savedAt: string | null }> {
    for (let last = 0; ;) {
      const page: unknown = await this.table.findMany({ where: { target, id: { $gt: last } }, orderBy: { id: 'asc' }, limit: 200 });
      const rows = remembered.parse(page);
      yield* rows;
      const end = rows.at(-1);
      if (!end) return;
      last = end.id;
    }
  }

  async forget(source: string): Promise<void> {
    await this.table.delete({ where: { source } });
  }
}

const remembered = z.array(z.object({ id: z.number(), source: z.string(), targetId: z.string(), savedAt: z.string().nullable() }));
