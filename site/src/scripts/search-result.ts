import type { Hit } from '../search/engine.ts';
import type { Piece } from '../search/excerpt.ts';

/**
 * A story that was found, as a list shows it. All of its words become text, never markup.
 * @param of the search, which knows how dates are written
 */
export function resultItem({ url, title, date, section, excerpt, picture }: Hit, of: HTMLElement, withPicture: boolean): HTMLElement {
  const link = element('a', { href: url }, ...pieces(title));
  const facts = element('p', { class: 'story-date' });
  if (date > 0) facts.append(element('time', { datetime: new Date(date).toISOString() }, shownDate(date, of)));
  if (section) facts.append(date > 0 ? ` · ${section}` : section);
  const text = element('div', { class: 'story-text' }, element('h2', { class: 'headline' }, link));
  text.append(element('p', { class: 'story-summary' }, ...pieces(excerpt)));
  const story = element('article', { class: 'story search-result' }, facts, text);
  if (withPicture && picture.startsWith('/media/')) story.append(pictureOf(picture));
  return element('li', {}, story);
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// One that was replaced since the index was made is left out.
function pictureOf(src: string): HTMLElement {
  const made = element('img', { src, alt: '', loading: 'lazy', width: '240', height: '160' });
  made.onerror = () => made.remove();
  return made;
}

function pieces(of: Piece[]): (Node | string)[] {
  return of.map(({ text, marked }) => (marked ? element('mark', {}, text) : text));
}

// Browsers may not know a language's months, as Chromium does not know Armenian: the page brings them.
function shownDate(date: number, of: HTMLElement): string {
  const { dates = '[]', zone: timeZone = 'UTC' } = of.dataset;
  const parts = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'numeric', year: 'numeric', timeZone }).formatToParts(date);
  const part = (wanted: string): string => parts.find(({ type }) => type === wanted)?.value ?? '';
  // Written by the page that this script belongs to.
  const months = JSON.parse(dates) as string[];
  return (months[Number(part('month')) - 1] ?? '').replace('{day}', part('day')).replace('{year}', part('year'));
}
