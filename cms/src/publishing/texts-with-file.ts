import { z } from 'zod';

import type { Transaction } from './database';
import { newsroomTypes } from './newsroom-types';

/** One language version of a story or page. */
export interface Text {
  title: string;
  locale: string;
}

/**
 * The stories and pages whose text names the address of an uploaded file, drafts included. No relation tells, so this
 * reads every text: fit for a deletion, not for a list.
 * @param id the number of the file's row
 */
export async function textsWith(trx: Transaction, id: number): Promise<Text[]> {
  const files: unknown = await trx('files').select('url').where({ id });
  const url = addresses.parse(files)[0]?.url;
  if (!url) return [];
  const texts = new Map<string, Text>();
  for (const { table } of [newsroomTypes.article, newsroomTypes.page]) {
    const rows: unknown = await trx(table)
      .select('document_id', 'title', 'locale')
      // Addresses hold "_", which would stand for any character.
      .whereRaw("body like ? escape '!'", [`%${url.replace(/[!%_]/g, '!$&')}%`])
      .orderBy('id');
    for (const { document_id, title, locale } of versions.parse(rows)) {
      texts.set(`${document_id} ${locale}`, { title: title ?? 'Untitled', locale });
    }
  }
  return [...texts.values()];
}

const addresses = z.array(z.object({ url: z.string().nullable() }));
const versions = z.array(z.object({ document_id: z.string(), title: z.string().nullable(), locale: z.string() }));
