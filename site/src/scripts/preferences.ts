/** What the reader has chosen. It is kept in the browser, and holds for this page alone where keeping is forbidden. */

export type Theme = 'system' | 'light' | 'dark';

/** Type sizes from 100 % to 200 %, a quarter at each step. */
export const largestSize = 4;

export function keptTheme(): Theme {
  const kept = read('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** 0 to `largestSize`. */
export function keptSize(): number {
  const kept = Number(read('size'));
  return kept >= 1 && kept <= largestSize ? Math.floor(kept) : 0;
}

/** The page takes on a theme; the browser's own frame too. */
export function applyTheme(theme: Theme): void {
  set('theme', theme === 'system' ? '' : theme);
  // Two of them in the head, each for its own scheme of the system; a chosen theme silences the other.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const scheme = (meta.dataset['scheme'] ??= meta.media.includes('dark') ? 'dark' : 'light');
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? 'all' : 'not all';
  }
}

export function applySize(size: number): void {
  set('size', size ? String(size) : '');
}

/** Keeps a choice for the pages that follow. */
export function keep(name: 'theme' | 'size', value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The reader's browser forbids it.
  }
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function set(name: string, value: string): void {
  if (value) document.documentElement.setAttribute(`data-${name}`, value);
  else document.documentElement.removeAttribute(`data-${name}`);
}
