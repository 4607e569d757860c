import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { Marked } from 'marked';

/** The facts lie in the folder in which the build is started: site.json, and pages.ndjson with a page a line. */
export const site = JSON.parse(readFileSync('site.json', 'utf8'));

let reading;
export function allPages() {
  return (reading ??= read());
}

const stories = new Map();
async function read() {
  const pages = [];
  for await (const line of createInterface({ input: createReadStream('pages.ndjson') })) {
    const page = JSON.parse(line);
    pages.push(page);
    if (page.kind === 'article') stories.set(`${page.locale} ${page.id}`, page);
  }
  return pages;
}

export const escaped = (text) => text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter]);

export function pictureHtml({ sources, src, width, height }, alt, sizes) {
  return `<picture>${sources.map(({ type, srcset }) => `<source type="${type}" srcset="${srcset}" sizes="${sizes}">`).join('')}<img src="${src}" width="${width}" height="${height}" alt="${escaped(alt)}" loading="lazy" decoding="async"></picture>`;
}

const marked = new Marked({
  renderer: {
    paragraph(token) {
      const [image, more] = token.tokens;
      if (image?.type !== 'image' || more) return false;
      const found = site.pictures[site.uploads[image.href]];
      if (!found) return '';
      const caption = image.title ? `<figcaption>${escaped(image.title)}</figcaption>` : '';
      return `<figure class="picture">${pictureHtml(found, image.text, '(min-width: 44rem) 41rem, 100vw')}${caption}</figure>\n`;
    },
  },
});

const bodies = new Map();
/** A body is converted once, for its page and the feeds. */
export function bodyOf(key) {
  let html = bodies.get(key);
  if (html === undefined) bodies.set(key, (html = marked.parse(stories.get(key).body)));
  return html;
}
