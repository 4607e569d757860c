/** The search, on its page and over any other: asks as the reader writes, and shows what is found. Without this script the form leads to the sections. */
import type { Counts } from '../search/choices.ts';
import type { Answer, Question } from '../search/engine.ts';
import { isSearchable } from '../search/words.ts';
import { ask } from './search-client.ts';
import { element, resultItem } from './search-result.ts';

/** The words of the page's language, from `data-words`. */
interface Words {
  running: string;
  nothing: string;
  near: string;
  failed: string;
  incomplete: string;
  /** By plural category. */
  found: Record<string, string>;
  since: string;
  olderYear: string;
  anySection: string;
  anyAuthor: string;
  anyYear: string;
}

const kinds = ['section', 'author', 'year'] as const;

class StorySearch extends HTMLElement {
  // The search that was begun last; an earlier one that answers later is no longer wanted.
  #latest = 0;
  // What the list answers; null while something else is asked.
  #listed: Question | null = null;
  #saidIncomplete = false;
  #typing = 0;

  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    form.onsubmit = (event) => {
      if (this.#isOverlay && this.#field.value.trim() === '') return;
      event.preventDefault();
      void this.#search('search');
    };
    this.#field.oninput = () => {
      clearTimeout(this.#typing);
      if (isSearchable(this.#field.value)) this.#typing = window.setTimeout(() => void this.#search('search'), 250);
    };
    form.onchange = ({ target }) => {
      if (target instanceof HTMLSelectElement) void this.#search('search');
    };
    this.#part('more').onclick = () => void this.#search('search', true);
    this.#part('older').onclick = () => void this.#search('older');
    this.#part('all').onclick = () => void this.#search('older', false, true);
    if (this.#isOverlay) return;
    this.#readAddress();
    if (this.#field.value.trim()) void this.#search('search');
    else this.#field.focus();
  }

  get #isOverlay(): boolean {
    return this.closest('dialog') !== null;
  }

  async #search(act: 'search' | 'older', more = false, all = false): Promise<void> {
    const question = more ? this.#next() : this.#question();
    if (!question) return;
    const turn = ++this.#latest;
    if (!more) {
      clearTimeout(this.#typing);
      this.#listed = null;
      this.#writeAddress(question);
      if (question.query === '') return this.#clear();
      this.#say(this.#words.running);
    }
    try {
      const answer = await ask(this.dataset['locale'] ?? 'en', act, question, all);
      if (turn !== this.#latest) return;
      this.#show(answer, question, more);
      // Counts need more of the archive: they come after what was asked for.
      if (!this.#isOverlay && !more) await this.#count(question, turn);
    } catch (error) {
      console.error(error);
      if (turn !== this.#latest) return;
      this.#say(this.#words.failed);
      this.#part('more').hidden = true;
    }
  }

  // From the first on, as the archive may have changed: what stands in the list already is not added again.
  #next(): Question | null {
    return this.#listed && { ...this.#listed, to: this.#listed.to + this.#atOnce };
  }

  get #atOnce(): number {
    return this.#isOverlay ? 6 : 10;
  }

  #question(): Question {
    const choice = (name: string): string => this.querySelector<HTMLSelectElement>(`select[name=${name}]`)?.value ?? '';
    const [section, author, year] = kinds.map(choice);
    return {
      query: this.#field.value.trim(),
      order: choice('order') === 'date' ? 'date' : 'relevance',
      ...{ section: section ?? '', author: author ?? '', year: year ?? '' },
      to: this.#atOnce,
      counts: false,
    };
  }

  #show(answer: Answer, question: Question, more: boolean): void {
    const list = this.#part('results');
    const known = new Set(more ? [...list.querySelectorAll('h2 a')].map((link) => link.getAttribute('href')) : []);
    const items = answer.hits.filter(({ url }) => !known.has(url)).map((hit) => resultItem(hit, this, !this.#isOverlay));
    if (more) list.append(...items);
    else list.replaceChildren(...items);
    this.#listed = question;
    this.#part('more').hidden = answer.total <= question.to;
    if (more) items[0]?.querySelector('a')?.focus();
    this.#say(this.#summary(answer, question.query));
    this.#part('help').hidden = answer.total > 0;
    this.#part('choices').hidden = this.#isOverlay || (answer.total === 0 && kinds.every((kind) => question[kind] === ''));
    const [next = ''] = answer.waiting;
    this.#part('older').hidden = next === '';
    this.#part('older').textContent = this.#words.olderYear.replace('{year}', next);
    this.#part('all').hidden = answer.waiting.length < 2;
    if (answer.incomplete && !this.#saidIncomplete) this.#part('incomplete').textContent = this.#words.incomplete;
    this.#saidIncomplete ||= answer.incomplete;
  }

  #summary({ total, hits, missing, since, waiting }: Answer, query: string): string {
    if (total === 0 && hits.length > 0) return this.#words.near.replace('{words}', () => missing.join(', '));
    const said = total === 0 ? this.#words.nothing.replace('{query}', () => query) : this.#counted(total);
    return waiting.length > 0 && since !== '' ? `${said} ${this.#words.since.replace('{year}', since)}` : said;
  }

  async #count(question: Question, turn: number): Promise<void> {
    const { counts } = await ask(this.dataset['locale'] ?? 'en', 'search', { ...question, counts: true });
    if (counts && turn === this.#latest) this.#offer(counts, question);
  }

  #offer(counts: Counts, question: Question): void {
    const any = { section: this.#words.anySection, author: this.#words.anyAuthor, year: this.#words.anyYear };
    for (const kind of kinds) {
      const select = this.querySelector<HTMLSelectElement>(`select[name=${kind}]`);
      if (!select || select === document.activeElement) continue;
      const options = counts[kind].map(({ value, name, count }) => new Option(`${name} (${this.#number(count)})`, value));
      select.replaceChildren(new Option(any[kind], ''), ...options);
      select.value = question[kind];
      select.disabled = counts[kind].length === 0;
    }
  }

  #clear(): void {
    this.#part('results').replaceChildren();
    for (const name of ['more', 'older', 'all', 'help', 'choices']) this.#part(name).hidden = true;
    this.#say('');
  }

  #counted(count: number): string {
    const form = this.#words.found[new Intl.PluralRules(this.dataset['locale']).select(count)] ?? '{count}';
    return form.replace('{count}', this.#number(count));
  }

  #number(count: number): string {
    // Where Armenian is not known, its numbers are written as the Russian ones are.
    return new Intl.NumberFormat([this.dataset['locale'] ?? 'en', 'ru']).format(count);
  }

  #readAddress(): void {
    const asked = new URLSearchParams(location.search);
    this.#field.value = asked.get('q') ?? '';
    for (const name of [...kinds, 'order']) {
      const select = this.querySelector<HTMLSelectElement>(`select[name=${name}]`);
      const value = asked.get(name) ?? '';
      if (!select || value === '') continue;
      // What it is called is known when it is counted.
      if (name !== 'order') select.append(new Option(value, value));
      select.value = value;
    }
  }

  #writeAddress({ query, order, section, author, year }: Question): void {
    if (this.#isOverlay) return;
    const told = Object.entries({ q: query, order: order === 'date' ? order : '', section, author, year }).filter(
      ([, value]) => value !== '',
    );
    history.replaceState(null, '', told.length > 0 ? `?${new URLSearchParams(told)}` : location.pathname);
  }

  get #words(): Words {
    // Written by the page that this script belongs to.
    return JSON.parse(this.dataset['words'] ?? '{}') as Words;
  }

  get #field(): HTMLInputElement {
    return this.querySelector('input') ?? element('input', {});
  }

  #say(text: string): void {
    this.#part('status').textContent = text;
  }

  #part(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`The search lacks its part "${name}".`);
    return found;
  }
}

customElements.define('story-search', StorySearch);
