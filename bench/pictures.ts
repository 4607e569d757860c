/** The finished pictures of the site, as its own pages show them: others are given them ready-made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { articleAddress, fileOf, pathOf } from '@broadsheet/shared';

import type { Archive } from './archive.ts';

export interface Picture {
  sources: { type: string; srcset: string }[];
  src: string;
  width: number;
  height: number;
  /** The form for link previews. */
  card: string;
}

/** Pictures by file id, each read from one page whose cover it is. */
export function readPictures({ articles, timeZone }: Archive, www: string): Record<string, Picture> {
  const found: Record<string, Picture> = {};
  for (const article of articles) {
    const id = article.cover?.fileId;
    if (id === undefined || found[id]) continue;
    const picture = coverOf(join(www, fileOf(pathOf(articleAddress(article, timeZone)))));
    if (picture) found[id] = picture;
  }
  return found;
}

function coverOf(file: string): Picture | null {
  const html = readFileSync(file, 'utf8');
  const cover = /<figure class="cover">.*?<picture>(.*?)<\/picture>/s.exec(html)?.[1];
  const image = /<img src="([^"]+)" width="(\d+)" height="(\d+)"/.exec(cover ?? '');
  if (cover === undefined || !image) return null;
  const sources = [...cover.matchAll(/<source type="([^"]+)" srcset="([^"]+)"/g)].map(([, type = '', srcset = '']) => ({ type, srcset }));
  const card = /property="og:image" content="https?:\/\/[^/]+([^"]+)"/.exec(html)?.[1] ?? '';
  return { sources, src: image[1] ?? '', width: Number(image[2]), height: Number(image[3]), card };
}
