import type { Locale } from '@broadsheet/shared';

import { type Desk, idIn } from './desk';

let number = 0;

/** Something that no other test of this run has. */
export function unique(word: string): string {
  number += 1;
  return `${word} ${number}`;
}

/** A section, author or tag with a name in all languages. */
export async function newName(desk: Desk, type: 'category' | 'author' | 'tag', name = unique(type)): Promise<string> {
  return idIn(await desk.create(type, { nameEn: name, nameRu: `${name} р`, nameHy: `${name} հ` }));
}

/** A draft with a section, saved in one language after the other. */
export async function newStory(desk: Desk, languages: readonly Locale[], fields: Record<string, unknown> = {}): Promise<string> {
  const category = fields.category ?? set(await newName(desk, 'category'));
  const [first = 'en', ...rest] = languages;
  const id = idIn(await desk.create('article', { title: `${unique('Story')} ${first}`, ...fields, category }, first));
  for (const locale of rest) idIn(await desk.save('article', id, { title: `${unique('Story')} ${locale}` }, locale));
  return id;
}

/** The same, published in each of its languages. */
export async function publishedStory(desk: Desk, languages: readonly Locale[], fields: Record<string, unknown> = {}): Promise<string> {
  const id = await newStory(desk, languages, fields);
  for (const locale of languages) idIn(await desk.publish('article', id, locale));
  return id;
}

/** Relations as the admin's form sends them. */
export function connect(...ids: string[]) {
  return { connect: ids.map((documentId) => ({ documentId, position: { end: true } })), disconnect: [] };
}

export function set(...ids: string[]) {
  return { set: ids.map((documentId) => ({ documentId })) };
}
