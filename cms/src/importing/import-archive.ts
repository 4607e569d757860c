import type { Locale } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { newsroomTimeZone } from '../publishing/addresses';
import { checkTexts } from '../rules/draft-rules';
import { ImportedItems } from './imported-items';
import { ImportNames } from './import-names';
import { ImportPictures } from './import-pictures';
import { fateOf, type Fate } from './item-fields';
import { type ContentItem, isContent, localeForUnnamed, type OldSite } from './old-site';
import { addressesOfItem } from './old-addresses';
import type { ImportOptions } from './options';
import { type ItemPlan, planArchive, planOf } from './plan-archive';
import { type PreparedItem, prepareItem } from './prepare-item';
import { remark } from './remarks';
import { ImportReport } from './report';
import { editedWords, type ItemToSave, saveItem } from './save-item';
import { redirectTerms } from './term-redirects';
import { writeBatch } from './write-batch';
import { readWxr } from './wxr-reader';

/** Told how many posts and pages of how many are done. */
export type ImportProgress = (done: number, all: number) => void;

/**
 * Takes over the posts and pages of a WordPress export, each remembered together with what was written, so that a run
 * that was stopped is continued by the next one.
 * @param old what `readOldSite` found: by then the file has been read to its end once
 */
export async function importArchive(
  strapi: Core.Strapi,
  old: OldSite,
  options: ImportOptions,
  onProgress: ImportProgress = () => {},
): Promise<ImportReport> {
  const run = await beginRun(strapi, old, options);
  for (const [type, count] of old.others) run.report.add('leftOut', `${count} in the export`, `items of the type ${type}`);
  let done = 0;
  let group: ContentItem[] = [];
  for await (const entry of readWxr(options.file)) {
    if (entry.kind !== 'item' || !isContent(entry)) continue;
    group.push(entry);
    if (group.length < together) continue;
    await takeOver(run, group, done);
    onProgress((done += group.length), old.items);
    group = [];
  }
  await takeOver(run, group, done);
  await flush(run);
  onProgress(old.items, old.items);
  run.report.redirects += await redirectTerms(run);
  return run.report;
}

export interface Run {
  strapi: Core.Strapi;
  options: ImportOptions;
  old: OldSite;
  locale: Locale;
  timeZone: string;
  report: ImportReport;
  items: ImportedItems;
  names: ImportNames;
  pictures: ImportPictures;
  batch: ItemToSave[];
}

/** Items whose pictures are fetched at the same time. */
const together = 8;
/** New items in one transaction: large enough to be fast, short enough for the cms beside to save in between. */
const batchSize = 200;
/** Characters of text in one transaction. */
const batchText = 8 * 1024 * 1024;

async function beginRun(strapi: Core.Strapi, old: OldSite, options: ImportOptions): Promise<Run> {
  const locale = localeForUnnamed(old.site, options.language);
  const timeZone = await strapi.db.transaction(async ({ trx }) => {
    const zone = await newsroomTimeZone(trx);
    await planArchive(trx, old, { locale, timeZone: zone, now: new Date().toISOString() });
    return zone;
  });
  const report = new ImportReport(old.scratch);
  const items = new ImportedItems(strapi);
  const pictures = new ImportPictures(strapi, old.scratch, items, report, options);
  await pictures.begin();
  const names = new ImportNames(strapi, old.scratch, items, report, options.dryRun);
  return { strapi, options, old, locale, timeZone, report, items, names, pictures, batch: [] };
}

/** @param before how many posts and pages stand before these in the file */
async function takeOver(run: Run, group: ContentItem[], before: number): Promise<void> {
  const wanted = group.flatMap((item, index) => {
    const plan = planOf(run.old, item.postId);
    const fate = fateOfPlanned(item, plan, before + index + 1);
    const what = `${item.type} ${item.postId} “${item.title || item.slug}”`;
    if (fate.kind !== 'skipped' && plan?.locale) return [{ item, plan, locale: plan.locale, fate }];
    if (fate.kind === 'skipped') run.report.add('skipped', what, fate.why);
    return [];
  });
  const prepared = await Promise.all(
    wanted.map(({ item, locale }) => prepareItem(item, run.old, run.pictures, { locale, timeZone: run.timeZone })),
  );
  for (const [index, entry] of wanted.entries()) {
    const ready = prepared[index];
    if (ready) await settle(run, { ...entry, prepared: ready });
  }
}

function fateOfPlanned(item: ContentItem, plan: ItemPlan | undefined, number: number): Fate {
  if (!plan || plan.number !== number) return { kind: 'skipped', why: 'its number comes a second time in the file' };
  if (plan.locale === null)
    return { kind: 'skipped', why: `it is in the language “${plan.language ?? ''}”, which this newsroom does not have` };
  return fateOf(item);
}

interface Entry {
  item: ContentItem;
  plan: ItemPlan;
  locale: Locale;
  fate: Exclude<Fate, { kind: 'skipped' }>;
  prepared: PreparedItem;
}

const exportChanged = 'the export changed';

/** Decides what becomes of an item that is ready. */
async function settle(run: Run, entry: Entry): Promise<void> {
  const { report, options } = run;
  const { item, plan, prepared } = entry;
  const what = `${item.type} ${item.postId} “${prepared.words.title}”`;
  const isSame = plan.fingerprint === prepared.fingerprint;
  if (plan.state === 'kept' || plan.state === 'deleted') {
    report.add('kept', what, keptWords(plan.state, isSame));
    return;
  }
  if (isSame) {
    report.unchanged += 1;
    return;
  }
  const refused = refusalOf(item, prepared);
  if (refused !== null) {
    report.add('skipped', what, refused);
    return;
  }
  const save = await toSave(run, entry, what);
  remark(report, entry, what);
  if (plan.state === 'new') {
    run.batch.push(save);
    const text = run.batch.reduce((sum, { prepared: { body } }) => sum + body.length, 0);
    if (run.batch.length >= batchSize || text > batchText) await flush(run);
    return;
  }
  if (!options.dryRun) {
    await saveOne(run, save);
    return;
  }
  report.changed += 1;
  report.add('changed', what, exportChanged);
}

function refusalOf({ type }: ContentItem, { words, body }: PreparedItem): string | null {
  try {
    checkTexts(type === 'post' ? 'article' : 'page', { title: words.title, body });
    return null;
  } catch (error) {
    return sentenceOf(error);
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

function keptWords(state: 'kept' | 'deleted', isSame: boolean): string {
  if (state === 'deleted') return isSame ? 'it was deleted here and stays so' : 'it was changed in the export, but has been deleted here';
  return isSame ? 'it was edited here since it was imported' : editedWords;
}

async function toSave(run: Run, { item, plan, locale, fate, prepared }: Entry, what: string): Promise<ItemToSave> {
  const { section, tags, author } = prepared.filing;
  const names: ItemToSave['names'] = { section: null, authors: [], tags: [] };
  if (item.type === 'post') {
    names.section = (await run.names.section(section, locale)).id;
    if (author) names.authors.push((await run.names.author(author, locale)).id);
    for (const tag of tags) names.tags.push((await run.names.tag(tag, locale)).id);
  }
  return {
    what,
    type: item.type === 'post' ? 'article' : 'page',
    locale,
    plan,
    prepared,
    published: fate.kind === 'published',
    names,
    addresses: addressesOfItem(item, run.old.site).flatMap((source) => (source.ok ? [source.from] : [])),
    savedAt: Date.now(),
  };
}

/** Writes the new items that are ready; when one of them is refused, each by itself, so that only that one is left out. */
async function flush(run: Run): Promise<void> {
  const { batch, report, options } = run;
  if (batch.length === 0) return;
  run.batch = [];
  if (options.dryRun) {
    for (const save of batch) {
      report.imported += 1;
      if (save.published) report.redirects += save.addresses.filter((from) => from !== save.plan.path).length;
    }
    return;
  }
  try {
    report.redirects += await writeBatch(run.strapi, batch);
    report.imported += batch.length;
  } catch (error) {
    const first = batch[0]?.what ?? '';
    const why = `written one by one, which is much slower, because together they were refused: ${sentenceOf(error)}`;
    report.add('look', `${batch.length} new items from ${first}`, why);
    for (const save of batch) await saveOne(run, save);
  }
}

async function saveOne({ strapi, items, report }: Run, save: ItemToSave): Promise<void> {
  const { what, plan } = save;
  try {
    const saved = await saveItem(strapi, items, save);
    if (saved.kind === 'kept') {
      report.add('kept', what, saved.why);
      return;
    }
    report.redirects += saved.redirects;
    if (plan.state === 'new') report.imported += 1;
    else {
      report.changed += 1;
      report.add('changed', what, exportChanged);
    }
  } catch (error) {
    report.add('skipped', what, sentenceOf(error));
  }
}
