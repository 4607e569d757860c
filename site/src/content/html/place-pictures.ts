import { pictureAt, type PlacedPicture } from '../pictures.ts';
import type { Reading } from '../reading.ts';
import { escapeText, unescapeText } from './escape.ts';

/** Puts the sizes of pictures into cleaned HTML. A picture of ours that is not ready is left out, with its caption. */
export function placePictures(reading: Reading, html: string): string {
  return html.replaceAll(places, (place, inGallery: string | undefined, inFigure: string | undefined) => {
    if (inGallery !== undefined) return gallery(figuresOf(inGallery).map((inside) => figure(reading, inside, sizes.gallery)));
    return inFigure === undefined ? placeImage(reading, place, sizes.text) : figure(reading, inFigure, sizes.text);
  });
}

// The cleaned HTML has each of these as one flat run: a gallery holds figures only, a figure one picture and its caption.
const places = /<div class="gallery">(.*?)<\/div>|<figure class="picture">(.*?)<\/figure>|<img [^>]*>/gs;

/** How wide pictures are shown, for the browser's choice among the sizes. */
const sizes = { text: '(min-width: 44rem) 41rem, 100vw', gallery: '(min-width: 44rem) 20rem, 100vw' };

function figuresOf(html: string): string[] {
  return [...html.matchAll(places)].map(([, , inside = '']) => inside);
}

function gallery(figures: string[]): string {
  const filled = figures.filter((one) => one !== '');
  return filled.length === 0 ? '' : `<div class="gallery">${filled.join('')}</div>`;
}

function figure(reading: Reading, inside: string, wide: string): string {
  const [image] = /<img [^>]*>/.exec(inside) ?? [];
  const placed = image === undefined ? '' : placeImage(reading, image, wide);
  if (image === undefined || placed === '') return '';
  if (!placed.startsWith('<picture>')) return `<p>${placed}${captionBehind(placed, inside)}</p>`;
  return `<figure class="picture">${inside.replace(image, () => placed)}</figure>`;
}

// What stands under a picture is part of the text, also where the picture is only a link.
function captionBehind(link: string, inside: string): string {
  const [, caption = ''] = /<figcaption>(.*?)<\/figcaption>/s.exec(inside) ?? [];
  return caption === '' || link.includes(`>${caption}<`) ? '' : ` — ${caption}`;
}

function placeImage(reading: Reading, image: string, wide: string): string {
  const attribute = (name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(image)?.[1] ?? '';
  const src = unescapeText(attribute('src'));
  const alt = attribute('alt');
  const found = pictureAt(reading, src);
  return found ? pictureHtml(found, alt, wide) : elsewhere(src, alt);
}

// A picture of another site would be a request to it, so it becomes a link; one of ours that is not ready is left out.
function elsewhere(src: string, alt: string): string {
  return /^https?:/i.test(src) ? `<a href="${escapeText(src)}" rel="external noopener">${alt || escapeText(src)}</a>` : '';
}

// `alt` is escaped already: it comes out of the cleaned HTML.
function pictureHtml(found: PlacedPicture, alt: string, wide: string): string {
  const sources = found.sources.map(({ type, srcset }) => `<source type="${type}" srcset="${srcset}" sizes="${wide}">`);
  const focus = found.focus ? ` data-focus-x="${found.focus.x}" data-focus-y="${found.focus.y}"` : '';
  return `<picture>${sources.join('')}<img src="${found.fallback}" width="${found.width}" height="${found.height}" alt="${alt}"${focus} loading="lazy" decoding="async"></picture>`;
}
