/**
 * Who comes from the admin ("View on site") works here, and is no reader: the browser remembers the mark that the address
 * brought, and each report of a reading bears it. The cms knows its own marks and their age; an invented one says nothing.
 */

const name = 'editor';
const before = `#${name}=`;

/** Keeps the mark of an address, and takes it out of what is seen of it. */
export function noteEditor(): void {
  if (!location.hash.startsWith(before)) return;
  const mark = location.hash.slice(before.length);
  history.replaceState(null, '', location.pathname);
  try {
    localStorage.setItem(name, mark);
  } catch {
    // The browser keeps nothing: they count as a reader.
  }
}

/** Null for a reader. */
export function editorMark(): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
