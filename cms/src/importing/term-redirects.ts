import { type Locale, pathOf, redirectSource } from '@broadsheet/shared';
import { z } from 'zod';

import { lockChangeLog } from '../publishing/change-log';
import { changeSignal } from '../publishing/change-signal';
import { newsroomTypes } from '../publishing/newsroom-types';
import { type Move, writeRedirects } from '../publishing/redirects';
import type { Run } from './import-archive';
import { authorSlug, type NamedDocument } from './import-names';
import { prepared } from './scratch';
import { sourceName } from './source-name';

/**
 * Leads on from where WordPress lists the stories of a category, tag or author and gives its feed, unless its address
 * was changed in the settings, which no export tells.
 * @returns how many old addresses lead on now
 */
export async function redirectTerms(run: Run): Promise<number> {
  const { strapi, options } = run;
  const base = URL.parse(run.old.site.url)?.pathname.replace(/\/+$/, '') ?? '';
  const wanted = [...movesOf(run, base)];
  const fresh = await strapi.db.transaction(async ({ trx, onCommit }) => {
    if (!options.dryRun) await lockChangeLog(trx);
    const moves: Move[] = [];
    for (let start = 0; start < wanted.length; start += 400) {
      const some = wanted.slice(start, start + 400);
      const rows: unknown = await trx('redirects')
        .select('from')
        .whereIn(
          'from',
          some.map(({ from }) => from),
        );
      const taken = new Set(froms.parse(rows).map(({ from }) => from));
      moves.push(...some.filter(({ from }) => !taken.has(from)));
    }
    if (options.dryRun) return moves;
    onCommit(() => changeSignal(strapi).wake());
    await writeRedirects(trx, moves);
    return moves;
  });
  return fresh.length + (run.report.imported > 0 ? await redirectFeed(run, base) : 0);
}

function* movesOf({ old, names, locale, options }: Run, base: string): Generator<Move> {
  const isThere = (found: NamedDocument | undefined): found is NamedDocument =>
    found !== undefined && (options.dryRun || found.document !== '');
  const terms = old.scratch.prepare<[], { kind: 'category' | 'tag'; slug: string; parent: string }>('select kind, slug, parent from terms');
  for (const { kind, slug, parent } of terms.iterate()) {
    const found = names.known(kind, slug, locale);
    if (!isThere(found)) continue;
    const path = [...parentsOf(old, kind === 'category' ? parent : ''), slug].map(encodeURIComponent).join('/');
    yield* moveTo(`${base}/${kind}/${path}/`, { type: kind, id: found.document, locale });
  }
  for (const [login, name] of old.authors) {
    const found = names.known('author', authorSlug(name, login, locale), locale);
    if (isThere(found))
      yield* moveTo(`${base}/author/${encodeURIComponent(login.toLowerCase().replace(/[\s.@]+/g, '-'))}/`, {
        type: 'author',
        id: found.document,
        locale,
      });
  }
}

function* moveTo(path: string, to: Move['to']): Generator<Move> {
  const source = redirectSource(path);
  if (source.ok) yield { from: source.from, to };
}

/** The categories above one, outermost first. */
function parentsOf(old: Run['old'], slug: string): string[] {
  const find = prepared<[string], { parent: string }>(old.scratch, `select parent from terms where kind = 'category' and slug = ?`);
  const above: string[] = [];
  // A ring of parents is no export of WordPress, but it must not hold the import for ever.
  for (let next = slug; next !== '' && !above.includes(next); next = find.get(next)?.parent ?? '') above.unshift(next);
  return above;
}

/** Readers of feeds follow an address, not a page. */
async function redirectFeed({ strapi, items, options, locale }: Run, base: string): Promise<number> {
  const source = redirectSource(`${base}/feed/`);
  if (!source.ok) return 0;
  const documents = strapi.documents(newsroomTypes.redirect.uid);
  const taken: unknown = await strapi.db.query(newsroomTypes.redirect.uid).findOne({ where: { from: source.from } });
  if (taken !== null) return 0;
  if (options.dryRun) return 1;
  await strapi.db.transaction(async () => {
    const made = document.parse(await documents.create({ data: { from: source.from, to: feedOf(locale) } }));
    const savedAt = new Date(made.updatedAt).toISOString();
    const memory = { target: 'redirect', targetId: made.documentId, fingerprint: '', savedAt } as const;
    await items.remember(sourceName('wordpress-redirect', made.documentId), memory);
  });
  return 1;
}

function feedOf(locale: Locale): string {
  return pathOf({ kind: 'feed', locale, of: 'all' });
}

const froms = z.array(z.object({ from: z.string() }));
const document = z.object({ documentId: z.string(), updatedAt: z.union([z.string(), z.number(), z.date()]) });
