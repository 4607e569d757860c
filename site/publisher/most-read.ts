/** Asks the cms each minute which stories had the most readers. Like the clock, this is an input of pages that is not content. */
import { setTimeout as sleep } from 'node:timers/promises';

import { locales, mostReadLists, viewsPath, type MostReadList } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import { tags, type Tag } from '../src/content/tags.ts';
import type { Publisher } from './publisher.ts';
import { syncState } from './sync.ts';

/** Milliseconds. */
const everyMinute = 60_000;
const beforeReady = 1000;

/** Keeps the lists up to date until the signal aborts. While the cms is away they stay as they are. */
export async function followMostRead(publisher: Publisher, cmsUrl: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const ready = syncState(publisher.store) === 'following';
    if (ready) await takeMostRead(publisher, cmsUrl, signal).catch(() => undefined);
    await sleep(ready ? everyMinute : beforeReady, undefined, { signal }).catch(() => undefined);
  }
}

/** Asks once. @throws Error when the cms does not answer, or not in the form agreed on */
export async function takeMostRead(publisher: Publisher, cmsUrl: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(new URL(`${viewsPath}/most-read`, cmsUrl), { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
  if (!answer.ok) throw new Error(`The cms answered with status ${answer.status}.`);
  await applyMostRead(publisher, mostReadLists.parse(await answer.json()));
}

/** Takes over new lists, and asks for the pages that show those that moved. */
export async function applyMostRead(publisher: Publisher, lists: readonly MostReadList[]): Promise<void> {
  const moved = movedTags(publisher.store, lists);
  if (moved.length > 0) await publisher.changeQuietly(() => storeMostRead(publisher.store, lists), ...moved);
}

/** Puts the lists into the store in place of those before. */
export function storeMostRead(store: Store, lists: readonly MostReadList[]): void {
  store.exec('delete from most_read');
  const insert = store.prepare('insert or replace into most_read (locale, section, day, week) values (?, ?, ?, ?)');
  for (const { locale, sectionId, day, week } of lists) insert.run(locale, sectionId ?? '', day.join(' '), week.join(' '));
}

/** The lists as they are stored, one a key. */
export function storedMostRead(store: Store): Map<string, string> {
  const rows = store.prepare<[], Record<'locale' | 'section' | 'day' | 'week', string>>('select locale, section, day, week from most_read');
  return new Map(rows.all().map(({ locale, section, day, week }) => [`${locale} ${section}`, `${day}/${week}`]));
}

/** Gives one store the lists of another. */
export function copyMostRead(from: Store, to: Store): void {
  to.exec('delete from most_read');
  const insert = to.prepare('insert into most_read (locale, section, day, week) values (?, ?, ?, ?)');
  for (const row of from.prepare<[], Record<string, string>>('select locale, section, day, week from most_read').all())
    insert.run(row['locale'], row['section'], row['day'], row['week']);
}

function movedTags(store: Store, lists: readonly MostReadList[]): Tag[] {
  const before = storedMostRead(store);
  const now = new Map(
    lists.map(({ locale, sectionId, day, week }) => [`${locale} ${sectionId ?? ''}`, `${day.join(' ')}/${week.join(' ')}`]),
  );
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((key) => before.get(key) !== now.get(key))
    .flatMap((key) => {
      const [name, section = ''] = key.split(' ');
      const locale = locales.find((one) => one === name);
      return locale ? [tags.mostRead(locale, section || null)] : [];
    });
}
