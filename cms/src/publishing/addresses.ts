import { articleAddress, isTimeZone, type Locale, pathOf, type SitePath } from '@broadsheet/shared';
import { z } from 'zod';

import type { Knex, Transaction } from './database';
import type { NamedType, VersionedType } from './newsroom-types';

/** What an address is made from. `publicationDate` is null for what is not an article. */
export interface Addressed {
  locale: Locale;
  slug: string | null;
  publicationDate: string | null;
}

/** Where a published version stands, or null when it has no slug or date. */
export function addressOfVersion(type: VersionedType, version: Addressed, timeZone: string): SitePath | null {
  const { locale, slug, publicationDate } = version;
  if (!slug) return null;
  if (type === 'page') return pathOf({ kind: 'named', locale, slug });
  return publicationDate ? pathOf(articleAddress({ locale, slug, publicationDate }, timeZone)) : null;
}

/** The root of a section, author or tag in one language. */
export function addressOfName(type: NamedType, locale: Locale, slug: string): SitePath {
  return pathOf({ kind: type === 'category' ? 'named' : type, locale, slug });
}

/** The newsroom's time zone; UTC until there are settings. */
export async function newsroomTimeZone(trx: Knex | Transaction): Promise<string> {
  const rows: unknown = await trx('site_settings').select('time_zone').limit(1);
  const [row] = z.array(z.object({ time_zone: z.string().nullable() })).parse(rows);
  return row?.time_zone && isTimeZone(row.time_zone) ? row.time_zone : 'UTC';
}
