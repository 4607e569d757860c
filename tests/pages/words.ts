/** Which words stand on a page, and whether they are in its language. */
import type { Page } from 'playwright-core';

export interface SeenWords {
  /** All text and all words in attributes, but what is marked as another language. */
  all: string[];
  /** The same without what editors wrote, and without addresses. */
  own: string[];
}

// Names of companies, of a format and of a language of programs are the same everywhere.
const names =
  /RSS|JavaScript|App Store|Google Play|YouTube|Instagram|Facebook|Telegram|WhatsApp|TikTok|LinkedIn|Twitter|https?:\S+|\bX\b|\bVK\b|\bOK\b|\bA[−+]|\{\w+\}/g;

/** A sentence for each text whose letters are not those of the page's language. */
export function strangeWords(locale: string, { all, own }: SeenWords): string[] {
  const strangers = { en: /[\p{Script=Cyrillic}\p{Script=Armenian}]/u, ru: /\p{Script=Armenian}/u, hy: /\p{Script=Cyrillic}/u }[locale];
  const latin = locale === 'en' ? [] : own.filter((text) => /[a-z]{2}/i.test(text.replaceAll(names, '')));
  return [...all.filter((text) => strangers?.test(text)), ...latin].map((text) => `“${text.slice(0, 120)}”`);
}

export function seenWords(page: Page): Promise<SeenWords> {
  return page.evaluate(() => {
    const editors =
      '.article-body, h1, .headline, .story-summary, .standfirst, .list-about, figcaption, .byline, .story-byline, .footer-name';
    const attributes = ['aria-label', 'alt', 'title', 'placeholder', 'content'];
    const all = new Set<string>();
    const own = new Set<string>();
    const note = (text: string, element: Element): void => {
      const words = text.replaceAll(/\s+/g, ' ').trim();
      if (words === '') return;
      all.add(words);
      if (!element.closest(editors) && !element.closest('[aria-current]:not(a), [itemprop], head, picture, .copyright')) own.add(words);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement;
      if (!element || element.closest('script, noscript, [lang]:not(html)')) continue;
      note(node.textContent ?? '', element);
    }
    for (const element of document.querySelectorAll('*')) {
      if (element.closest('[lang]:not(html)') || element.matches('script, meta[name=viewport], meta[http-equiv]')) continue;
      for (const name of attributes) note(element.getAttribute(name) ?? '', element);
      // What scripts will say later: sentences, or a table of them.
      for (const [name, value] of Object.entries((element as HTMLElement).dataset ?? {})) {
        if (!/^(?:word|words|label|close|copied|denied|loading)$/.test(name)) continue;
        for (const text of value?.startsWith('{') ? value.matchAll(/:\s*"([^"]*)"/g) : [['', value]]) note(text[1] ?? '', element);
      }
    }
    return { all: [...all], own: [...own] };
  });
}
