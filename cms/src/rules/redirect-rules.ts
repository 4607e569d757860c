import { redirectSource, type RedirectSourceFault, sitePath, type SitePath, withFinalSlash } from '@broadsheet/shared';
import { z } from 'zod';

import type { Transaction } from '../publishing/database';
import { refusal } from './refusal';
import { isHttps } from './setting-rules';

/** A redirect as it will stand. */
export interface RedirectWords {
  from: string;
  to: string | null;
  hasTarget: boolean;
}

/**
 * Checks a redirect that an editor wrote.
 * @returns the old address as it is to be saved
 * @throws refusal
 */
export async function checkRedirect(trx: Transaction, words: RedirectWords, id: string | undefined): Promise<SitePath> {
  const { to, hasTarget } = words;
  const source = redirectSource(words.from, to);
  if (!source.ok) throw refusal(sourceFaults[source.reason](words.from), source.reason === 'to-itself' ? 'to' : 'from');
  const { from } = source;
  const others = trx('redirects').select('id').where({ from }).limit(1);
  if (id !== undefined) others.whereNot('document_id', id);
  const taken: unknown[] = await others;
  if (taken.length > 0) throw refusal(`There is a redirect from “${from}” already. Change that one.`, 'from');
  if (to === null) {
    if (hasTarget) return from;
    throw refusal('Say where the old address leads: a path of this site, or an address that begins with https://.', 'to');
  }
  if (!isHttps(to) && !sitePath.safeParse(to).success) {
    throw refusal(`“${to}” must be a path of this site that begins with /, or an address that begins with https://.`, 'to');
  }
  await refuseLoop(trx, from, to, id);
  return from;
}

/** Follows the addresses that editors wrote; a target that is a document cannot lead back. */
async function refuseLoop(trx: Transaction, from: string, to: string, id: string | undefined): Promise<void> {
  let next: string | null = to;
  for (let step = 0; step < longestChain && next !== null; step += 1) {
    const address = withFinalSlash(next);
    if (address === from) throw refusal(sourceFaults['to-itself'](from), 'to');
    const rows: unknown = await trx('redirects')
      .select('to')
      .where({ from: address })
      .whereNot('document_id', id ?? '')
      .limit(1);
    next = targets.parse(rows)[0]?.to ?? null;
  }
}

const longestChain = 20;

const sourceFaults: Record<RedirectSourceFault, (from: string) => string> = {
  'no-path': (from) =>
    `“${from}” is not an old address of this site. Write its path, beginning with /, as in /2026/04/old-story/, without the site’s name.`,
  'index-file': (from) => `“${from}” is not an old address of its own. Write it without index.html.`,
  fixed: (from) => `“${from}” is not an old address: the site itself always stands there. Choose another.`,
  reserved: (from) => `“${from}” is not an old address: the site keeps its own files and services there. Choose another.`,
  'long-part': (from) => `“${from}” has a part of more than 200 characters, which the site cannot keep. Choose another.`,
  'to-itself': (from) => `“${from}” would lead to itself. Choose another target.`,
};

const targets = z.array(z.object({ to: z.string().nullable() }));
