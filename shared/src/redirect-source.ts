import { mapAddress, type MapAddress, sitePath, type SitePath } from './brands.js';
import { defaultLocale, isLocale } from './locales.js';
import { parsePath } from './urls.js';

/** An old address that can lead elsewhere, or why it cannot. */
export type RedirectSource = { ok: true; from: SitePath | MapAddress } | { ok: false; reason: RedirectSourceFault };

export type RedirectSourceFault =
  /** No path of this site at all. */
  | 'no-path'
  /** `…/index.html`: the same file as the address before it. */
  | 'index-file'
  /** The front, the search page, a feed of everything, a sitemap: something always stands there. */
  | 'fixed'
  /** Lies where the site or its cms keeps files and services of its own. */
  | 'reserved'
  /** A part is longer than a file's name may be. */
  | 'long-part'
  /** The target is the same address. */
  | 'to-itself';

/**
 * Judges an address at which something once stood, and writes it the one way that the site knows.
 * @param from a path, perhaps with a query; letters of any script, as they are or in per cent form; a final slash may be missing
 * @param to where it is to lead, when that is an address
 */
export function redirectSource(from: string, to: string | null = null): RedirectSource {
  if (!sitePath.safeParse(from).success) return mapSource(from);
  const parts = from.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.length > longestPart)) return refused('long-part');
  if (/^index\.html?$/i.test(parts.at(-1) ?? '')) return refused('index-file');
  const path = sitePath.safeParse(withFinalSlash(from));
  if (!path.success) return refused('no-path');
  const address = parsePath(path.data);
  if (address && fixedKinds.has(address.kind === 'feed' ? `feed of ${address.of}` : address.kind)) return refused('fixed');
  if (isReserved(parts)) return refused('reserved');
  if (to !== null && withFinalSlash(to) === path.data) return refused('to-itself');
  return { ok: true, from: path.data };
}

/** True for an address that the web server alone leads on: no file of the site can stand there. */
export function isMapAddress(address: string): address is MapAddress {
  return mapAddress.safeParse(address).success;
}

/** A path as the site writes it: it ends with a slash unless its last part has an ending like `.xml`. */
export function withFinalSlash(path: string): string {
  return path.endsWith('/') || /\.[a-z0-9]{1,11}$/i.test(path) ? path : `${path}/`;
}

// Browsers write letters in per cent form by themselves; an editor may paste either form.
function mapSource(from: string): RedirectSource {
  const [, path = '', query = ''] = /^(\/[^?#]*)(\?[^#]*)?$/.exec(from) ?? [];
  const parts = path.split('/').filter((part) => part !== '');
  if (path === '' || /[\s\\]/.test(from)) return refused('no-path');
  const written = mapAddress.safeParse(perCent(withFinalSlash(path)) + perCent(query));
  if (!written.success) return refused('no-path');
  return isReserved(parts) ? refused('reserved') : { ok: true, from: written.data };
}

function perCent(text: string): string {
  try {
    return encodeURI(decodeURI(text)).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  } catch {
    // A per cent sign that is none, or bytes that are no UTF-8: no browser's address.
    return '';
  }
}

// A file's name may have 255 bytes; the site's programs add to it while they write.
const longestPart = 200;

const fixedKinds: ReadonlySet<string> = new Set([
  'front',
  'search',
  'manifest',
  'not-found',
  'feed of all',
  'sitemap-index',
  'sitemap',
  'sitemap-month',
  'robots',
  'redirect-map',
]);

/** First parts of addresses that belong to the site's own files and to the cms. */
const reservedRoots: ReadonlySet<string> = new Set(['_astro', 'media', 'search', 'api', 'admin', 'uploads', 'fragments', 'sitemaps']);

// Some file systems know no difference between small and capital letters.
function isReserved(parts: readonly string[]): boolean {
  const [first = '', second = ''] = parts.map((part) => part.toLowerCase());
  if (reservedRoots.has(first)) return true;
  // Of these only the search page has a version in each language.
  return isLocale(first) && first !== defaultLocale && second === 'search';
}

function refused(reason: RedirectSourceFault): RedirectSource {
  return { ok: false, reason };
}
