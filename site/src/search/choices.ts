/** What was found by section, author and year: which of it a reader chose, and how much there is of each. */
import type { Match } from './bundle.ts';
import type { StoryRecord } from './records.ts';

export interface Count {
  value: string;
  name: string;
  count: number;
}
export type Counts = Record<'section' | 'author' | 'year', Count[]>;

/** Ids of section and author, and a year; empty for all. */
export type Choice = Record<keyof Counts, string>;

/** The stories of the section, the author and the year that are chosen. */
export async function chosenOf(choice: Choice, matches: Match[], except?: keyof Counts): Promise<Match[]> {
  const wanted = (['section', 'author', 'year'] as const).filter((kind) => kind !== except && choice[kind] !== '');
  if (wanted.length === 0) return matches;
  const known = await recordsOf(matches);
  return matches.filter((match) => wanted.every((kind) => valuesOf(known.get(match), kind).includes(choice[kind])));
}

/** What may be chosen in one list is counted within what is chosen in the others. */
export async function countsOf(
  choice: Choice,
  matches: Match[],
  names: Record<'section' | 'author', Record<string, string>>,
): Promise<Counts> {
  const known = await recordsOf(matches);
  const count = async (kind: keyof Counts): Promise<Count[]> => {
    const counts = new Map<string, number>();
    for (const match of await chosenOf(choice, matches, kind))
      for (const value of valuesOf(known.get(match), kind)) counts.set(value, (counts.get(value) ?? 0) + 1);
    if (choice[kind] !== '' && !counts.has(choice[kind])) counts.set(choice[kind], 0);
    const list = [...counts].map(([value, n]) => ({ value, name: (kind === 'year' ? undefined : names[kind][value]) ?? value, count: n }));
    return list.sort((a, b) => (kind === 'year' ? (a.value < b.value ? 1 : -1) : b.count - a.count || a.name.localeCompare(b.name)));
  };
  return { section: await count('section'), author: await count('author'), year: await count('year') };
}

async function recordsOf(matches: Match[]): Promise<Map<Match, StoryRecord | undefined>> {
  const known = new Map<Match, StoryRecord | undefined>();
  for (const match of matches) known.set(match, (await match.bundle.records()).get(match.id));
  return known;
}

function valuesOf(record: StoryRecord | undefined, kind: keyof Counts): string[] {
  if (!record) return [];
  const values = kind === 'author' ? record.authors : [record[kind]];
  return values.filter((value) => value !== '');
}
