import { defaultLocale, type Locale, type RedirectSourceFault } from '@broadsheet/shared';
import type { Core } from '@strapi/strapi';

import { newsroomTimeZone } from '../publishing/addresses';
import { ImportedItems } from './imported-items';
import { ImportNames } from './import-names';
import { ImportPictures, sourceName } from './import-pictures';
import { fateOf } from './item-fields';
import { isContent, languageOf, oldAddress, type OldSite } from './old-site';
import type { ImportOptions } from './options';
import { prepareItem } from './prepare-item';
import { ImportReport } from './report';
import { saveItem } from './save-item';
import type { WxrItem } from './wxr-items';
import { readWxr } from './wxr-reader';

/** Told how many posts and pages of how many have been read. */
export type ImportProgress = (done: number, all: number) => void;

/**
 * Takes over the posts and pages of a WordPress export, item by item, each remembered, so that a run that was stopped
 * is continued by the next one.
 * @param old what `readOldSite` found: by then the file has been read to its end once
 */
export async function importArchive(
  strapi: Core.Strapi,
  old: OldSite,
  options: ImportOptions,
  onProgress: ImportProgress = () => {},
): Promise<ImportReport> {
  const locale = options.language ?? languageOf(old.site) ?? defaultLocale;
  const timeZone = await strapi.db.transaction(async ({ trx }) => newsroomTimeZone(trx));
  const report = new ImportReport();
  const items = new ImportedItems(strapi);
  const run: Run = {
    strapi,
    options,
    old,
    locale,
    timeZone,
    report,
    items,
    names: new ImportNames(strapi, locale, report),
    pictures: new ImportPictures(strapi, items, report, options),
  };
  for (const [type, count] of old.others) report.noteLeftOut(`${count} items of the type ${type}`, 'the export itself');
  let done = 0;
  for await (const entry of readWxr(options.file)) {
    if (entry.kind !== 'item' || !isContent(entry)) continue;
    await takeOver(run, entry);
    onProgress((done += 1), old.items);
  }
  return report;
}

interface Run {
  strapi: Core.Strapi;
  options: ImportOptions;
  old: OldSite;
  locale: Locale;
  timeZone: string;
  report: ImportReport;
  items: ImportedItems;
  names: ImportNames;
  pictures: ImportPictures;
}

async function takeOver(run: Run, item: WxrItem & { type: 'post' | 'page' }): Promise<void> {
  const { report, locale } = run;
  const fate = fateOf(item);
  const name = `${item.type} ${item.postId}`;
  if (fate.kind === 'skipped') {
    report.skipped.push({ what: `${name} “${item.title}”`, why: fate.why });
    return;
  }
  const source = sourceName(`wordpress-${locale}`, `${item.guid || run.old.site.url} ${item.postId}`);
  const known = await run.items.find(source);
  const prepared = await prepareItem(item, run.old, run.pictures, run);
  const what = `${name} “${prepared.words.title}”`;
  if (known?.fingerprint === prepared.fingerprint) {
    report.unchanged += 1;
    return;
  }
  const type = item.type === 'post' ? ('article' as const) : ('page' as const);
  try {
    if (!run.options.dryRun) {
      const save = { source, item, type, prepared, published: fate.kind === 'published', known };
      const saved = await saveItem(run.strapi, locale, run.names, run.items, save);
      if (saved.kind === 'kept') {
        report.skipped.push({ what, why: saved.why });
        return;
      }
      if (saved.redirected) report.redirects += 1;
    }
  } catch (error) {
    report.skipped.push({ what, why: error instanceof Error ? error.message.replace(/\.$/, '') : String(error) });
    return;
  }
  if (known) report.changed += 1;
  else report.imported += 1;
  if (fate.kind === 'draft') {
    report.drafts += 1;
    report.warnings.push({ what, why: `is a draft here, because ${fate.why}` });
  }
  remark(run, item, what, prepared);
  if (fate.kind === 'published') remarkAddress(report, item, what);
}

function remark({ report }: Run, item: WxrItem, what: string, prepared: Awaited<ReturnType<typeof prepareItem>>): void {
  for (const leftOut of prepared.leftOut) report.noteLeftOut(leftOut, prepared.words.title);
  const warn = (why: string): void => void report.warnings.push({ what, why });
  if (item.title === '') warn('had no title and got its date as title');
  if (prepared.body === '') warn('has no text');
  if (item.type !== 'post') return;
  if (!prepared.filing.section) warn('was in no category and stands in the section for such stories');
  if (prepared.hadCover && !prepared.cover) warn('has no cover, because its picture could not be fetched');
  if (prepared.cover) warn(`has “${prepared.cover.credit}” as credit of its cover, because WordPress names none`);
}

function remarkAddress(report: ImportReport, item: WxrItem, what: string): void {
  const address = oldAddress(item.link);
  if (!address || address.ok) return;
  report.refusedAddresses += 1;
  report.warnings.push({ what, why: `does not keep its old address ${item.link}: ${addressFaults[address.reason]}` });
}

const addressFaults: Record<RedirectSourceFault, string> = {
  'no-path': 'it is longer than 400 characters or holds others than Latin letters, digits, “-”, “_” and “.”',
  'index-file': 'it is the index.html of another',
  fixed: 'the site itself always stands there',
  reserved: 'the site keeps its own files and services there',
  'long-part': 'one of its parts is longer than 200 characters',
  'to-itself': 'it leads to itself',
};
