/**
 * The search field over the page. Loaded when it is opened for the first time, with the search of the search page in it.
 * @param link the link to the search page; it bears the words of the page's language
 */
export function openOverlay(link: HTMLAnchorElement): void {
  const own = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (own) {
    own.focus();
    return;
  }
  overlay ??= make(link);
  if (!overlay.open) overlay.showModal();
  overlay.querySelector('input')?.select();
  void fillIn(overlay, link.href);
}

// Until it is there, or when it cannot be had, the field leads to the search page.
async function fillIn(dialog: HTMLDialogElement, page: string): Promise<void> {
  if (dialog.querySelector('story-search')) return;
  const answer = await fetch(page).catch(() => null);
  const found = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('story-search') : null;
  const form = dialog.querySelector('form');
  const field = form?.querySelector('input');
  if (!found || !form || !field || dialog.querySelector('story-search')) return;
  await import('./search.ts');
  const search = document.importNode(found, true);
  for (const unused of search.querySelectorAll('noscript, [data-part=choices]')) unused.toggleAttribute('hidden', true);
  const own = search.querySelector('input');
  if (!own) return;
  own.value = field.value;
  const hadFocus = field === document.activeElement;
  form.replaceWith(search);
  if (hadFocus) own.focus();
  if (own.value !== '') own.dispatchEvent(new Event('input'));
}

let overlay: HTMLDialogElement | undefined;

function make(link: HTMLAnchorElement): HTMLDialogElement {
  const { label = '', close = '' } = link.dataset;
  const dialog = made('dialog', { className: 'search-overlay', ariaLabel: label });
  const field = made('input', {
    type: 'search',
    name: 'q',
    id: 'overlay-query',
    maxLength: 200,
    autocomplete: 'off',
    enterKeyHint: 'search',
  });
  const form = made('form', { action: link.href, className: 'search-form' });
  const row = made('div', { className: 'search-field' });
  row.append(field, made('button', { type: 'submit', textContent: link.textContent.trim() }));
  form.append(made('label', { htmlFor: field.id, textContent: label }), row);
  const closing = made('button', { type: 'button', className: 'search-close', textContent: close });
  closing.onclick = () => dialog.close();
  // In a search field with words, browsers only empty the field.
  dialog.onkeydown = ({ key, isComposing }) => {
    if (key === 'Escape' && !isComposing) dialog.close();
  };
  dialog.append(form, closing);
  // Opened by the key, nothing had the focus before.
  dialog.onclose = () => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body || dialog.contains(activeElement)) link.focus();
  };
  document.body.append(dialog);
  return dialog;
}

function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  fields: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), fields);
}
