import { hash } from 'node:crypto';

import type { Store } from './reading.ts';

/** Article HTML made from Markdown, its key in the store, and how many words it has. */
export type ConvertedHtml = [key: string, html: string, words: number];

/** A text: what names it, and its Markdown, which is read only when no HTML of it is kept. */
export interface Text {
  key: string;
  markdown: () => string;
}

/** Names a text by what it says. */
export function keyOf(markdown: string): string {
  return hash('sha256', markdown, 'base64url');
}

/** A text that is at hand. */
export function textOf(markdown: string): Text {
  return { key: keyOf(markdown), markdown: () => markdown };
}

/** Keeps article HTML in the store. */
export function keepHtml(store: Store, converted: readonly ConvertedHtml[]): void {
  const insert = store.prepare('insert or ignore into article_html (key, html, words) values (?, ?, ?)');
  for (const one of converted) insert.run(...one);
}
