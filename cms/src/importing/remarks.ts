import type { RedirectSourceFault } from '@broadsheet/shared';

import type { Fate } from './item-fields';
import { addressOf } from './old-addresses';
import type { ContentItem } from './old-site';
import type { PreparedItem } from './prepare-item';
import type { ImportReport } from './report';

/** Tells of everything about an item that a person should look at, or that could not be brought along. */
export function remark(
  report: ImportReport,
  { item, fate, prepared }: { item: ContentItem; fate: Exclude<Fate, { kind: 'skipped' }>; prepared: PreparedItem },
  what: string,
): void {
  const look = (why: string): void => report.add('look', what, why);
  for (const leftOut of prepared.leftOut) report.add('leftOut', what, leftOut);
  if (item.comments > 0) report.add('leftOut', what, 'comments, which the newsroom does not have');
  if (fate.kind === 'draft') {
    report.drafts += 1;
    look(`is a draft here, because ${fate.why}`);
  } else {
    remarkAddress(item, look);
    if (prepared.words.date !== null && Date.parse(prepared.words.date) > Date.now())
      look('is published with a date to come, and stands before all newer stories until then');
  }
  if (item.title === '') look('had no title and got its date as title');
  if (prepared.body === '') look('has no text');
  if (item.sticky) look('was kept at the top of the old front page; mark it as lead story if it should be so here');
  if (item.type !== 'post') return;
  if (!prepared.filing.section) look('was in no category and stands in the section for such stories');
  if (prepared.hadCover && !prepared.cover) look('has no cover, because its picture could not be brought in');
  if (prepared.cover) look(`has “${prepared.cover.credit}” as credit of its cover, because WordPress names none`);
}

function remarkAddress(item: ContentItem, look: (why: string) => void): void {
  const address = addressOf(item.link);
  if (address && !address.ok) look(`does not keep its old address: ${addressFaults[address.reason]}`);
}

const addressFaults: Record<RedirectSourceFault, string> = {
  'no-path': 'it is too long, or no address that a browser could send',
  'index-file': 'it is the index.html of another',
  fixed: 'the site itself always stands there',
  reserved: 'the site keeps its own files and services there',
  'long-part': 'one of its parts is longer than 200 characters',
  'to-itself': 'it leads to itself',
};
