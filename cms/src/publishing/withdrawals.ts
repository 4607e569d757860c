import { type Locale, locale as localeSchema } from '@broadsheet/shared';
import { z } from 'zod';

import { addressOfVersion, newsroomTimeZone } from './addresses';
import type { LogEntry } from './change-log';
import type { Transaction } from './database';
import { type Edit, localesOf } from './edit';
import { editionsThatLost } from './editions';
import type { VersionedType } from './newsroom-types';
import { leadOn, writeRedirects } from './redirects';
import { draftsOf, publishedOf, type VersionRow } from './version-rows';

/** Unpublishes or deletes language versions. What led to a story with a successor leads to the successor from now on. */
export async function withdraw(type: VersionedType, edit: Edit): Promise<unknown> {
  const { documentId } = edit.params;
  if (!documentId) return edit.proceed();
  const locales = localesOf(edit.params);
  const timeZone = await newsroomTimeZone(edit.trx);
  const drafts = await draftsOf(edit.strapi, type, documentId, locales);
  const published = await publishedOf(edit.strapi, type, documentId, locales);
  const referring = type === 'article' ? await storiesThatShow(edit.trx, published) : [];
  const result = await edit.proceed();
  // Strapi takes the links to it out of the other published stories.
  edit.log(...referring, ...published.map((row) => ({ type, id: documentId, locale: row.locale, state: 'gone' as const })));
  if (type === 'article') edit.log(...editionsThatLost(published, []));
  for (const row of published) {
    const successor = drafts.find((draft) => draft.locale === row.locale)?.successor ?? row.successor;
    if (!successor) continue;
    const address = addressOfVersion(type, row, timeZone);
    const to = { type, id: successor.documentId, locale: row.locale };
    await leadOn(edit.trx, { type, id: documentId, locale: row.locale }, to);
    if (address) await writeRedirects(edit.trx, [{ from: address, to }]);
  }
  return result;
}

const stories = z.array(z.object({ document_id: z.string(), locale: localeSchema }));

/** The published stories that name one of these rows as related. */
async function storiesThatShow(trx: Transaction, rows: readonly VersionRow[]): Promise<LogEntry[]> {
  if (rows.length === 0) return [];
  const found: unknown = await trx('articles_related_lnk as link')
    .join('articles as story', 'story.id', 'link.article_id')
    .whereNotNull('story.published_at')
    .whereIn(
      'link.inv_article_id',
      rows.map((row) => row.id),
    )
    .distinct('story.document_id', 'story.locale');
  return stories.parse(found).map(({ document_id: id, locale }): LogEntry & { locale: Locale } => ({
    type: 'article',
    id,
    locale,
    state: 'live',
  }));
}
