/** Whom to tell of a weakness of the site (https://www.rfc-editor.org/rfc/rfc9116). */
import { locales, pathOf } from '@broadsheet/shared';

import { currentDay } from '../content/clock.ts';
import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';

/** Null when the newspaper names nobody. */
export function securityText(reading: Reading): string | null {
  const contact = setting(reading, 'securityContact');
  if (contact === '') return null;
  const { siteUrl } = reading;
  const fields = [
    ['Contact', contact.includes('://') ? contact : `mailto:${contact}`],
    ['Expires', expires(currentDay(reading))],
    ['Preferred-Languages', locales.join(', ')],
    // An address on the web must be https here; a newsroom on its own machine has none.
    ...(siteUrl.startsWith('https://') ? [['Canonical', siteUrl + pathOf({ kind: 'security' })]] : []),
  ];
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('');
}

// Less than a year ahead, as the standard recommends, and moved on with every day on which the site lives.
function expires(day: string): string {
  return new Date(Date.parse(day) + 330 * 86_400_000).toISOString();
}
