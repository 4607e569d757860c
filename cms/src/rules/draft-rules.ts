import type { Transaction } from '../publishing/database';
import type { VersionedType } from '../publishing/newsroom-types';
import { refusal } from './refusal';
import { say } from './say';
import { nouns } from './words';

/** Bytes of Markdown in one text; about 150,000 words of English. */
const longestBody = 1024 * 1024;

/** Characters of a title; the admin warns much earlier. */
const longestTitle = 500;

/**
 * What even a draft may not be.
 * @throws refusal
 */
export function checkTexts(type: VersionedType, data: Readonly<Record<string, unknown>>): void {
  if (type === 'article' && typeof data.title === 'string' && data.title.trim().length > longestTitle) {
    throw refusal(
      say({
        en: `The title is ${data.title.trim().length} characters long; at most ${longestTitle} can be saved. Shorten it.`,
        ru: `В заголовке знаков: ${data.title.trim().length}, а сохранить можно не больше ${longestTitle}. Сократите его.`,
      }),
      'title',
    );
  }
  if (typeof data.body !== 'string') return;
  const bytes = Buffer.byteLength(data.body);
  if (bytes <= longestBody) return;
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  throw refusal(
    say({
      en: `The text of this ${nouns[type]} is ${megabytes} MB long; at most 1 MB can be saved. Divide it into several.`,
      ru: `Текст занимает ${megabytes} МБ, а сохранить можно не больше 1 МБ. Разделите его на несколько.`,
    }),
    'body',
  );
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
  if (rows.length > 0)
    throw refusal(
      say({
        en: 'A story cannot be its own successor. Choose another story, or none.',
        ru: 'Материал не может стоять вместо самого себя. Выберите другой или никакого.',
      }),
      'successor',
    );
}
