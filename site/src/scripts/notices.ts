import type { NoticeImage, Notices } from '../model/notices.ts';

/** What a place shows of the notices; nothing when nothing is announced for it. */
export function noticeContent({ banner, promo, ads, mostRead }: Notices, { dataset }: HTMLElement): Node[] {
  const place = dataset['place'];
  if (place === 'banner')
    return banner ? [element('p', { className: 'banner' }, element('strong', {}, dataset['word'] ?? ''), ' ', linked(banner))] : [];
  if (place === 'promo') return promo ? [link(promo.url, 'noopener', ...words(promo), ...pictures(promo.image, '12rem'))] : [];
  if (place === 'most-read') return mostReadRoom(mostRead, dataset['from'] ?? '');
  const ad = place === 'header' || place === 'article' || place === 'list' ? ads[place] : undefined;
  return ad ? [element('span', { className: 'ad-label' }, ad.label), link(ad.url, 'sponsored noopener', ...pictures(ad.image))] : [];
}

// The list itself is fetched when the reader comes near; as much room is kept as it takes.
function mostReadRoom(lengths: Notices['mostRead'], from: string): Node[] {
  const length = lengths[from];
  if (!length) return [];
  const made = document.createElement('most-read');
  made.dataset['from'] = from;
  made.style.setProperty('--stories', String(length));
  return [made];
}

function linked({ text, url }: { text: string; url: string }): Node | string {
  return url ? link(url, 'noopener', text) : text;
}

function words({ title, text }: { title: string; text: string }): Node[] {
  return [title && element('strong', {}, title), text && element('span', {}, text)].filter((part) => part !== '');
}

function pictures(image: NoticeImage | null, sizes = '(min-width: 44rem) 41rem, 92vw'): Node[] {
  if (!image) return [];
  const { sources, fallback, width, height, alt } = image;
  const made = element('picture', {});
  // Its place stays as large when the picture is blocked.
  made.style.aspectRatio = `${width}/${height}`;
  made.append(...sources.map((source) => element('source', { ...source, sizes })), element('img', { width, height, alt, src: fallback }));
  return [made];
}

function link(href: string, rel: string, ...children: (Node | string)[]): HTMLElement {
  return element('a', { href, rel }, ...children);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  fields: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...children);
  return made;
}
