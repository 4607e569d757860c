/**
 * Runs in the head of every page, before anything is painted: the reader's theme and type size, what can be shown because
 * script runs, and the notices, which are filled in while the page is parsed. It is small: everything else is `reader.ts`.
 */
import { applySize, applyTheme, keptSize, keptTheme } from './preferences.ts';
import { noticeContent } from './notices.ts';

applyTheme(keptTheme());
applySize(keptSize());

const { dataset } = document.documentElement;
dataset['script'] = '';
// A computer may have a share sheet too, but there the links are nearer.
if ('share' in navigator && matchMedia('(pointer: coarse)').matches) dataset['share'] = '';

customElements.define(
  'site-notice',
  class extends HTMLElement {
    connectedCallback(): void {
      const { broadsheetNotices } = window;
      if (broadsheetNotices && !this.firstChild) this.append(...noticeContent(broadsheetNotices, this));
    }
  },
);
