import type { Store } from './reading.ts';

/** Article HTML made from Markdown, its key in the store, and how many words it has. */
export type ConvertedHtml = [hash: string, html: string, words: number];

/** Keeps article HTML in the store. */
export function keepHtml(store: Store, converted: readonly ConvertedHtml[]): void {
  const insert = store.prepare('insert or ignore into article_html (hash, html, words) values (?, ?, ?)');
  for (const one of converted) insert.run(...one);
}
