import { editorMark } from './editors.ts';
import { groupedDigits } from './grouped-digits.ts';

/** Milliseconds that a reader must have the page before the eyes. */
const longEnough = 1000;

/**
 * Reports that the story is read once its page was before the reader's eyes for a second on end, and brings the number up to
 * date. A page that the browser kept and shows again is reported again, like a reload: whether it counts, the cms decides.
 */
export class ViewCount extends HTMLElement {
  connectedCallback(): void {
    let reported = false;
    let timer = 0;
    const watch = (): void => {
      clearTimeout(timer);
      // A page rendered in advance is hidden until it is shown.
      if (!reported && document.visibilityState === 'visible')
        timer = window.setTimeout(() => {
          reported = true;
          this.#report();
        }, longEnough);
    };
    document.addEventListener('visibilitychange', watch);
    addEventListener('pageshow', ({ persisted }) => {
      if (!persisted) return;
      reported = false;
      watch();
    });
    watch();
  }

  #report(): void {
    const { from = '', shown } = this.dataset;
    const mark = editorMark();
    navigator.sendBeacon(from + (navigator.webdriver ? '?driven' : mark ? `?editor=${mark}` : ''));
    // Without an answer the number stays as it is.
    if (shown) this.#refresh(from, shown).catch(() => {});
  }

  async #refresh(from: string, shown: string): Promise<void> {
    const answer = await fetch(from);
    const views = answer.ok ? numberIn(await answer.text(), shown) : 0;
    const link = this.querySelector('a');
    if (!link || !(views > 0)) return;
    const { lang } = document.documentElement;
    const form = this.dataset[new Intl.PluralRules(lang).select(views)] ?? this.dataset['other'] ?? '';
    const { group: mark = '', groupFrom } = this.dataset;
    link.textContent = form.replace('{count}', groupedDigits(views, { mark, from: Number(groupFrom) }));
    link.hidden = false;
  }
}

// The answer is one flat object of numbers.
function numberIn(answer: string, name: string): number {
  return Number(new RegExp(`"${name}":(\\d+)`).exec(answer)?.[1]);
}
