import { type Locale, localizedField, locales, type PerLocale } from '@broadsheet/shared';

/** A related row: only what names it is read. */
export interface Ref {
  documentId: string;
}

/** What to read of a related row. */
export const refs = { select: ['documentId'] };

export function id(ref: Ref | null): string | undefined {
  return ref?.documentId;
}

export function idOrNull(ref: Ref | null): string | null {
  return ref?.documentId ?? null;
}

/** In order, each once. */
export function ids(related: readonly Ref[]): string[] {
  return [...new Set(related.map((ref) => ref.documentId))];
}

/** Nothing written and an empty text are the same on the wire. */
export function text(value: string | null | undefined): string {
  return value ?? '';
}

/** ISO 8601 in UTC. */
export function wireDate(value: string | number | Date | null | undefined): string | null {
  return value === null || value === undefined ? null : new Date(value).toISOString();
}

/** `{ en: row.nameEn, … }` of a row with plain fields for each language. */
export function perLanguage(row: object, base: string): PerLocale<unknown> {
  const fields = new Map(Object.entries(row));
  return Object.fromEntries(locales.map((locale: Locale) => [locale, fields.get(localizedField(base, locale))]));
}

/** Every field that the contract names, its value still unchecked: the compiler says which one is not exported. */
export type Unchecked<Document> = Record<keyof Document, unknown>;
