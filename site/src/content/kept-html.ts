import type { Store } from './reading.ts';

/** Article HTML made from Markdown, and its key in the store. */
export type ConvertedHtml = [hash: string, html: string];

/** Keeps article HTML in the store. */
export function keepHtml(store: Store, converted: readonly ConvertedHtml[]): void {
  const insert = store.prepare('insert or ignore into article_html (hash, html) values (?, ?)');
  for (const one of converted) insert.run(...one);
}
