/** The reader's tools. Each is an element that works on the HTML inside it; what is used seldom is loaded when it is. */
import { noteEditor } from './editors.ts';
import { MostRead } from './most-read.ts';
import { applySize, applyTheme, keep, keptSize, keptTheme, largestSize, type Theme } from './preferences.ts';
import { ViewCount } from './view-count.ts';

noteEditor();

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector('select');
    if (!select) return;
    select.onchange = () => {
      const theme = select.value as Theme;
      keep('theme', theme);
      applyTheme(theme);
    };
    const show = (): void => {
      applyTheme((select.value = keptTheme()));
    };
    show();
    whenChangedElsewhere(show);
  }
}

class TextSize extends HTMLElement {
  #size = keptSize();

  connectedCallback(): void {
    this.onclick = ({ target }) => {
      const step = target instanceof HTMLButtonElement ? target.dataset['step'] : undefined;
      if (step === undefined) return;
      this.#size = step === '0' ? 0 : Math.min(largestSize, Math.max(0, this.#size + Number(step)));
      keep('size', String(this.#size));
      this.#show();
    };
    this.#show();
    whenChangedElsewhere(() => {
      this.#size = keptSize();
      this.#show();
    });
  }

  #show(): void {
    applySize(this.#size);
    const output = this.querySelector('output');
    if (output) output.value = `${100 + 25 * this.#size} %`;
    // Not the attribute `disabled`, which would take the focus away from who pressed the button.
    for (const button of this.querySelectorAll('button')) {
      const end = { '1': largestSize }[button.dataset['step'] ?? ''] ?? 0;
      button.ariaDisabled = String(this.#size === end);
    }
  }
}

class StoryTools extends HTMLElement {
  connectedCallback(): void {
    this.onclick = ({ target }) => {
      const act = target instanceof HTMLButtonElement ? target.dataset['act'] : undefined;
      if (act === 'print') print();
      if (act === 'share') void this.#share();
      if (act === 'copy') void this.#copy();
    };
  }

  async #share(): Promise<void> {
    const { address: url = '', title = '' } = this.dataset;
    try {
      await navigator.share({ title, url });
    } catch (error) {
      // Closing the sheet is no fault; where it cannot open, there are the links.
      if (!(error instanceof DOMException && error.name === 'AbortError')) delete document.documentElement.dataset['share'];
    }
  }

  async #copy(): Promise<void> {
    const { address = '', copied = '', denied = '' } = this.dataset;
    const status = this.querySelector('[role=status]');
    const field = this.querySelector('input');
    if (!status || !field) return;
    status.textContent = '';
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = copied;
    } catch {
      status.textContent = denied;
      field.hidden = false;
      field.value = address;
      field.select();
    }
  }
}

class NewestStories extends HTMLElement {
  connectedCallback(): void {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        void this.#load();
      },
      { rootMargin: '200%' },
    );
    observer.observe(this);
  }

  async #load(): Promise<void> {
    const status = this.querySelector('[role=status]');
    if (!status) return;
    status.textContent = this.dataset['loading'] ?? '';
    let newer: HTMLElement[] = [];
    try {
      newer = await this.#newer();
    } catch {
      // The older stories and the link to the section are there.
    }
    status.textContent = '';
    this.#show(newer);
  }

  async #newer(): Promise<HTMLElement[]> {
    const { from = '', current = '' } = this.dataset;
    const answer = await fetch(from, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) return [];
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    const shown = new Set([current, ...[...document.querySelectorAll<HTMLElement>('main [data-id]')].map(({ dataset }) => dataset['id'])]);
    return [...template.content.querySelectorAll<HTMLElement>('li')].filter(({ dataset }) => !shown.has(dataset['id']));
  }

  // What a reader has before the eyes must not move: there the newer stories wait for the button, or until the list is out of sight.
  #show(newer: HTMLElement[]): void {
    const line = this.querySelector<HTMLElement>('.newest-line');
    const button = line?.querySelector('button');
    const list = this.querySelector('ul');
    if (!line || !button || !list) return;
    const put = (): void => {
      observer.disconnect();
      line.hidden = true;
      list.append(...[...list.children, ...newer].sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1)));
    };
    // A whole screen away at least: a reader who turns pages is there with the next frame.
    const observer = new IntersectionObserver(
      () => {
        if (this.getBoundingClientRect().top >= innerHeight * 2) put();
        else button.hidden = newer.length === 0;
      },
      { rootMargin: '100%' },
    );
    observer.observe(this);
    button.onclick = () => {
      put();
      newer[0]?.querySelector('a')?.focus();
    };
  }
}

function timeOf(story: Element): number {
  return Date.parse(story.querySelector('time')?.dateTime ?? '');
}

// Another tab, or the way back to a page that the browser has kept as it was.
function whenChangedElsewhere(show: () => void): void {
  addEventListener('storage', show);
  addEventListener('pageshow', ({ persisted }) => persisted && show());
}

function openSearch(event: Event): void {
  const link = document.querySelector<HTMLAnchorElement>('a[data-search]');
  if (!link) return;
  event.preventDefault();
  import('./search-overlay.ts').then(
    ({ openOverlay }) => openOverlay(link),
    () => location.assign(link.href),
  );
}

addEventListener('keydown', (event) => {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  if (key !== '/' || ctrlKey || metaKey || altKey) return;
  if (target instanceof Element && target.closest('input, select, textarea, dialog, [contenteditable]')) return;
  openSearch(event);
});
document.querySelector<HTMLAnchorElement>('a[data-search]')?.addEventListener('click', (event) => {
  // A new tab or window gets the search page.
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) openSearch(event);
});

addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-embed]') : null;
  const address = link?.dataset['embed'];
  if (!link || !address || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import('./embed.ts').then(
    ({ showEmbed }) => showEmbed(link, address),
    () => location.assign(link.href),
  );
});

customElements.define('theme-switch', ThemeSwitch);
customElements.define('text-size', TextSize);
customElements.define('story-tools', StoryTools);
customElements.define('newest-stories', NewestStories);
customElements.define('view-count', ViewCount);
customElements.define('most-read', MostRead);
