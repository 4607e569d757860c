import { sitePath } from '@broadsheet/shared';
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
 * @throws refusal
 */
export async function checkRedirect(trx: Transaction, { from, to, hasTarget }: RedirectWords, id: string | undefined): Promise<void> {
  if (!sitePath.safeParse(from).success || from === '/') {
    throw refusal(
      `“${from}” is not an old address of this site. Write its path, beginning with /, as in /2026/04/old-story/, without the site’s name.`,
      'from',
    );
  }
  const others = trx('redirects').select('id').where({ from }).limit(1);
  if (id !== undefined) others.whereNot('document_id', id);
  const taken: unknown[] = await others;
  if (taken.length > 0) throw refusal(`There is a redirect from “${from}” already. Change that one.`, 'from');
  if (to === null) {
    if (hasTarget) return;
    throw refusal('Say where the old address leads: a path of this site, or an address that begins with https://.', 'to');
  }
  if (!isHttps(to) && !sitePath.safeParse(to).success) {
    throw refusal(`“${to}” must be a path of this site that begins with /, or an address that begins with https://.`, 'to');
  }
  await refuseLoop(trx, from, to, id);
}

/** Follows the addresses that editors wrote; a target that is a document cannot lead back. */
async function refuseLoop(trx: Transaction, from: string, to: string, id: string | undefined): Promise<void> {
  let address: string | null = to;
  for (let step = 0; step < longestChain && address !== null; step += 1) {
    if (address === from) throw refusal(`“${from}” would lead to itself. Choose another target.`, 'to');
    const rows: unknown = await trx('redirects')
      .select('to')
      .where({ from: address })
      .whereNot('document_id', id ?? '')
      .limit(1);
    address = targets.parse(rows)[0]?.to ?? null;
  }
}

const longestChain = 20;

const targets = z.array(z.object({ to: z.string().nullable() }));
