/** What a list of stories is about: a section, an author or a tag, in one language. */
import type { AuthorDocument, ListKind, Locale, PerLocale, SitePath } from '@broadsheet/shared';

import { authorBySlug, categoryBySlug, nameVersions, tagBySlug } from '../content/names.ts';
import type { Reading } from '../content/reading.ts';
import type { Scope } from '../content/tags.ts';
import { strings } from '../i18n/strings.ts';

export interface Place {
  of: ListKind;
  locale: Locale;
  slug: string;
}

/** The section, author or tag that a list is about, in one language. */
export interface Subject {
  of: ListKind;
  scope: Scope;
  name: string;
  names: PerLocale<string>;
  slug: PerLocale<string>;
  path: SitePath;
  versions: PerLocale<SitePath>;
  label: string | null;
  about: string[];
  portraitId: string | null;
  /** Null for what is no author. */
  authorKind: AuthorDocument['kind'] | null;
  sectionId: string | null;
}

/** Null when nothing of that language is called so. */
export function subjectOf(reading: Reading, { of, locale, slug }: Place): Subject | null {
  switch (of) {
    case 'section': {
      const found = categoryBySlug(reading, locale, slug);
      if (!found) return null;
      const about = paragraphs(found.description[locale]);
      return subject(reading, locale, 'category', found, { of, about, sectionId: found.id });
    }
    case 'author': {
      const found = authorBySlug(reading, locale, slug);
      if (!found) return null;
      const label = found.kind === 'person' ? strings(locale).authorPerson : strings(locale).authorOrganisation;
      return subject(reading, locale, 'author', found, {
        of,
        label,
        about: paragraphs(found.biography[locale]),
        portraitId: found.portraitId,
        authorKind: found.kind,
      });
    }
    case 'tag': {
      const found = tagBySlug(reading, locale, slug);
      return found && subject(reading, locale, 'tag', found, { of });
    }
  }
}

function subject(
  reading: Reading,
  locale: Locale,
  kind: 'category' | 'author' | 'tag',
  document: { id: string; name: PerLocale<string>; slug: PerLocale<string> },
  more: Partial<Subject> & { of: ListKind },
): Subject | null {
  const name = document.name[locale];
  const versions = nameVersions(reading, kind, document.id);
  const path = versions[locale];
  if (name === undefined || path === undefined) return null;
  const { slug } = document;
  return {
    label: null,
    about: [],
    portraitId: null,
    authorKind: null,
    sectionId: null,
    ...more,
    scope: { kind, id: document.id },
    name,
    names: document.name,
    slug,
    path,
    versions,
  };
}

function paragraphs(text: string | undefined): string[] {
  return (text ?? '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
