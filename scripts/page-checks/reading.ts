/// <reference lib="dom" />
/// <reference lib="dom.asynciterable" />
/** A page as it is read: from its top to its end, and what moved meanwhile. */
import type { Page } from 'playwright-core';

/** Scrolls as a reader does, and waits for what comes on the way. */
export async function readToTheEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
      scrollBy({ top: innerHeight * 0.7, behavior: 'instant' });
      await frame();
      await frame();
    }
  });
  await page.waitForLoadState('networkidle');
}

/** What a reader saw move without being asked (https://web.dev/articles/cls), a line each: how far, and what it was. */
export function moves(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = [];
        const nameOf = (node: unknown): string =>
          node instanceof Element ? `${node.localName}.${node.className}` : node instanceof Node ? node.nodeName : 'what is gone';
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (!('value' in entry && 'sources' in entry && Array.isArray(entry.sources))) continue;
            const sources = entry.sources.map((source: { node?: unknown }) => nameOf(source.node));
            seen.push(`${Number(entry.value).toFixed(4)} after ${Math.round(entry.startTime)} ms: ${sources.join(', ')}`);
          }
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(seen)));
      }),
  );
}
