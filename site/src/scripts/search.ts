/** The search page: loads the index when a search begins, and shows its results. Without this script the form leads to the sections. */
import { cutExcerpt } from './excerpt.ts';
import { openIndex, type Hit, type ResultList } from './search-index.ts';

/** The words of the page's language, from `data-words`. */
interface Words {
  running: string;
  nothing: string;
  failed: string;
  /** By plural category. */
  found: Record<string, string>;
  more: string;
}

const pageLength = 10;

class StorySearch extends HTMLElement {
  // The search that was begun last; an earlier one that answers later is no longer wanted.
  #latest = 0;

  connectedCallback(): void {
    const form = this.querySelector('form');
    const field = this.querySelector('input');
    if (!form || !field) return;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const query = field.value.trim();
      history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : location.pathname);
      void this.#search(query);
    });
    field.value = new URLSearchParams(location.search).get('q') ?? '';
    if (field.value) void this.#search(field.value.trim());
    else field.focus();
  }

  async #search(query: string): Promise<void> {
    const turn = ++this.#latest;
    this.#part('results').replaceChildren();
    this.#part('more').hidden = true;
    this.#say(query ? this.#words.running : '');
    if (!query) return;
    try {
      const index = await openIndex(this.dataset['locale'] ?? 'en');
      const list = await index.search(query);
      if (turn !== this.#latest) return;
      this.#say(list.length === 0 ? this.#words.nothing.replace('{query}', () => query) : this.#found(list.length));
      await this.#show(list, 0, turn);
    } catch (error) {
      console.error(error);
      if (turn === this.#latest) this.#say(this.#words.failed);
    }
  }

  async #show(list: ResultList, from: number, turn: number): Promise<void> {
    const hits = await list.hits(from, from + pageLength);
    if (turn !== this.#latest) return;
    const items = hits.map(resultItem);
    this.#part('results').append(...items);
    const more = this.#part('more');
    more.hidden = from + pageLength >= list.length;
    more.onclick = () => void this.#show(list, from + pageLength, turn).catch(() => this.#say(this.#words.failed));
    if (from > 0) items[0]?.querySelector('a')?.focus();
  }

  #found(count: number): string {
    const locale = this.dataset['locale'];
    const form = this.#words.found[new Intl.PluralRules(locale).select(count)] ?? '{count}';
    return form.replace('{count}', new Intl.NumberFormat(locale).format(count));
  }

  get #words(): Words {
    // Written by the page that this script belongs to.
    return JSON.parse(this.dataset['words'] ?? '{}') as Words;
  }

  #say(text: string): void {
    this.#part('status').textContent = text;
  }

  #part(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`The search page lacks its part "${name}".`);
    return found;
  }
}

function resultItem({ url, title, date, section, excerpt }: Hit): HTMLElement {
  const link = element('a', {}, title);
  link.setAttribute('href', url);
  const words = cutExcerpt(excerpt).map(({ text, marked }) => (marked ? element('mark', {}, text) : text));
  const text = element('div', { class: 'story-text' });
  text.append(element('h2', { class: 'headline' }, link), element('p', { class: 'story-summary' }, ...words));
  const facts = element('p', { class: 'story-date' }, date, section && ` · ${section}`);
  return element('li', {}, element('article', { class: 'story story-row' }, facts, text));
}

function element(name: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

customElements.define('story-search', StorySearch);
