import type { Strings } from '../../i18n/schema.ts';
import { fill } from '../../i18n/strings.ts';
import { embedOf } from './embeds.ts';
import { escapeText } from './escape.ts';

/** Where links lead that editors put on a line of their own: by host, the service's name and which of its addresses are what. */
const services: { host: RegExp; name: string; kinds: { path: RegExp; kind: Kind }[] }[] = [
  {
    host: /^(?:(?:www|m)\.)?youtube(?:-nocookie)?\.com$/,
    name: 'YouTube',
    kinds: [{ path: /^\/(?:watch|shorts\/|live\/|embed\/)/, kind: 'linkVideo' }],
  },
  { host: /^youtu\.be$/, name: 'YouTube', kinds: [{ path: /^\/./, kind: 'linkVideo' }] },
  { host: /^(?:t|telegram)\.me$/, name: 'Telegram', kinds: [{ path: /^\/(?:s\/)?\w+\/\d+/, kind: 'linkPost' }] },
  { host: /^(?:(?:www|mobile)\.)?(?:x|twitter)\.com$/, name: 'X', kinds: [{ path: /^\/\w+\/status\//, kind: 'linkPost' }] },
  {
    host: /^(?:www\.)?instagram\.com$/,
    name: 'Instagram',
    kinds: [
      { path: /^\/(?:[\w.]+\/)?p\//, kind: 'linkPost' },
      { path: /^\/(?:[\w.]+\/)?(?:reel|reels|tv)\//, kind: 'linkVideo' },
    ],
  },
];

/** A link that says what it leads to and asks nothing of the other site before a click. */
export function linkCard(address: string, words: Strings): string {
  const { kind, name } = describe(address);
  const shown = address.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '');
  // Seen where script runs: without it the link leads to the other site.
  const hint =
    embedOf(address) === null ? '' : ` <span class="link-hint">${escapeText(fill(words.linkShown, { service: name ?? '' }))}</span>`;
  const label = name === null ? words[kind] : `${words[kind]} · ${name}`;
  return (
    `<p class="link-card"><a href="${escapeText(address)}"><span class="link-kind">${escapeText(label)}</span> ` +
    `<span class="link-address">${escapeText(shown)}</span>${hint}</a></p>\n`
  );
}

function describe(address: string): { kind: Kind; name: string | null } {
  const url = URL.parse(address);
  const service = url && services.find(({ host }) => host.test(url.hostname));
  if (!service) return { kind: 'linkElsewhere', name: null };
  return { kind: service.kinds.find(({ path }) => path.test(url.pathname))?.kind ?? 'linkElsewhere', name: service.name };
}

type Kind = 'linkVideo' | 'linkPost' | 'linkElsewhere';
