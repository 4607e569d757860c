import { localeNames } from '@broadsheet/shared';

import { localeOfCode } from './item-language';
import { languageOf, type OldSite } from './old-site';
import type { ImportOptions } from './options';

/** Says in which languages the items of an export are taken over; nothing when that goes without saying. */
export function languagesOf(old: OldSite, { language }: ImportOptions): string[] {
  const named = old.scratch
    .prepare<[], { language: string | null; count: number }>(
      'select language, count(*) as count from items group by language order by count desc',
    )
    .all();
  const rest = language ?? languageOf(old.site);
  if (named.every((group) => group.language === null)) {
    if (rest)
      return [
        `They are taken over as ${localeNames[rest]}${language ? '' : `, the language that the file names (“${old.site.language}”)`}.`,
      ];
    return [
      `The file names ${old.site.language === '' ? 'no language' : `the language “${old.site.language}”, which this newsroom does not have`}: they are taken over as English. Another one: --language.`,
    ];
  }
  const groups = named.map((group) => {
    if (group.language === null) return `${group.count} that name none as ${localeNames[rest ?? 'en']}`;
    const locale = localeOfCode(group.language);
    return locale
      ? `${group.count} as ${localeNames[locale]}`
      : `${group.count} in “${group.language}” not, because this newsroom does not have that language`;
  });
  return [
    `The items name their languages themselves (Polylang or WPML): ${groups.join(', ')}.`,
    'Each version becomes a story of its own: versions are not joined to one story in several languages.',
  ];
}
