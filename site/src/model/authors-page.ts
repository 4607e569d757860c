/** The page of all authors of a language. */
import { locales, pathOf, type Address, type Locale, type PerLocale, type SitePath } from '@broadsheet/shared';

import { latest } from '../content/articles.ts';
import { author, authors, type NameCard } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import { strings } from '../i18n/strings.ts';
import { frame, type Frame } from './frame.ts';
import { story, storyPicture, type Story, type StoryPicture } from './story.ts';

export interface AuthorsPage {
  frame: Frame;
  title: string;
  /** By name. */
  authors: AuthorEntry[];
}

export interface AuthorEntry {
  name: string;
  path: SitePath;
  portrait: StoryPicture | null;
  /** The first paragraph of the biography; empty when there is none. */
  about: string;
  /** The newest story; null when there is none in this language. */
  newest: Story | null;
}

export function authorsPage(reading: Reading, { locale }: Extract<Address, { kind: 'authors' }>): AuthorsPage {
  const title = strings(locale).authors;
  const entries = authors(reading, locale).map((card) => entry(reading, card, locale));
  return {
    frame: frame(reading, {
      locale,
      path: pathOf({ kind: 'authors', locale }),
      title,
      versions: authorsVersions(reading),
      // A newspaper that names nobody has nothing to be found here.
      indexed: entries.length > 0,
    }),
    title,
    authors: entries,
  };
}

/** Where the page stands in the languages that name authors. */
export function authorsVersions(reading: Reading): PerLocale<SitePath> {
  const named = locales.filter((locale) => authors(reading, locale).length > 0);
  return Object.fromEntries(named.map((locale) => [locale, pathOf({ kind: 'authors', locale })]));
}

function entry(reading: Reading, { id, name, path }: NameCard, locale: Locale): AuthorEntry {
  const document = author(reading, id);
  const [newest] = latest(reading, locale, { kind: 'author', id }, 1);
  return {
    name,
    path,
    portrait: document?.portraitId ? storyPicture(reading, document.portraitId, '') : null,
    about: (document?.biography[locale] ?? '').trim().split(/\n\s*\n/)[0] ?? '',
    newest: newest ? story(reading, newest) : null,
  };
}
