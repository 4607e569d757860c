/** The same name as in `cms/src/rules/say.ts`, which cannot be imported into the browser. */
const cookie = 'newsroom-admin-language';

/**
 * Tells the cms in which language the interface speaks, so that it answers in it: labels, hints and refusals. Strapi
 * knows it in the browser only; it keeps it as the language of the page.
 */
export function keepLanguageCookie(): void {
  const page = document.documentElement;
  // Before the first paint Strapi has not told the page yet.
  write(window.localStorage.getItem('strapi-admin-language')?.replaceAll('"', '') || page.lang);
  new MutationObserver(() => write(page.lang)).observe(page, { attributes: true, attributeFilter: ['lang'] });
}

function write(language: string): void {
  document.cookie = `${cookie}=${encodeURIComponent(language || 'en')}; path=/; max-age=31536000; samesite=strict`;
}
