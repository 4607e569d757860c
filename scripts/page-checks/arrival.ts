/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Whether a page is laid out the same however much of its HTML has come: on a slow line it is seen while the rest is under way. */
import type { Page } from 'playwright-core';

/**
 * Takes the page apart from its end to its beginning, and compares where what is left is seen with where it stands on the
 * whole page: so every state is tried, at no chance of the network's. A line for each thing that is elsewhere, with what had
 * not come; and for each that is not seen on the whole page either. The page is of no use afterwards.
 */
export function movedByTheRest(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // A notice has its words as soon as it is there, by script.
    const within = (node: Node): ChildNode[] =>
      node instanceof Element && node.localName === 'site-notice' ? [] : [...node.childNodes].flatMap((child) => [child, ...within(child)]);
    const nodes = within(document.body).filter((node) => node instanceof Element || (node instanceof Text && node.data.trim() !== ''));

    const range = document.createRange();
    /** Of the whole of an element, of the first line of a text; null for what is not seen. */
    const placeOf = (node: ChildNode): DOMRect | null => {
      const element = node instanceof Element ? node : node.parentElement;
      if (!element?.checkVisibility({ visibilityProperty: true })) return null;
      range.selectNodeContents(node);
      const place = node instanceof Element ? node.getBoundingClientRect() : range.getClientRects()[0];
      return place && place.width * place.height > 0 ? place : null;
    };
    const nameOf = (node: Node): string =>
      node instanceof Element ? `${node.localName}.${node.className}` : `“${node.textContent ?? ''}”`;

    const whole = nodes.map(placeOf);
    const found = nodes.filter((node) => node instanceof Element && getComputedStyle(node).visibility === 'hidden');
    const seen = new Map(found.map((node) => [nameOf(node), 'is never seen']));
    for (const [last, taken] of [...nodes.entries()].reverse()) {
      taken.remove();
      const at = nodes.slice(0, last).findIndex((node, index) => {
        const [place, now] = [whole[index], placeOf(node)];
        return place && now && Math.abs(now.x - place.x) + Math.abs(now.y - place.y) >= 1;
      });
      const moved = nodes[at];
      if (moved && !seen.has(nameOf(moved))) seen.set(nameOf(moved), `moves when ${nameOf(taken)} comes`);
    }
    return [...seen].map(([name, what]) => `${name} ${what}`);
  });
}
