import type { Page } from 'playwright-core';

export interface Stop {
  /** What is said of it: its label, its words, or where it leads. */
  name: string;
  /** The element's name and, of a link, its path. */
  what: string;
  /** Why a reader could not see that it has the focus; empty when it can be seen. */
  unseen: string;
}

/** Presses Tab from the top of the page until the focus has been everywhere. */
export async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => {
    scrollTo(0, 0);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (stop === null) return stops;
    stops.push(stop);
  }
  throw new Error('The focus never came to the end of the page.');
}

// Runs in the page.
function focused(): Stop | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth, visibility } = getComputedStyle(element);
  const reasons = [];
  if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) reasons.push('it has no mark');
  if (visibility !== 'visible' || width < 2 || height < 2) reasons.push('it is not shown');
  // A line of a long link may be beyond the edge: its middle is what counts.
  const x = (left + right) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  if (x < 0 || x > innerWidth || bottom <= 0 || top >= innerHeight) reasons.push('it is out of view');
  const above = document.elementFromPoint(Math.min(Math.max(left + 3, 0), innerWidth - 1), Math.min(Math.max(y, 0), innerHeight - 1));
  if (above && !element.contains(above) && !above.contains(element)) reasons.push(`${above.tagName} lies over it`);
  const name = element.getAttribute('aria-label') ?? (element.textContent.trim() || element.getAttribute('name') || '');
  const what = element instanceof HTMLAnchorElement ? `a ${element.getAttribute('href') ?? ''}` : element.tagName.toLowerCase();
  return { name: name.replaceAll(/\s+/g, ' '), what, unseen: reasons.join(', ') };
}
