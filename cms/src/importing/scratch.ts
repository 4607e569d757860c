import Database from 'better-sqlite3';

/** A table of an import that would not fit into memory with an archive of hundreds of thousands of items. */
export type Scratch = Database.Database;

/**
 * Opens the import's own tables. SQLite keeps what has no name in a file of its own that is gone with the process, and
 * only little of it in memory.
 */
export function openScratch(): Scratch {
  const scratch = new Database('');
  scratch.pragma('journal_mode = off');
  scratch.pragma('synchronous = off');
  scratch.exec(tables);
  return scratch;
}

/** A statement of these tables, compiled once: thousands of compiled ones would fill the memory before they are collected. */
export function prepared<Parameters extends unknown[], Row>(scratch: Scratch, sql: string): Database.Statement<Parameters, Row> {
  const known = statements.get(scratch) ?? new Map<string, Database.Statement>();
  statements.set(scratch, known);
  const statement = known.get(sql) ?? scratch.prepare(sql);
  known.set(sql, statement);
  // The caller names the parameters and columns of the SQL that it gives.
  return statement as Database.Statement<Parameters, Row>;
}

const statements = new WeakMap<Scratch, Map<string, Database.Statement>>();

const tables = `
create table attachments (id text primary key, url text, alt text, caption text, title text, parent text);
create index attachments_url on attachments (url);
create index attachments_parent on attachments (parent);
create table terms (kind text, slug text, id text, name text, description text, parent text, primary key (kind, slug));
create index terms_id on terms (kind, id);
create table blocks (id text primary key, content text);
-- Every post and page, in the order of the file; what is planned for it is filled in before the first is written.
create table items (
  id text primary key, number integer, type text, fate text, title text, old_slug text, guid text, date text,
  language text, translations text,
  locale text, source text, state text, document text, slug text, path text, moment text, fingerprint text, saved_at text
);
create index items_number on items (number);
-- Old addresses, as the site writes them, and the item that stood there.
create table addresses (address text primary key, id text);
create table slugs (type text, locale text, slug text, primary key (type, locale, slug));
-- Names of sections, authors and tags that this run has found or made.
create table names (key text primary key, id integer, document text);
create table pictures (source text primary key, id integer, document text, url text);
create table remarks (kind text, what text, why text);
create index remarks_kind on remarks (kind, why);
`;
