/** What stands in a release, and what each of its pages depends on. */
import type { SitePath } from '@broadsheet/shared';

import type { Store } from '../src/content/reading.ts';
import type { Tag } from '../src/content/tags.ts';
import { leaveQueue, type Queued } from './queue.ts';

/** What the tags stand for that many pages share. */
export type TagGroups = ReadonlyMap<Tag, ReadonlySet<Tag>>;

/** The bytes of a page, as the store remembers them. */
export interface PageFile {
  /** Empty for a page that could not be rendered. */
  hash: string;
  bytes: number;
}

/** Notes that a page stands as rendered, with what it depended on; it leaves the queue unless it was asked for again. */
export function recordPage(store: Store, release: number, queued: Queued, file: PageFile, tags: Iterable<Tag>): void {
  keepPage(store, release, queued.path, file, tags);
  leaveQueue(store, release, queued);
}

function keepPage(store: Store, release: number, path: SitePath, file: PageFile, tags: Iterable<Tag>): void {
  const ids = tagIds(store, tags);
  const known = store
    .prepare<[number, string], StoredPage>('select id, hash, bytes, tags from pages where release = ? and path = ?')
    .get(release, path);
  if (!known) {
    const { lastInsertRowid } = store
      .prepare('insert into pages (release, path, hash, bytes, tags) values (?, ?, ?, ?, ?)')
      .run(release, path, file.hash, file.bytes, ids.join(','));
    weigh(store, release, file.bytes);
    link(store, Number(lastInsertRowid), ids);
    return;
  }
  const written = ids.join(',');
  if (known.hash === file.hash && known.tags === written) return;
  store.prepare('update pages set hash = ?, bytes = ?, tags = ? where id = ?').run(file.hash, file.bytes, written, known.id);
  weigh(store, release, file.bytes - known.bytes);
  const had = new Set(idsOf(known.tags));
  link(
    store,
    known.id,
    ids.filter((id) => !had.delete(id)),
  );
  unlink(store, known.id, had);
}

/** Notes that nothing stands at a path any more. */
export function recordRemoval(store: Store, release: number, queued: Queued): void {
  const page = store
    .prepare<[number, string], StoredPage>('select id, hash, bytes, tags from pages where release = ? and path = ?')
    .get(release, queued.path);
  if (page) {
    removePages(store, [page]);
    weigh(store, release, -page.bytes);
  }
  leaveQueue(store, release, queued);
}

/** Notes that a page could not be rendered and why; what it read is kept, so that a change of that tries again. */
export function recordFailure(store: Store, release: number, queued: Queued, reason: string, tags: Iterable<Tag>): void {
  keepPage(store, release, queued.path, { hash: '', bytes: 0 }, tags);
  leaveQueue(store, release, queued);
  store
    .prepare('insert into failures (release, path, reason) values (?, ?, ?) on conflict do update set reason = excluded.reason')
    .run(release, queued.path, reason);
}

/** Notes what the shared tags of a release stand for. */
export function recordGroups(store: Store, release: number, groups: TagGroups): void {
  for (const [tag, members] of groups) {
    const known = store
      .prepare<[number, string], { member: Tag }>('select member from tag_groups where release = ? and tag = ?')
      .all(release, tag)
      .map(({ member }) => member);
    if (known.length === members.size && known.every((member) => members.has(member))) continue;
    store.prepare('delete from tag_groups where release = ? and tag = ?').run(release, tag);
    const insert = store.prepare('insert into tag_groups (release, member, tag) values (?, ?, ?)');
    for (const member of members) insert.run(release, member, tag);
  }
}

/** Forgets some pages of a release. Returns how many there were. */
export function forgetPages(store: Store, release: number, limit: number): number {
  const pages = store
    .prepare<[number, number], StoredPage>('select id, hash, bytes, tags from pages where release = ? limit ?')
    .all(release, limit);
  removePages(store, pages);
  return pages.length;
}

/** To be called when a transaction was rolled back: the ids of tags that it made are gone. */
export function forgetTagIds(store: Store): void {
  knownIds.delete(store);
}

function removePages(store: Store, pages: StoredPage[]): void {
  const remove = store.prepare('delete from pages where id = ?');
  for (const { id, tags } of pages) {
    unlink(store, id, idsOf(tags));
    remove.run(id);
  }
}

function weigh(store: Store, release: number, bytes: number): void {
  if (bytes !== 0) store.prepare('update releases set bytes = bytes + ? where id = ?').run(bytes, release);
}

function link(store: Store, page: number, ids: number[]): void {
  store.prepare('insert or ignore into page_tags (tag_id, page_id) select value, ? from json_each(?)').run(page, JSON.stringify(ids));
}

function unlink(store: Store, page: number, ids: Iterable<number>): void {
  const remove = store.prepare('delete from page_tags where tag_id = ? and page_id = ?');
  // A picture that no page shows any more is taken from readers (image-rows.ts).
  const doubt = store.prepare(
    `update images set doubtful = 1 where file_id = (select substr(name, 6) from tags where id = ? and name >= 'file:' and name < 'file;')`,
  );
  for (const id of ids) {
    remove.run(id, page);
    doubt.run(id);
  }
}

function idsOf(written: string): number[] {
  return written === '' ? [] : written.split(',').map(Number);
}

function tagIds(store: Store, tags: Iterable<Tag>): number[] {
  let known = knownIds.get(store);
  if (!known || known.size > mostKnownIds) knownIds.set(store, (known = new Map<Tag, number>()));
  const ids: number[] = [];
  for (const tag of tags) {
    let id = known.get(tag);
    if (id === undefined) known.set(tag, (id = tagId(store, tag)));
    ids.push(id);
  }
  return ids.sort((a, b) => a - b);
}

function tagId(store: Store, tag: Tag): number {
  const found = store.prepare<[string], { id: number }>('select id from tags where name = ?').get(tag);
  return found ? found.id : Number(store.prepare('insert into tags (name) values (?)').run(tag).lastInsertRowid);
}

// Some 10 MB; most tags of a page are those of the page before.
const mostKnownIds = 100_000;
const knownIds = new WeakMap<Store, Map<Tag, number>>();

interface StoredPage extends PageFile {
  id: number;
  tags: string;
}
