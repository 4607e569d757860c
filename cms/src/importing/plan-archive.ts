import type { Locale } from '@broadsheet/shared';
import { z } from 'zod';

import { addressOfVersion } from '../publishing/addresses';
import { newDocumentId } from '../publishing/document-ids';
import type { Transaction } from '../publishing/database';
import { newsroomTypes } from '../publishing/newsroom-types';
import { dayAsTitle } from './item-fields';
import { localeOfCode } from './item-language';
import type { OldSite } from './old-site';
import { prepared } from './scratch';
import { SlugPlan } from './slug-plan';
import { sourceName } from './source-name';

/** What is to become of a post or page, decided for all of them before the first is written. */
export interface ItemPlan {
  id: string;
  /** Its place among the posts and pages of the file. */
  number: number;
  source: string;
  locale: Locale | null;
  /** The language it names itself, as it is written there. */
  language: string | null;
  /** `kept` was edited here since it was imported, `deleted` was deleted here. */
  state: 'new' | 'known' | 'kept' | 'deleted';
  document: string;
  slug: string | null;
  /** Where it will stand, when it will be published. */
  path: string | null;
  /** ISO 8601: when it is said to be published. */
  moment: string;
  /** Of an earlier run. */
  fingerprint: string | null;
  /** When an earlier run wrote it. */
  savedAt: string | null;
}

/**
 * Decides language, document and address of every post and page, so that links between them lead to where they will stand.
 * @param place language for items that name none, the newsroom's time zone, and the moment for those without a date
 */
export async function planArchive(trx: Transaction, old: OldSite, place: PlanPlace): Promise<void> {
  const next = old.scratch.prepare<[number], PlannedRow>('select * from items where number > ? order by number limit 400');
  for (let rows = next.all(0); rows.length > 0; rows = next.all(rows.at(-1)?.number ?? 0)) await planSome(trx, old, rows, place);
}

export interface PlanPlace {
  locale: Locale;
  timeZone: string;
  now: string;
}

export function planOf(old: OldSite, id: string): ItemPlan | undefined {
  return prepared<[string], ItemPlan>(
    old.scratch,

    'select id, number, source, locale, language, state, document, slug, path, moment, fingerprint, saved_at as savedAt from items where id = ?',
  ).get(id);
}

async function planSome(trx: Transaction, old: OldSite, rows: PlannedRow[], place: PlanPlace): Promise<void> {
  const items = rows.map((row) => {
    const locale = row.language === null ? place.locale : localeOfCode(row.language);
    return {
      ...row,
      locale,
      versioned: row.type === 'post' ? ('article' as const) : ('page' as const),
      source: sourceOf(row, locale, old),
    };
  });
  const known = await knownItems(
    trx,
    items.map(({ source }) => source),
  );
  const standing = await standingVersions(trx, [...known.values()]);
  const slugs = new SlugPlan(trx, old);
  await slugs.load(items.filter(({ source }) => !known.has(source)).map(({ old_slug, title }) => old_slug || title));
  const update = prepared<[object], never>(
    old.scratch,

    `update items set locale = @locale, source = @source, state = @state, document = @document, slug = @slug, path = @path,
       moment = @moment, fingerprint = @fingerprint, saved_at = @savedAt where id = @id`,
  );
  for (const item of items) {
    const { id, locale, source, versioned, fate } = item;
    const before = known.get(source);
    const now = before && locale ? standing.get(`${before.target_id}/${locale}`) : undefined;
    const moment = now?.moment ?? item.date ?? place.now;
    const slug =
      !locale || fate === 'skipped'
        ? null
        : before
          ? (now?.slug ?? null)
          : await slugs.take(versioned, locale, wordsOf(item, locale, place));
    const path =
      locale && slug && fate === 'published'
        ? addressOfVersion(versioned, { locale, slug, publicationDate: moment }, place.timeZone)
        : null;
    const state = !before ? 'new' : !now ? 'deleted' : now.savedAt === before.saved_at ? 'known' : 'kept';
    update.run({
      id,
      locale,
      source,
      state,
      document: before?.target_id ?? newDocumentId(),
      slug,
      path,
      moment,
      fingerprint: before?.fingerprint ?? null,
      savedAt: before?.saved_at ?? null,
    });
  }
}

/** The words that an address may be made of, in the order of preference. */
function wordsOf({ id, type, old_slug, title, date }: PlannedRow, locale: Locale, { timeZone }: PlanPlace): string[] {
  return [old_slug, title, dayAsTitle({ id, date }, locale, timeZone), `${type} ${id}`].filter((words) => words !== '');
}

/** What an item is remembered by: the old site's own name of it, in one language. */
function sourceOf({ id, guid }: PlannedRow, locale: Locale | null, old: OldSite): string {
  return sourceName(`wordpress-${locale ?? 'none'}`, `${guid || old.site.url} ${id}`);
}

/** What earlier runs made of these sources. */
async function knownItems(trx: Transaction, sources: string[]): Promise<Map<string, Known>> {
  const rows: unknown = await trx('imported_items').select('source', 'target_id', 'fingerprint', 'saved_at').whereIn('source', sources);
  return new Map(knownRows.parse(rows).map((row) => [row.source, row]));
}

/** How the documents stand now, by document and language: a published version's address before its draft's. */
async function standingVersions(trx: Transaction, known: readonly Known[]): Promise<Map<string, Standing>> {
  const standing = new Map<string, Standing>();
  for (const type of ['article', 'page'] as const) {
    const rows: unknown = await trx(newsroomTypes[type].table)
      .select('document_id', 'locale', 'slug', 'published_at', 'updated_at', ...(type === 'article' ? ['publication_date'] : []))
      .whereIn(
        'document_id',
        known.map(({ target_id }) => target_id),
      );
    for (const row of versionRows.parse(rows)) {
      const key = `${row.document_id}/${row.locale}`;
      const found = standing.get(key) ?? { slug: null, moment: null, savedAt: null };
      const isDraft = row.published_at === null;
      if (isDraft) found.savedAt = isoOf(row.updated_at);
      if (!isDraft || found.slug === null) found.slug = row.slug;
      if (!isDraft || found.moment === null) found.moment = row.publication_date ? isoOf(row.publication_date) : null;
      standing.set(key, found);
    }
  }
  return standing;
}

interface Standing {
  slug: string | null;
  moment: string | null;
  /** When its draft was saved last. */
  savedAt: string | null;
}

function isoOf(value: z.infer<typeof momentColumn>): string {
  return new Date(value).toISOString();
}

// A number on SQLite, a Date on PostgreSQL.
const momentColumn = z.union([z.number(), z.string(), z.date()]);
const knownRow = z.object({ source: z.string(), target_id: z.string(), fingerprint: z.string(), saved_at: z.string().nullable() });
const knownRows = z.array(knownRow);
const versionRows = z.array(
  z.object({
    document_id: z.string(),
    locale: z.string(),
    slug: z.string().nullable(),
    published_at: momentColumn.nullable(),
    updated_at: momentColumn,
    publication_date: momentColumn.nullish(),
  }),
);

type Known = z.infer<typeof knownRow>;

/** A post or page as `old-site.ts` notes it. */
interface PlannedRow {
  id: string;
  number: number;
  type: 'post' | 'page';
  fate: 'published' | 'draft' | 'skipped';
  title: string;
  old_slug: string;
  guid: string;
  date: string | null;
  language: string | null;
}
