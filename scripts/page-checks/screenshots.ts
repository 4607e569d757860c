/** Pictures of every kind of page in three widths, by day and by night, on one page to look at. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import sharp from 'sharp';

import type { RunningSite } from '../check-pages.ts';
import { clonePrivate } from '../repository.ts';
import { Camera } from './camera.ts';

const widths = [320, 768, 1440];
const themes = ['light', 'dark'] as const;

export async function run({ origin, kinds }: RunningSite): Promise<boolean> {
  const folder = clonePrivate('page-checks/screenshots');
  mkdirSync(folder, { recursive: true });
  const camera = await Camera.open();
  const rows: string[] = [];
  try {
    for (const { locale, name, path } of kinds) {
      const cells: string[] = [];
      for (const width of widths) {
        for (const theme of themes) {
          const file = `${locale}-${name.replace(' ', '-')}-${width}-${theme}.webp`;
          const png = await camera.take({ url: origin + path, width, height: null, theme });
          // No WebP is higher.
          await sharp(png)
            .resize({ width, height: 16_000, fit: 'cover', position: 'top', withoutEnlargement: true })
            .webp()
            .toFile(join(folder, file));
          cells.push(`<a href="${file}"><img src="${file}" alt="${path}, ${width} pixels, ${theme}" width="200" loading="lazy"></a>`);
        }
      }
      rows.push(`<h2>${locale} · ${name} · ${path}</h2><p>${cells.join(' ')}</p>`);
    }
  } finally {
    await camera.close();
  }
  const file = join(folder, 'index.html');
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><title>Pages</title><style>img{vertical-align:top}</style>${rows.join('\n')}\n`,
  );
  console.log(`${rows.length * widths.length * themes.length} screenshots: ${file}`);
  return true;
}
