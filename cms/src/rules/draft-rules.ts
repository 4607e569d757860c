import type { Transaction } from '../publishing/database';
import type { VersionedType } from '../publishing/newsroom-types';
import { refusal } from './refusal';
import { nouns } from './words';

/** Bytes of Markdown in one text; about 150,000 words of English. */
const longestBody = 1024 * 1024;

/**
 * What even a draft may not be.
 * @throws refusal
 */
export function checkBody(type: VersionedType, data: Readonly<Record<string, unknown>>): void {
  if (typeof data.body !== 'string') return;
  const bytes = Buffer.byteLength(data.body);
  if (bytes <= longestBody) return;
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  throw refusal(`The text of this ${nouns[type]} is ${megabytes} MB long; at most 1 MB can be saved. Divide it into several.`, 'body');
}

/**
 * A withdrawn story cannot lead to itself.
 * @throws refusal
 */
export async function checkSuccessor(trx: Transaction, documentId: string): Promise<void> {
  const rows: unknown[] = await trx('articles_successor_lnk as link')
    .join('articles as story', 'story.id', 'link.article_id')
    .join('articles as successor', 'successor.id', 'link.inv_article_id')
    .where({ 'story.document_id': documentId, 'successor.document_id': documentId })
    .select('link.id')
    .limit(1);
  if (rows.length > 0) throw refusal('A story cannot be its own successor. Choose another story, or none.', 'successor');
}
