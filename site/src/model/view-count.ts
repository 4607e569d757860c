/** How a story shows how often it was read. */
import { pathOf, viewsPath, type Locale, type SitePath } from '@broadsheet/shared';

import type { Reading } from '../content/reading.ts';
import { setting } from '../content/settings.ts';
import { viewsShown } from '../content/views.ts';
import { count, digitGroups, strings } from '../i18n/strings.ts';
import type { DigitGroups } from '../scripts/grouped-digits.ts';

export interface ViewCount {
  /** "475 views", as of the last full hour; empty while none is known. */
  text: string;
  /** Where the page reports that it is read, and asks for the number of now. */
  from: string;
  /** Which number of the answer is shown: a language, or `all`; null when the newspaper shows none. */
  shown: Locale | 'all' | null;
  /** The forms of the plural with `{count}`, by what `Intl.PluralRules` calls them. */
  forms: Partial<Record<Intl.LDMLPluralRule, string>>;
  groups: DigitGroups;
  /** What a view is. */
  about: SitePath;
}

export function viewCount(reading: Reading, articleId: string, locale: Locale): ViewCount {
  const views = viewsShown(reading, articleId, locale);
  const forms = strings(locale).views;
  return {
    text: views ? count(locale, forms, views) : '',
    from: `${viewsPath}/${articleId}/${locale}`,
    shown: views === null ? null : setting(reading, 'viewCount') === 'own-language' ? locale : 'all',
    forms,
    groups: digitGroups(locale),
    about: pathOf({ kind: 'view-counting', locale }),
  };
}
