import { type MapAddress, redirectSource, type RedirectSourceFault, sitePath, type SitePath, withFinalSlash } from '@broadsheet/shared';
import { z } from 'zod';

import type { Transaction } from '../publishing/database';
import { refusal } from './refusal';
import { say } from './say';
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
export async function checkRedirect(trx: Transaction, words: RedirectWords, id: string | undefined): Promise<SitePath | MapAddress> {
  const { to, hasTarget } = words;
  const source = redirectSource(words.from, to);
  if (!source.ok) throw refusal(sourceFaults[source.reason](words.from), source.reason === 'to-itself' ? 'to' : 'from');
  const { from } = source;
  const others = trx('redirects').select('id').where({ from }).limit(1);
  if (id !== undefined) others.whereNot('document_id', id);
  const taken: unknown[] = await others;
  if (taken.length > 0)
    throw refusal(
      say({
        en: `There is a redirect from “${from}” already. Change that one.`,
        ru: `Старый адрес «${from}» уже записан. Измените ту запись.`,
      }),
      'from',
    );
  if (to === null) {
    if (hasTarget) return from;
    throw refusal(
      say({
        en: 'Say where the old address leads: a path of this site, or an address that begins with https://.',
        ru: 'Скажите, куда ведёт старый адрес: путь на этом сайте или адрес, который начинается с https://.',
      }),
      'to',
    );
  }
  if (!isHttps(to) && !sitePath.safeParse(to).success) {
    throw refusal(
      say({
        en: `“${to}” must be a path of this site that begins with /, or an address that begins with https://.`,
        ru: `«${to}» должен быть путём на этом сайте, который начинается с /, или адресом с https://.`,
      }),
      'to',
    );
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
    say({
      en: `“${from}” is not an old address of this site. Write its path, beginning with /, as in /2026/04/old-story/, without the site’s name.`,
      ru: `«${from}» — не старый адрес этого сайта. Впишите путь, который начинается с /, как /2026/04/old-story/, без имени сайта.`,
    }),
  'index-file': (from) =>
    say({
      en: `“${from}” is not an old address of its own. Write it without index.html.`,
      ru: `«${from}» — не отдельный адрес. Впишите его без index.html.`,
    }),
  fixed: (from) =>
    say({
      en: `“${from}” is not an old address: the site itself always stands there. Choose another.`,
      ru: `«${from}» — не старый адрес: там всегда стоит сам сайт. Выберите другой.`,
    }),
  reserved: (from) =>
    say({
      en: `“${from}” is not an old address: the site keeps its own files and services there. Choose another.`,
      ru: `«${from}» — не старый адрес: там файлы и службы самого сайта. Выберите другой.`,
    }),
  'long-part': (from) =>
    say({
      en: `“${from}” has a part of more than 200 characters, which the site cannot keep. Choose another.`,
      ru: `В «${from}» есть часть длиннее 200 знаков, сайт такого не хранит. Выберите другой.`,
    }),
  'to-itself': (from) =>
    say({ en: `“${from}” would lead to itself. Choose another target.`, ru: `«${from}» вёл бы на самого себя. Выберите другую цель.` }),
};

const targets = z.array(z.object({ to: z.string().nullable() }));
